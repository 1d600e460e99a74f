/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.time.Duration;
import java.util.List;

/**
 * The limits of the opening handshake ({@code ws.handshake}), and the origins and hosts
 * that it accepts. An immutable value.
 *
 * @param timeout the maximum duration of a handshake, counted from accept
 * @param maxRequestLine the maximum size of the request line in bytes; a longer one is
 * answered with 414
 * @param maxHeaderSize the maximum size of all header lines in bytes; larger ones are
 * answered with 431
 * @param maxHeaders the maximum number of header lines; more are answered with 431
 * @param allowEncodedSlash {@code true} if a path may contain {@code %2F}, a slash that
 * separates no segments; otherwise such a request is answered with 400
 * @param maxPerSecond the maximum number of connections that are accepted in each second;
 * more are answered with 503; 0 for no limit
 * @param allowedOrigins the origins that may connect, such as {@code
 * https://example.com}; patterns such as {@code https://*.example.com}, {@code
 * http://localhost:*} or {@code https://example.com:[8080,8081]}; {@code same-host} for
 * those on the host of the Host header, on any port, which is also the meaning of an
 * empty list; {@code null} as text for pages without an origin; {@code *} for all; URLs
 * with a path, which are compared as text. Requests without an Origin header always pass
 * @param allowedHosts the hosts by which the server is reached, without a port, such as
 * {@code chat.example.com}; patterns such as {@code *.example.com}; {@code *} for all.
 * Others get 421. An empty list allows all, except that a page from a browser on this
 * machine that has connected directly over loopback with the name of a site does not
 * count as one of the same host
 */
public record HandshakeOptions(Duration timeout, int maxRequestLine, int maxHeaderSize, int maxHeaders,
		boolean allowEncodedSlash, int maxPerSecond, List<String> allowedOrigins, List<String> allowedHosts) {

	private static final HandshakeOptions DEFAULTS = new HandshakeOptions(Duration.ofSeconds(10), 4 * 1024, 8 * 1024,
			100, false, 0, List.of(), List.of());

	/**
	 * Creates options; {@link #defaults} and the methods of its result spare callers the
	 * order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public HandshakeOptions {
		OptionChecks.requirePositive(timeout, "handshake.timeout");
		OptionChecks.requirePositive(maxRequestLine, "handshake.max-request-line");
		OptionChecks.requirePositive(maxHeaderSize, "handshake.max-header-size");
		OptionChecks.requirePositive(maxHeaders, "handshake.max-headers");
		OptionChecks.requireNotNegative(maxPerSecond, "handshake.max-per-second");
		allowedOrigins = List.copyOf(allowedOrigins);
		allowedHosts = List.copyOf(allowedHosts);
	}

	/**
	 * Returns the defaults.
	 * @return options that can be refined
	 */
	public static HandshakeOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the maximum duration of a handshake, counted from accept.
	 * @param value the new value; the default is 10 seconds
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive, or over 365 days
	 */
	public HandshakeOptions timeout(Duration value) {
		return new HandshakeOptions(value, this.maxRequestLine, this.maxHeaderSize, this.maxHeaders,
				this.allowEncodedSlash, this.maxPerSecond, this.allowedOrigins, this.allowedHosts);
	}

	/**
	 * Sets the maximum size of the request line in bytes.
	 * @param value the new value; the default is 4 KiB
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public HandshakeOptions maxRequestLine(int value) {
		return new HandshakeOptions(this.timeout, value, this.maxHeaderSize, this.maxHeaders, this.allowEncodedSlash,
				this.maxPerSecond, this.allowedOrigins, this.allowedHosts);
	}

	/**
	 * Sets the maximum size of all header lines in bytes.
	 * @param value the new value; the default is 8 KiB
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public HandshakeOptions maxHeaderSize(int value) {
		return new HandshakeOptions(this.timeout, this.maxRequestLine, value, this.maxHeaders, this.allowEncodedSlash,
				this.maxPerSecond, this.allowedOrigins, this.allowedHosts);
	}

	/**
	 * Sets the maximum number of header lines.
	 * @param value the new value; the default is {@code 100}
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public HandshakeOptions maxHeaders(int value) {
		return new HandshakeOptions(this.timeout, this.maxRequestLine, this.maxHeaderSize, value,
				this.allowEncodedSlash, this.maxPerSecond, this.allowedOrigins, this.allowedHosts);
	}

	/**
	 * Sets whether a path may contain {@code %2F}, a slash that separates no segments.
	 * @param value the new value; the default is {@code false}: such a request is
	 * answered with 400
	 * @return new options
	 */
	public HandshakeOptions allowEncodedSlash(boolean value) {
		return new HandshakeOptions(this.timeout, this.maxRequestLine, this.maxHeaderSize, this.maxHeaders, value,
				this.maxPerSecond, this.allowedOrigins, this.allowedHosts);
	}

	/**
	 * Sets the maximum number of connections that are accepted in each second.
	 * @param value the new value; the default is {@code 0}: no limit
	 * @return new options
	 * @throws InvalidOptionException if the value is negative
	 */
	public HandshakeOptions maxPerSecond(int value) {
		return new HandshakeOptions(this.timeout, this.maxRequestLine, this.maxHeaderSize, this.maxHeaders,
				this.allowEncodedSlash, value, this.allowedOrigins, this.allowedHosts);
	}

	/**
	 * Sets the origins that may connect, such as {@code https://example.com}, {@code
	 * https://*.example.com} or {@code same-host}.
	 * @param value the new value; the default is no entry: those on the same host
	 * @return new options
	 */
	public HandshakeOptions allowedOrigins(List<String> value) {
		return new HandshakeOptions(this.timeout, this.maxRequestLine, this.maxHeaderSize, this.maxHeaders,
				this.allowEncodedSlash, this.maxPerSecond, value, this.allowedHosts);
	}

	/**
	 * Sets the hosts by which the server is reached, such as {@code chat.example.com} or
	 * {@code *.example.com}.
	 * @param value the new value; the default is no entry: all
	 * @return new options
	 */
	public HandshakeOptions allowedHosts(List<String> value) {
		return new HandshakeOptions(this.timeout, this.maxRequestLine, this.maxHeaderSize, this.maxHeaders,
				this.allowEncodedSlash, this.maxPerSecond, this.allowedOrigins, value);
	}

}
