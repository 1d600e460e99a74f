/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.frame.CloseFrame;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.MessageLimits;
import dev.wsboot.engine.protocol.ProtocolReader;
import dev.wsboot.engine.protocol.ReaderEvents;

/**
 * The inbound side of a client: reads while an expectation waits, replies to pings and
 * Close frames, and keeps received frames until they are expected. Not thread-safe.
 */
final class FrameReceiver implements ReaderEvents, AutoCloseable {

	private static final MessageLimits NO_LIMITS = new MessageLimits(Integer.MAX_VALUE - 16, Integer.MAX_VALUE - 16,
			Integer.MAX_VALUE);

	private static final int CHUNK = 16 * 1024;

	private final RawConnection connection;

	private final FrameSender sender;

	private final boolean answersPings;

	private final boolean answersCloses;

	private final Queue<Received> received = new ArrayDeque<>();

	private final ProtocolReader reader;

	private boolean closeReceived;

	private boolean failed;

	FrameReceiver(RawConnection connection, FrameSender sender, boolean answersPings, boolean answersCloses,
			@Nullable DeflateAgreement deflate) {
		this.connection = connection;
		this.sender = sender;
		this.answersPings = answersPings;
		this.answersCloses = answersCloses;
		this.reader = new ProtocolReader(Role.CLIENT, NO_LIMITS, (deflate != null) ? inflater(deflate) : null, this);
	}

	private static MessageInflater inflater(DeflateAgreement agreed) {
		ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
		int max = NO_LIMITS.maxMessageSize();
		return agreed.peerTakeover() ? MessageInflater.withTakeover(max, chunk)
				: MessageInflater.withoutTakeover(max, chunk, ZipPool.ofInflaters(0));
	}

	/**
	 * Returns the next received message or event, or {@code null} if there is none before
	 * the deadline.
	 * @param deadline the deadline, as by {@link System#nanoTime()}
	 * @param pings whether pings are returned
	 */
	@Nullable Received poll(long deadline, boolean pings) {
		while (true) {
			Received next = this.received.poll();
			if (next == null) {
				next = read(deadline);
			}
			if (next == null || pings || !(next instanceof Received.Ping)) {
				return next;
			}
		}
	}

	/** Reads an exact number of bytes. */
	void read(int count) {
		try {
			this.reader.receive(ByteBuffer.wrap(this.connection.expectBytes(count)));
		}
		catch (ProtocolException ex) {
			throw violation(ex);
		}
	}

	/**
	 * Reads until at least one message or event has arrived. The end of the connection is
	 * not kept, since each further read reports it again.
	 */
	private @Nullable Received read(long deadline) {
		byte[] buffer = new byte[CHUNK];
		try {
			while (this.received.isEmpty()) {
				int length = this.connection.read(buffer, deadline);
				if (length < 0) {
					return new Received.End(this.closeReceived ? "the end of the connection"
							: "the end of the connection, without a close,");
				}
				this.reader.receive(ByteBuffer.wrap(buffer, 0, length));
			}
		}
		catch (SocketTimeoutException ex) {
			return null;
		}
		catch (IOException ex) {
			return new Received.End("a failure of the connection (" + ex.getMessage() + ")");
		}
		catch (ProtocolException ex) {
			throw violation(ex);
		}
		return this.received.poll();
	}

	private AssertionError violation(ProtocolException ex) {
		this.failed = true;
		return new AssertionError("The server violated the protocol: " + ex.getMessage(), ex);
	}

	/** Returns whether the server has violated the protocol. */
	boolean hasFailed() {
		return this.failed;
	}

	@Override
	public boolean onMessage(WsMessage message) {
		this.received.add(message.isText() ? new Received.Text(message.text()) : new Received.Binary(message.bytes()));
		return true;
	}

	@Override
	public void onPing(byte[] payload) {
		this.received.add(new Received.Ping(payload));
		if (this.answersPings && !this.sender.isCloseSent()) {
			this.sender.send(Opcode.PONG, payload);
		}
	}

	@Override
	public void onPong(byte[] payload) {
		this.received.add(new Received.Pong(payload));
	}

	@Override
	public void onClose(CloseStatus status, boolean followed) {
		this.received.add(new Received.Close(status));
		this.closeReceived = true;
		if (this.answersCloses && !this.sender.isCloseSent()) {
			// RFC 6455 5.5.1: the reply echoes the code
			this.sender.send(Opcode.CLOSE, CloseFrame.encode(status));
		}
	}

	@Override
	public void close() {
		this.reader.release();
	}

}
