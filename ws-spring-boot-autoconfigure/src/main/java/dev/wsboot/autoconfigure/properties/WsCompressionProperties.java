/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;

import org.springframework.util.unit.DataSize;

/**
 * The compression of messages by permessage-deflate ({@code ws.compression}).
 */
public class WsCompressionProperties {

	private static final CompressionOptions DEFAULTS = CompressionOptions.defaults();

	/**
	 * Whether sessions are compressed if their client offers it, unless their endpoint
	 * decides otherwise.
	 */
	private boolean enabled = DEFAULTS.enabled();

	/**
	 * Compression level, from 1 (fastest) to 9 (smallest output).
	 */
	private int level = DEFAULTS.level();

	/**
	 * Minimum size of a message that is sent compressed.
	 */
	private DataSize minSize = DataSize.ofBytes(DEFAULTS.minSize());

	/**
	 * Sides that may keep their compression context from one message to the next. A kept
	 * context compresses better, and occupies native memory as long as the session lives.
	 */
	private ContextTakeover contextTakeover = DEFAULTS.contextTakeover();

	/**
	 * Maximum native memory for the contexts that sessions keep. Beyond it, new sessions
	 * are compressed without keeping a context.
	 */
	private DataSize maxMemory = DataSize.ofBytes(DEFAULTS.maxMemory());

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getLevel() {
		return this.level;
	}

	public void setLevel(int level) {
		this.level = level;
	}

	public DataSize getMinSize() {
		return this.minSize;
	}

	public void setMinSize(DataSize minSize) {
		this.minSize = minSize;
	}

	public ContextTakeover getContextTakeover() {
		return this.contextTakeover;
	}

	public void setContextTakeover(ContextTakeover contextTakeover) {
		this.contextTakeover = contextTakeover;
	}

	public DataSize getMaxMemory() {
		return this.maxMemory;
	}

	public void setMaxMemory(DataSize maxMemory) {
		this.maxMemory = maxMemory;
	}

	/** Returns the options with the values of these properties. */
	CompressionOptions applyTo(CompressionOptions options) {
		return options.enabled(this.enabled)
			.level(this.level)
			.minSize(ByteCount.of("compression.min-size", this.minSize))
			.contextTakeover(this.contextTakeover)
			.maxMemory(this.maxMemory.toBytes());
	}

}
