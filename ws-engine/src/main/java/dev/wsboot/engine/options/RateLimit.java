/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.time.Duration;
import java.util.Objects;

/**
 * The amount that one session may send in each second, and what happens beyond it
 * ({@code ws.rate-limit}). After a pause, a burst of one second's allowance may arrive at
 * once. An immutable value.
 *
 * @param messages the number of messages, including control frames and short fragments; 0
 * for no limit
 * @param bytes the number of bytes on the wire, with TLS that of the decrypted bytes; 0
 * for no limit
 * @param inflatedBytes the number of bytes to which compressed messages inflate; 0 for no
 * limit
 * @param work the estimated processing time out of proportion to the bytes that cause it,
 * beyond which the session is closed with 1008; zero for no limit
 * @param action the treatment of a session beyond its limit of messages or bytes
 */
public record RateLimit(int messages, long bytes, long inflatedBytes, Duration work, Action action) {

	private static final RateLimit DEFAULTS = new RateLimit(0, 0, 0, Duration.ofMillis(100), Action.PAUSE);

	/**
	 * Creates a limit.
	 * @throws InvalidOptionException if a number is negative
	 */
	public RateLimit {
		OptionChecks.requireNotNegative(messages, "rate-limit.messages");
		OptionChecks.requireNotNegative(bytes, "rate-limit.bytes");
		OptionChecks.requireNotNegative(inflatedBytes, "rate-limit.inflated-bytes");
		OptionChecks.requireNotNegative(work, "rate-limit.work");
		Objects.requireNonNull(action, "'action' must not be null");
	}

	/**
	 * Returns the defaults: no limit but that of work.
	 * @return a limit that can be refined
	 */
	public static RateLimit defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the maximum number of messages that one session may send in a second. Each
	 * ping and pong counts as a message, and so does each fragment of less than 1 KiB
	 * that does not end its message.
	 * @param value the new value; the default is {@code 0}: no limit
	 * @return a new limit
	 * @throws InvalidOptionException if the value is negative
	 */
	public RateLimit messages(int value) {
		return new RateLimit(value, this.bytes, this.inflatedBytes, this.work, this.action);
	}

	/**
	 * Sets the maximum number of bytes that one session may send in a second. Compressed
	 * messages count with their compressed size.
	 * @param value the new value; the default is {@code 0}: no limit
	 * @return a new limit
	 * @throws InvalidOptionException if the value is negative
	 */
	public RateLimit bytes(long value) {
		return new RateLimit(this.messages, value, this.inflatedBytes, this.work, this.action);
	}

	/**
	 * Sets the maximum number of bytes to which the compressed messages of one session
	 * may inflate in a second.
	 * @param value the new value; the default is {@code 0}: no limit
	 * @return a new limit
	 * @throws InvalidOptionException if the value is negative
	 */
	public RateLimit inflatedBytes(long value) {
		return new RateLimit(this.messages, this.bytes, value, this.work, this.action);
	}

	/**
	 * Sets the maximum work that one session may cause in a second, beyond what is usual
	 * for its bytes: inflating, messages that handlers read as they arrive, TLS records.
	 * Each has a fixed price in nanoseconds, and each byte pays for 25 of them, so plain
	 * messages are free and no clock decides. Ten seconds' worth may be used up at once.
	 * A session that causes more is closed with 1008.
	 * @param value the new value, zero for no limit; the default is 100 milliseconds
	 * @return a new limit
	 * @throws InvalidOptionException if the value is negative or over 365 days
	 */
	public RateLimit work(Duration value) {
		return new RateLimit(this.messages, this.bytes, this.inflatedBytes, value, this.action);
	}

	/**
	 * Sets the treatment of a session that is over its limit of messages, bytes or
	 * inflated bytes.
	 * @param value the new value; the default is {@link Action#PAUSE}
	 * @return a new limit
	 */
	public RateLimit action(Action value) {
		return new RateLimit(this.messages, this.bytes, this.inflatedBytes, this.work, value);
	}

	/**
	 * Returns whether there is a limit that the action is for.
	 * @return {@code false} if the numbers of messages and bytes are not limited
	 */
	public boolean isLimited() {
		return this.messages > 0 || this.bytes > 0 || this.inflatedBytes > 0;
	}

	/**
	 * The reaction to a session that exceeds its rate limit.
	 */
	public enum Action {

		/** Reading pauses until the rate is kept; TCP pushes back. */
		PAUSE,
		/** The session is closed with 1008. */
		CLOSE

	}

	/**
	 * The quantity that a rate limit is about, as counters name it.
	 */
	public enum Kind {

		/** Messages, control frames and short fragments. */
		MESSAGES,
		/** Bytes on the wire. */
		BYTES,
		/** Bytes of compressed messages, inflated. */
		INFLATED_BYTES,
		/** Work out of proportion to the bytes that cause it. */
		WORK

	}

}
