/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.SendOptions;
import dev.wsboot.internal.binding.DiscoveredEndpoints;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The limits of messages of a session that are queued for sending ({@code ws.send}).
 */
public class WsSendProperties {

	private static final SendOptions DEFAULTS = SendOptions.defaults();

	/**
	 * Maximum size of the messages of a session queued for sending. With half of it, the
	 * session's next messages wait; the overflow policy applies to messages of others
	 * that exceed it. 1MB by default, or "ws.max-message-size" if that is larger.
	 */
	private @Nullable DataSize bufferLimit;

	/**
	 * Time without progress of writing after which the session is cut. If a duration
	 * suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration timeout = DEFAULTS.timeout();

	/**
	 * Treatment of messages that others send to a session that reads too slowly: the
	 * session is closed with 1008, or messages are dropped.
	 */
	private OverflowPolicy overflowPolicy = DEFAULTS.overflowPolicy();

	/**
	 * Maximum number of streamed replies of a session at the same time. With more, the
	 * session's next messages wait.
	 */
	private int maxStreams = DiscoveredEndpoints.DEFAULT_MAX_STREAMS;

	public @Nullable DataSize getBufferLimit() {
		return this.bufferLimit;
	}

	public void setBufferLimit(@Nullable DataSize bufferLimit) {
		this.bufferLimit = bufferLimit;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public OverflowPolicy getOverflowPolicy() {
		return this.overflowPolicy;
	}

	public void setOverflowPolicy(OverflowPolicy overflowPolicy) {
		this.overflowPolicy = overflowPolicy;
	}

	public int getMaxStreams() {
		return this.maxStreams;
	}

	public void setMaxStreams(int maxStreams) {
		this.maxStreams = maxStreams;
	}

	/** Returns the options with the values of these properties. */
	SendOptions applyTo(SendOptions options) {
		SendOptions changed = options.timeout(this.timeout).overflowPolicy(this.overflowPolicy);
		return (this.bufferLimit != null) ? changed.bufferLimit(ByteCount.of("send.buffer-limit", this.bufferLimit))
				: changed;
	}

}
