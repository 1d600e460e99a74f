/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;

import javax.net.ssl.SSLContext;

import dev.wsboot.engine.compression.RawInflate;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link Peer} that compresses all that it sends, by the JDK's own deflater, and
 * inflates what it receives with no larger window than the server has agreed to.
 */
final class DeflatePeer implements AutoCloseable {

	private static final Pattern WINDOW = Pattern.compile("server_max_window_bits=(\\d+)");

	final Peer peer;

	private final Deflater deflater = new Deflater(6, true);

	private final RawInflate inflater;

	private final boolean ourTakeover;

	private final boolean serverTakeover;

	/** Messages that came compressed. */
	int inflated;

	/** Bytes of the payloads that came. */
	long payloadBytes;

	private DeflatePeer(Peer peer) {
		this.peer = peer;
		String agreed = peer.extensions();
		assertThat(agreed).startsWith("permessage-deflate");
		this.ourTakeover = !agreed.contains("client_no_context_takeover");
		this.serverTakeover = !agreed.contains("server_no_context_takeover");
		Matcher window = WINDOW.matcher(agreed);
		this.inflater = new RawInflate(window.find() ? Integer.parseInt(window.group(1)) : 15);
	}

	static DeflatePeer open(WsServer server, String parameters) throws IOException {
		return open(server.port(), parameters);
	}

	/**
	 * Connects.
	 * @param parameters what it offers, such as {@code ; server_no_context_takeover}
	 */
	static DeflatePeer open(int port, String parameters) throws IOException {
		return new DeflatePeer(Peer.openOffering(port, "permessage-deflate" + parameters));
	}

	/** As {@link Peer#openTls}. */
	static DeflatePeer openTls(WsServer server, SSLContext context) throws IOException {
		return openTls(server.port(), context);
	}

	static DeflatePeer openTls(int port, SSLContext context) throws IOException {
		return new DeflatePeer(Peer.openTls(port, context, "permessage-deflate"));
	}

	/** As {@link Peer#openNarrow}. */
	static DeflatePeer openNarrow(WsServer server) throws IOException {
		return new DeflatePeer(Peer.openNarrow(server, "permessage-deflate"));
	}

	static DeflatePeer open(WsServer server) throws IOException {
		return open(server, "; client_max_window_bits");
	}

	/** Deflates a message, as RFC 7692 7.2.1 says. */
	byte[] deflate(byte[] message) {
		ByteArrayOutputStream deflated = new ByteArrayOutputStream();
		byte[] piece = new byte[64 * 1024];
		this.deflater.setInput(message);
		int length;
		do {
			length = this.deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
			deflated.write(piece, 0, length);
		}
		while (length == piece.length);
		if (!this.ourTakeover) {
			this.deflater.reset();
		}
		byte[] all = deflated.toByteArray();
		if (all.length == 0) {
			// RFC 7692 7.2.3.6: there was nothing to flush, and nothing is not a message
			return new byte[1];
		}
		return Arrays.copyOf(all, all.length - 4);
	}

	/** The bytes of a frame of a compressed message. */
	static byte[] frame(boolean fin, Opcode opcode, byte[] payload) {
		byte[] frame = Peer.frame(fin, opcode, payload);
		if (opcode != Opcode.CONTINUATION) {
			frame[0] = FrameEncoder.compressed(frame[0]);
		}
		return frame;
	}

	DeflatePeer sends(Opcode opcode, byte[] message) throws IOException {
		this.peer.sends(frame(true, opcode, deflate(message)));
		return this;
	}

	/** Sends a message in fragments of a size. */
	void sendsFragments(Opcode opcode, byte[] message, int size) throws IOException {
		byte[] deflated = deflate(message);
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		int from = 0;
		do {
			int to = (deflated.length - from > size) ? from + size : deflated.length;
			frames.writeBytes(frame(to == deflated.length, (from == 0) ? opcode : Opcode.CONTINUATION,
					Arrays.copyOfRange(deflated, from, to)));
			from = to;
		}
		while (from < deflated.length);
		this.peer.sends(frames.toByteArray());
	}

	/**
	 * Sends a message in fragments, with pings between them, in pieces that do not care
	 * for frames.
	 * @return the number of pings
	 */
	int sendsSplit(Opcode opcode, byte[] message, Random random) throws IOException {
		byte[] deflated = deflate(message);
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		int pings = random.nextInt(3);
		int from = 0;
		for (int i = 0; i < pings; i++) {
			int to = from + random.nextInt(deflated.length - from + 1);
			frames.writeBytes(
					frame(false, (i == 0) ? opcode : Opcode.CONTINUATION, Arrays.copyOfRange(deflated, from, to)));
			frames.writeBytes(Peer.frame(true, Opcode.PING, new byte[] { (byte) i }));
			from = to;
		}
		frames.writeBytes(frame(true, (pings == 0) ? opcode : Opcode.CONTINUATION,
				Arrays.copyOfRange(deflated, from, deflated.length)));
		byte[] all = frames.toByteArray();
		for (int sent = 0; sent < all.length;) {
			int length = Math.min(1 + random.nextInt(1 + all.length / 3), all.length - sent);
			this.peer.sends(Arrays.copyOfRange(all, sent, sent + length));
			sent += length;
		}
		return pings;
	}

	/** Receives a message, compressed or not, in one frame. */
	byte[] receives(Opcode opcode) throws IOException {
		Peer.Frame frame = this.peer.receives();
		assertThat(frame.opcode()).isEqualTo(opcode);
		assertThat(frame.fin()).isTrue();
		this.payloadBytes += frame.payload().length;
		if (!frame.rsv1()) {
			return frame.payload();
		}
		this.inflated++;
		byte[] message = this.inflater.message(frame.payload());
		assertThat(frame.payload().length).as("bytes that were sent").isLessThan(message.length);
		if (!this.serverTakeover) {
			this.inflater.reset();
		}
		return message;
	}

	/** Answers the server's Close, or starts one of its own, and waits for the end. */
	void closes() throws IOException {
		this.peer.sendsClose(1000);
		assertThat(this.peer.receivesUntilClose()).isEqualTo(1000);
		this.peer.receivesEnd();
	}

	@Override
	public void close() throws IOException {
		this.deflater.end();
		this.peer.close();
	}

}
