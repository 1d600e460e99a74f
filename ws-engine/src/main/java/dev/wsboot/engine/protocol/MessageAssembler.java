/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.ProtocolException;

/**
 * Assembles the payloads of data frames to whole messages (RFC 6455 5.4). Not safe for
 * use by several threads.
 */
final class MessageAssembler extends MessageMeter implements PayloadSink, MessageInflater.Sink {

	private static final byte[] EMPTY = new byte[0];

	private final MessageLimits limits;

	private final ReaderEvents events;

	/**
	 * The received bytes of the present message, and room for more. Grows with the
	 * received bytes, never with the announced length.
	 */
	private byte[] payload = EMPTY;

	/** Number of bytes in {@link #payload}. */
	private int received;

	MessageAssembler(MessageLimits limits, ReaderEvents events) {
		this.limits = limits;
		this.events = events;
	}

	@Override
	long maxSize(boolean text) {
		return this.limits.maxMessageSize();
	}

	@Override
	int maxFragments() {
		return this.limits.maxFragments();
	}

	@Override
	public boolean onPayload(ByteBuffer data, int offset, int length) throws ProtocolException {
		int needed = this.received + length;
		if (needed > this.payload.length) {
			grow(needed);
		}
		data.get(offset, this.payload, this.received, length);
		check(this.payload, this.received, length);
		this.received = needed;
		return true;
	}

	@Override
	public void onInflated(ByteBuffer data, int offset, int length) throws ProtocolException {
		add(length);
		onPayload(data, offset, length);
	}

	private void grow(int needed) {
		long doubled = 2L * this.payload.length;
		int capacity = (int) Math.max(needed, Math.min(doubled, ceiling()));
		this.payload = (this.received == 0) ? new byte[capacity] : Arrays.copyOf(this.payload, capacity);
	}

	@Override
	public boolean onEnd() throws ProtocolException {
		return !isLast() || this.events.onMessage(complete());
	}

	/**
	 * Ends the present message.
	 * @return the message
	 * @throws ProtocolException if its text ends inside a code point
	 */
	WsMessage complete() throws ProtocolException {
		checkEnd();
		byte[] bytes = (this.received == this.payload.length) ? this.payload
				: Arrays.copyOf(this.payload, this.received);
		forget();
		return isText() ? WsMessage.ofText(bytes) : WsMessage.ofBinary(bytes);
	}

	/**
	 * Returns whether a whole message may begin now.
	 * @param size the number of bytes of the message
	 * @return {@code false} inside another message, and over the limit
	 */
	boolean takesWhole(int size) {
		return !isUnderWay() && size <= this.limits.maxMessageSize();
	}

	/**
	 * Creates a text message from a frame that takes no other way through the assembler.
	 * @param whole the payload
	 * @param ascii whether the payload is known to be ASCII
	 * @return the message
	 * @throws ProtocolException if the payload is not UTF-8
	 */
	WsMessage text(byte[] whole, boolean ascii) throws ProtocolException {
		if (!ascii) {
			utf8().accept(whole, 0, whole.length);
			utf8().finish();
		}
		return WsMessage.ofText(whole);
	}

	/**
	 * Returns the memory of the present message, with the room for more.
	 * @return bytes
	 */
	int heldBytes() {
		return this.payload.length;
	}

	/**
	 * Returns whether no byte of the present message has come to the assembler.
	 * @return {@code true} also between two messages
	 */
	boolean isEmpty() {
		return this.received == 0;
	}

	/** Forgets the present message: its payload was taken elsewhere, or is not wanted. */
	@Override
	void forget() {
		super.forget();
		this.payload = EMPTY;
		this.received = 0;
	}

}
