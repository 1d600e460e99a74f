/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.ProtocolException;

/**
 * Inflates the payloads of compressed frames into the assembler of whole messages (RFC
 * 7692 7.2.2). Not safe for use by several threads.
 */
final class InflatedMessages implements PayloadSink {

	private final MessageInflater inflater;

	private final MessageAssembler assembler;

	private final ReaderEvents events;

	/** Number of bytes of the present frame, compressed. */
	private int length;

	/** True if the inflater is closed, as a callback may do in the middle of a read. */
	private boolean released;

	InflatedMessages(MessageInflater inflater, MessageAssembler assembler, ReaderEvents events) {
		this.inflater = inflater;
		this.assembler = assembler;
		this.events = events;
	}

	/**
	 * Begins the next frame, whose header the assembler has taken.
	 * @param length the number of bytes of the payload, compressed
	 * @return the sink of the frame
	 */
	PayloadSink begin(int length) {
		this.length = length;
		return this;
	}

	@Override
	public boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
		if (this.released) {
			return true;
		}
		this.inflater.inflate(data, offset, length, this.assembler);
		return length == this.length || this.events.onInflated();
	}

	@Override
	public boolean onEnd() throws ProtocolException {
		if (this.released) {
			return false;
		}
		if (!this.assembler.isLast()) {
			return true;
		}
		this.inflater.finish();
		return this.events.onMessage(this.assembler.complete());
	}

	/**
	 * Returns the native memory that belongs to the present message.
	 * @return bytes
	 */
	int heldBytes() {
		return this.inflater.heldBytes();
	}

	/** Closes the inflater. */
	void release() {
		this.released = true;
		this.inflater.close();
	}

}
