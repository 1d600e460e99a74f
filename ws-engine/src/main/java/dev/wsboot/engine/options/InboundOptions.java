/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.time.Duration;

/**
 * The limits of the messages of a session that are queued for its handler, or that its
 * handler reads as they arrive ({@code ws.inbound}). An immutable value.
 *
 * @param maxMessages the number of queued messages from which on reading pauses
 * @param maxBytes the number of queued bytes from which on reading pauses
 * @param streamTimeout the time that the handler of a message that it reads as it arrives
 * waits for its peer, in all and beyond what {@code streamMinRate} grants, after which
 * the session is closed with 1008; zero for no limit
 * @param streamMinRate the bytes of such a message that grant one more second; 0 for
 * none, however many arrive
 */
public record InboundOptions(int maxMessages, int maxBytes, Duration streamTimeout, int streamMinRate) {

	private static final InboundOptions DEFAULTS = new InboundOptions(64, 1024 * 1024, Duration.ofSeconds(20), 256);

	/**
	 * Creates options; {@link #defaults} and the methods of its result spare callers the
	 * order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public InboundOptions {
		OptionChecks.requirePositive(maxMessages, "inbound.max-messages");
		OptionChecks.requirePositive(maxBytes, "inbound.max-bytes");
		OptionChecks.requireNotNegative(streamTimeout, "inbound.stream-timeout");
		OptionChecks.requireNotNegative(streamMinRate, "inbound.stream-min-rate");
	}

	/**
	 * Returns the defaults.
	 * @return options that can be refined
	 */
	public static InboundOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the number of queued messages from which on reading pauses.
	 * @param value the new value; the default is {@code 64}
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public InboundOptions maxMessages(int value) {
		return new InboundOptions(value, this.maxBytes, this.streamTimeout, this.streamMinRate);
	}

	/**
	 * Sets the number of queued bytes from which on reading pauses.
	 * @param value the new value; the default is 1 MiB
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public InboundOptions maxBytes(int value) {
		return new InboundOptions(this.maxMessages, value, this.streamTimeout, this.streamMinRate);
	}

	/**
	 * Sets the time that a handler waits for the rest of a message that it reads as it
	 * arrives, beyond what {@link #streamMinRate(int)} grants.
	 * @param value the new value; the default is 20 seconds; zero for no limit
	 * @return new options
	 * @throws InvalidOptionException if the value is negative, or over 365 days
	 */
	public InboundOptions streamTimeout(Duration value) {
		return new InboundOptions(this.maxMessages, this.maxBytes, value, this.streamMinRate);
	}

	/**
	 * Sets the bytes of a message that is read as it arrives that grant its peer one more
	 * second.
	 * @param value the new value; the default is {@code 256}; 0 for none
	 * @return new options
	 * @throws InvalidOptionException if the value is negative
	 */
	public InboundOptions streamMinRate(int value) {
		return new InboundOptions(this.maxMessages, this.maxBytes, this.streamTimeout, value);
	}

}
