/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import dev.wsboot.engine.options.InboundOptions;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The limits of messages of a session that are queued for its handler, or that its
 * handler reads as they arrive ({@code ws.inbound}).
 */
public class WsInboundProperties {

	private static final InboundOptions DEFAULTS = InboundOptions.defaults();

	/**
	 * Number of messages of a session queued for its handler from which on reading from
	 * the connection pauses.
	 */
	private int maxMessages = DEFAULTS.maxMessages();

	/**
	 * Size of the messages of a session queued for its handler from which on reading from
	 * the connection pauses.
	 */
	private DataSize maxBytes = DataSize.ofBytes(DEFAULTS.maxBytes());

	/**
	 * Total time that the handler of a message that it reads as it arrives waits for its
	 * peer, beyond what "ws.inbound.stream-min-rate" grants, after which the session is
	 * closed with 1008. Zero for no limit. If a duration suffix is not specified, seconds
	 * will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration streamTimeout = DEFAULTS.streamTimeout();

	/**
	 * Size of a part of a message, read as it arrives, that grants its peer one more
	 * second. Zero to grant nothing.
	 */
	private DataSize streamMinRate = DataSize.ofBytes(DEFAULTS.streamMinRate());

	public int getMaxMessages() {
		return this.maxMessages;
	}

	public void setMaxMessages(int maxMessages) {
		this.maxMessages = maxMessages;
	}

	public DataSize getMaxBytes() {
		return this.maxBytes;
	}

	public void setMaxBytes(DataSize maxBytes) {
		this.maxBytes = maxBytes;
	}

	public Duration getStreamTimeout() {
		return this.streamTimeout;
	}

	public void setStreamTimeout(Duration streamTimeout) {
		this.streamTimeout = streamTimeout;
	}

	public DataSize getStreamMinRate() {
		return this.streamMinRate;
	}

	public void setStreamMinRate(DataSize streamMinRate) {
		this.streamMinRate = streamMinRate;
	}

	/** Returns the options with the values of these properties. */
	InboundOptions applyTo(InboundOptions options) {
		return options.maxMessages(this.maxMessages)
			.maxBytes(ByteCount.of("inbound.max-bytes", this.maxBytes))
			.streamTimeout(this.streamTimeout)
			.streamMinRate(ByteCount.of("inbound.stream-min-rate", this.streamMinRate));
	}

}
