/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

/**
 * The limits of the messages that a session receives ({@code ws.max-message-size} and its
 * neighbours). An immutable value.
 *
 * @param maxSize the maximum size of a message in bytes; a larger one closes the session
 * with 1009
 * @param maxFrameSize the maximum size of a frame in bytes; a larger one closes the
 * session with 1009; 0 if it is not set, which stands for the size of a message in
 * {@link SessionOptions}
 * @param maxFragments the maximum number of fragments of a message, empty ones included;
 * more close the session with 1008
 */
public record MessageOptions(int maxSize, int maxFrameSize, int maxFragments) {

	private static final MessageOptions DEFAULTS = new MessageOptions(1024 * 1024, 0, 16384);

	/**
	 * Creates options; {@link #defaults} and the methods of its result spare callers the
	 * order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public MessageOptions {
		OptionChecks.requirePositive(maxSize, "max-message-size");
		OptionChecks.requireNotNegative(maxFrameSize, "max-frame-size");
		OptionChecks.requirePositive(maxFragments, "max-fragments");
	}

	/**
	 * Returns the defaults.
	 * @return options that can be refined
	 */
	public static MessageOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the maximum size of a message in bytes.
	 * @param value the new value; the default is 1 MiB
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public MessageOptions maxSize(int value) {
		return new MessageOptions(value, this.maxFrameSize, this.maxFragments);
	}

	/**
	 * Sets the maximum size of a frame in bytes.
	 * @param value the new value; the default is the maximum size of a message, as
	 * browsers send each message in one frame
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public MessageOptions maxFrameSize(int value) {
		OptionChecks.requirePositive(value, "max-frame-size");
		return new MessageOptions(this.maxSize, value, this.maxFragments);
	}

	/**
	 * Sets the maximum number of fragments of a message, empty ones included.
	 * @param value the new value; the default is {@code 16384}
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public MessageOptions maxFragments(int value) {
		return new MessageOptions(this.maxSize, this.maxFrameSize, value);
	}

	/** Returns these options with a size of frames, if none is set. */
	MessageOptions withFrameSize() {
		return (this.maxFrameSize > 0) ? this : maxFrameSize(this.maxSize);
	}

}
