/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeDecision.Accept;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.MessageDeflater;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.frame.CloseFrame;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.handshake.HandshakeException;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.handshake.HttpRequestParser;
import dev.wsboot.engine.handshake.OriginPolicy;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.protocol.ReadEvent.Kind;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole connection without its socket, as the server puts it together: request, 101,
 * frames, and answers. It echoes messages.
 */
final class SansIoServer implements ReaderEvents, AutoCloseable {

	static final MessageLimits LIMITS = new MessageLimits(700, 1000, 6);

	private static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.1", 12345);

	private final ZipPool<Inflater> inflaters = ZipPool.ofInflaters(1);

	private final ZipPool<Deflater> deflaters = ZipPool.ofDeflaters(6, 1);

	private final HttpRequestParser parser = new HttpRequestParser(1024, 4096, 30);

	private final ConnectionState state = new ConnectionState();

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final List<ReadEvent> events = new ArrayList<>();

	private final boolean pausing;

	private @Nullable ProtocolReader reader;

	private @Nullable DeflateAgreement deflate;

	private @Nullable MessageDeflater deflater;

	private boolean inputOver;

	SansIoServer(boolean pausing) {
		this.pausing = pausing;
	}

	/** Takes a piece of what the peer sends. */
	void receive(byte[] piece) {
		ByteBuffer data = ByteBuffer.wrap(piece.clone());
		while (data.hasRemaining() && !this.inputOver) {
			int before = data.remaining();
			try {
				if (this.reader == null) {
					request(data);
				}
				else {
					this.reader.receive(data);
				}
			}
			catch (HandshakeException ex) {
				this.output.writeBytes(Handshaker.rejectResponse(ex.response()));
				this.inputOver = true;
			}
			catch (ProtocolException ex) {
				close(ex.status());
			}
			assertThat(this.inputOver || data.remaining() < before).as("progress").isTrue();
		}
	}

	private void request(ByteBuffer data) throws HandshakeException {
		int used = this.parser.parse(data.array(), data.position(), data.remaining());
		data.position(data.position() + used);
		if (this.parser.isComplete()) {
			HandshakeRequest request = new Handshaker(new OriginPolicy(List.of("*")), false)
				.check(this.parser.request(), REMOTE, false, null);
			Accept accept = HandshakeDecision.accept(new SessionHandler() {
			}).subprotocols(List.of("chat"));
			this.deflate = Handshaker.deflate(request, ContextTakeover.BOTH);
			this.output.writeBytes(Handshaker.acceptResponse(request, accept, this.deflate));
			assertThat(this.state.open()).isTrue();
			this.reader = new ProtocolReader(Role.SERVER, LIMITS, inflater(this.deflate), this);
		}
	}

	private @Nullable MessageInflater inflater(@Nullable DeflateAgreement agreed) {
		if (agreed == null) {
			return null;
		}
		this.deflater = agreed.ourTakeover() ? MessageDeflater.withTakeover(6, agreed.ourWindowBits())
				: MessageDeflater.withoutTakeover(agreed.ourWindowBits(), this.deflaters);
		ByteBuffer chunk = ByteBuffer.allocate(100);
		return agreed.peerTakeover() ? MessageInflater.withTakeover(LIMITS.maxMessageSize(), chunk)
				: MessageInflater.withoutTakeover(LIMITS.maxMessageSize(), chunk, this.inflaters);
	}

	private void close(CloseStatus status) {
		this.inputOver = true;
		this.state.receiveClose(status, ConnectionState.Input.CLOSED);
		if (this.state.sendClose(status)) {
			send(Opcode.CLOSE, CloseFrame.encode(status), false);
		}
	}

	private void send(Opcode opcode, byte[] payload, boolean compressed) {
		byte[] frame = FrameEncoder.encode(true, opcode, payload);
		frame[0] = compressed ? FrameEncoder.compressed(frame[0]) : frame[0];
		this.output.writeBytes(frame);
	}

	@Override
	public boolean onMessage(WsMessage message) {
		byte[] payload = message.bytes();
		this.events.add(ReadEvent.of(message.isText() ? Kind.TEXT : Kind.BINARY, payload));
		byte[] deflated = (this.deflater != null) ? this.deflater.deflate(payload) : null;
		send(message.isText() ? Opcode.TEXT : Opcode.BINARY, (deflated != null) ? deflated : payload, deflated != null);
		return !this.pausing;
	}

	@Override
	public void onPing(byte[] payload) {
		this.events.add(ReadEvent.of(Kind.PING, payload));
		send(Opcode.PONG, payload, false);
	}

	@Override
	public void onPong(byte[] payload) {
		this.events.add(ReadEvent.of(Kind.PONG, payload));
	}

	@Override
	public void onClose(CloseStatus status, boolean followed) {
		this.events.add(ReadEvent.of(status));
		close(status);
	}

	/** Returns what was told, in order. */
	List<ReadEvent> events() {
		return List.copyOf(this.events);
	}

	/** Returns all that was sent. */
	byte[] output() {
		return this.output.toByteArray();
	}

	/** Whether the response 101 was sent. */
	boolean isOpened() {
		return this.reader != null;
	}

	/** Returns what a peer makes of the frames that were sent. */
	Reading.Outcome heardByClient(int headLength) {
		byte[] frames = Arrays.copyOfRange(output(), headLength, this.output.size());
		DeflateAgreement agreed = this.deflate;
		MessageLimits limits = new MessageLimits(2000, 2000, 1);
		ByteBuffer chunk = ByteBuffer.allocate(100);
		try (MessageInflater inflater = (agreed == null) ? null
				: agreed.ourTakeover() ? MessageInflater.withTakeover(2000, chunk)
						: MessageInflater.withoutTakeover(2000, chunk, this.inflaters)) {
			return Reading.inPieces(Role.CLIENT, limits, inflater, frames, frames.length);
		}
	}

	@Override
	public void close() {
		if (this.reader != null) {
			this.reader.release();
		}
		if (this.deflater != null) {
			this.deflater.close();
		}
		assertThat(this.inflaters.alive() + this.deflaters.alive()).as("kept in pools").isLessThanOrEqualTo(2);
		this.inflaters.close();
		this.deflaters.close();
		assertThat(this.inflaters.alive() + this.deflaters.alive()).as("left behind").isZero();
	}

}
