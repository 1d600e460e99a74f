/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import dev.wsboot.engine.options.ConnectionOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The memory of all sessions together ({@code ws.memory}).
 */
public class WsMemoryProperties {

	/**
	 * Maximum memory that messages of all sessions together occupy: incomplete, queued
	 * for a handler, or queued for sending. Beyond it, the sessions that hold the most
	 * are closed with 1013. A quarter of the maximum heap by default.
	 */
	private @Nullable DataSize maxBuffered;

	public @Nullable DataSize getMaxBuffered() {
		return this.maxBuffered;
	}

	public void setMaxBuffered(@Nullable DataSize maxBuffered) {
		this.maxBuffered = maxBuffered;
	}

	/** Returns the options with the values of these properties. */
	ConnectionOptions applyTo(ConnectionOptions options) {
		return (this.maxBuffered != null) ? options.maxBufferedBytes(this.maxBuffered.toBytes()) : options;
	}

}
