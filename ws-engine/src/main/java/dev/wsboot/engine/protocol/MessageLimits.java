/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import dev.wsboot.engine.frame.Opcode;

/**
 * The limits for frames and messages of a peer. An immutable value.
 *
 * @param maxFrameSize the maximum number of bytes of a frame
 * @param maxMessageSize the maximum number of bytes of a whole message, inflated
 * @param maxFragments the maximum number of fragments of a whole message
 * @param maxTextStream the maximum number of bytes of a streamed text message, whatever
 * its frames; 0 if text messages are read as a whole
 * @param maxBinaryStream the maximum number of bytes of a streamed binary message,
 * whatever its frames; 0 if binary messages are read as a whole
 */
public record MessageLimits(int maxFrameSize, int maxMessageSize, int maxFragments, long maxTextStream,
		long maxBinaryStream) {

	/**
	 * Creates limits without streamed messages.
	 * @param maxFrameSize the maximum number of bytes of a frame
	 * @param maxMessageSize the maximum number of bytes of a message, inflated
	 * @param maxFragments the maximum number of fragments of a message
	 */
	public MessageLimits(int maxFrameSize, int maxMessageSize, int maxFragments) {
		this(maxFrameSize, maxMessageSize, maxFragments, 0, 0);
	}

	/**
	 * Returns limits with streamed messages, otherwise equal to these.
	 * @param text the maximum number of bytes of a streamed text message, 0 for none
	 * @param binary the maximum number of bytes of a streamed binary message, 0 for none
	 * @return new limits
	 */
	public MessageLimits withStreams(long text, long binary) {
		return new MessageLimits(this.maxFrameSize, this.maxMessageSize, this.maxFragments, text, binary);
	}

	boolean streams() {
		return this.maxTextStream > 0 || this.maxBinaryStream > 0;
	}

	long maxStream(Opcode opcode) {
		return switch (opcode) {
			case TEXT -> this.maxTextStream;
			case BINARY -> this.maxBinaryStream;
			default -> 0;
		};
	}

}
