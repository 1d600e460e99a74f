/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import dev.wsboot.engine.options.HandshakeOptions;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The limits of the opening handshake ({@code ws.handshake}).
 */
public class WsHandshakeProperties {

	private static final HandshakeOptions DEFAULTS = HandshakeOptions.defaults();

	/**
	 * Maximum number of new connections in each second. Further ones get 503. Zero for no
	 * limit.
	 */
	private int maxPerSecond = DEFAULTS.maxPerSecond();

	/**
	 * Maximum duration of a handshake, counted from accept, after which the connection is
	 * closed. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration timeout = DEFAULTS.timeout();

	/**
	 * Maximum size of the request line. A longer one gets 414.
	 */
	private DataSize maxRequestLine = DataSize.ofBytes(DEFAULTS.maxRequestLine());

	/**
	 * Maximum size of all request headers together. Larger ones get 431.
	 */
	private DataSize maxHeaderSize = DataSize.ofBytes(DEFAULTS.maxHeaderSize());

	/**
	 * Maximum number of request headers. More get 431.
	 */
	private int maxHeaders = DEFAULTS.maxHeaders();

	/**
	 * Whether a path may contain '%2F', a slash that does not separate segments. A path
	 * variable contains the slash decoded, so it must not be used as the name of a file.
	 * Otherwise, such a request gets 400.
	 */
	private boolean allowEncodedSlash = DEFAULTS.allowEncodedSlash();

	public int getMaxPerSecond() {
		return this.maxPerSecond;
	}

	public void setMaxPerSecond(int maxPerSecond) {
		this.maxPerSecond = maxPerSecond;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public DataSize getMaxRequestLine() {
		return this.maxRequestLine;
	}

	public void setMaxRequestLine(DataSize maxRequestLine) {
		this.maxRequestLine = maxRequestLine;
	}

	public DataSize getMaxHeaderSize() {
		return this.maxHeaderSize;
	}

	public void setMaxHeaderSize(DataSize maxHeaderSize) {
		this.maxHeaderSize = maxHeaderSize;
	}

	public int getMaxHeaders() {
		return this.maxHeaders;
	}

	public void setMaxHeaders(int maxHeaders) {
		this.maxHeaders = maxHeaders;
	}

	public boolean isAllowEncodedSlash() {
		return this.allowEncodedSlash;
	}

	public void setAllowEncodedSlash(boolean allowEncodedSlash) {
		this.allowEncodedSlash = allowEncodedSlash;
	}

	/** Returns the options with the values of these properties. */
	HandshakeOptions applyTo(HandshakeOptions options) {
		return options.timeout(this.timeout)
			.maxPerSecond(this.maxPerSecond)
			.maxRequestLine(ByteCount.of("handshake.max-request-line", this.maxRequestLine))
			.maxHeaderSize(ByteCount.of("handshake.max-header-size", this.maxHeaderSize))
			.maxHeaders(this.maxHeaders)
			.allowEncodedSlash(this.allowEncodedSlash);
	}

}
