/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

import dev.wsboot.benchmarks.load.scenario.Scenario;
import dev.wsboot.engine.frame.FrameDecoder;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;

/**
 * Checks a server's frames, hands on the messages in them, and answers pings. Belongs to
 * the thread of its run.
 */
final class WebSocketReceiver implements Receiver, FrameDecoder.Sink {

	private final FrameDecoder decoder;

	private final Opcode expectedOpcode;

	private final int expectedSize;

	private final Connection connection;

	private final ConnectionListener listener;

	private final ByteArrayOutputStream controlPayload = new ByteArrayOutputStream(0);

	private Opcode opcode = Opcode.CONTINUATION;

	private boolean fin;

	private boolean inMessage;

	private int position;

	private long now;

	WebSocketReceiver(Scenario scenario, Connection connection, ConnectionListener listener) {
		this.decoder = new FrameDecoder(Role.CLIENT, scenario.size(), false);
		this.expectedOpcode = scenario.payload().isText() ? Opcode.TEXT : Opcode.BINARY;
		this.expectedSize = scenario.size();
		this.connection = connection;
		this.listener = listener;
	}

	@Override
	public void receive(ByteBuffer data, long now) throws ProtocolException {
		this.now = now;
		this.decoder.decode(data, this);
	}

	@Override
	public void onHeader(boolean fin, boolean rsv1, Opcode opcode, long payloadLength) {
		this.opcode = opcode;
		this.fin = fin;
		if (opcode.isControl()) {
			this.controlPayload.reset();
			return;
		}
		// a server may fragment its messages (RFC 6455 5.4)
		if (opcode != (this.inMessage ? Opcode.CONTINUATION : this.expectedOpcode)) {
			throw new UnexpectedReplyException("A frame " + opcode);
		}
		if (!this.inMessage) {
			this.position = 0;
			this.inMessage = true;
		}
		if (this.position + payloadLength > this.expectedSize) {
			throw new UnexpectedReplyException("More than " + this.expectedSize + " bytes");
		}
	}

	@Override
	public boolean onPayload(ByteBuffer data, int offset, int length) {
		if (this.opcode.isControl()) {
			for (int i = offset; i < offset + length; i++) {
				this.controlPayload.write(data.get(i));
			}
			return true;
		}
		this.listener.piece(data, offset, length, this.position);
		this.position += length;
		return true;
	}

	@Override
	public boolean onEnd() {
		switch (this.opcode) {
			case PING -> this.connection
				.send(FrameEncoder.encodeMasked(true, Opcode.PONG, this.controlPayload.toByteArray(), 0));
			case CLOSE -> this.connection.closeReceived();
			default -> {
				if (this.fin && !this.opcode.isControl()) {
					endOfMessage();
				}
			}
		}
		return true;
	}

	private void endOfMessage() {
		this.inMessage = false;
		if (this.position != this.expectedSize) {
			throw new UnexpectedReplyException(this.position + " bytes instead of " + this.expectedSize);
		}
		this.listener.message(this.now);
	}

}
