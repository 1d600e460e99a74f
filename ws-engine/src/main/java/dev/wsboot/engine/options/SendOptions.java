/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of what is queued to be written to a peer ({@code ws.send}). An immutable
 * value.
 *
 * @param bufferLimit the bytes in the outbound queue of a session beyond which the
 * overflow policy applies; 0 if it is not set, which stands for 1 MiB, or the size of a
 * message where that is more, in {@link SessionOptions}
 * @param timeout the time without progress of writing after which the session is cut
 * @param overflowPolicy the treatment of a session whose outbound queue is full
 */
public record SendOptions(int bufferLimit, Duration timeout, OverflowPolicy overflowPolicy) {

	/** Bytes of the buffer limit if none is set and messages are small. */
	private static final int LEAST_BUFFER_LIMIT = 1024 * 1024;

	private static final SendOptions DEFAULTS = new SendOptions(0, Duration.ofSeconds(20), OverflowPolicy.CLOSE);

	/**
	 * Creates options; {@link #defaults} and the methods of its result spare callers the
	 * order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public SendOptions {
		OptionChecks.requireNotNegative(bufferLimit, "send.buffer-limit");
		OptionChecks.requirePositive(timeout, "send.timeout");
		Objects.requireNonNull(overflowPolicy, "'overflowPolicy' must not be null");
	}

	/**
	 * Returns the defaults.
	 * @return options that can be refined
	 */
	public static SendOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the bytes in the outbound queue of a session beyond which the overflow policy
	 * applies.
	 * @param value the new value; the default is 1 MiB, or the maximum size of a message
	 * where that is more, as messages of one session are often sent to another
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public SendOptions bufferLimit(int value) {
		OptionChecks.requirePositive(value, "send.buffer-limit");
		return new SendOptions(value, this.timeout, this.overflowPolicy);
	}

	/**
	 * Sets the time without progress of writing after which the session is cut.
	 * @param value the new value; the default is 20 seconds
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive, or over 365 days
	 */
	public SendOptions timeout(Duration value) {
		return new SendOptions(this.bufferLimit, value, this.overflowPolicy);
	}

	/**
	 * Sets the treatment of a session whose outbound queue is full.
	 * @param value the new value; the default is {@link OverflowPolicy#CLOSE}
	 * @return new options
	 */
	public SendOptions overflowPolicy(OverflowPolicy value) {
		return new SendOptions(this.bufferLimit, this.timeout, value);
	}

	/** Returns these options with a limit for messages of that size, if none is set. */
	SendOptions withBufferLimit(int maxMessageSize) {
		return (this.bufferLimit > 0) ? this : bufferLimit(Math.max(LEAST_BUFFER_LIMIT, maxMessageSize));
	}

}
