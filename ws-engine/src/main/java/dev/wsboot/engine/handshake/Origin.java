/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetAddress;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An origin (RFC 6454 section 4) in normalized form, so that equivalent origins are equal
 * values. An immutable value.
 *
 * @param scheme in lower case
 * @param host in normalized form; empty for schemes without hosts, such as {@code file}
 * @param port the port, or -1 for the default port of the scheme
 */
record Origin(String scheme, String host, int port) {

	/**
	 * Parses the serialized form (RFC 6454 6.2).
	 * @param text any text
	 * @return the origin, or {@code null} if the text is not an origin with a host, as
	 * the text {@code null} of opaque origins
	 */
	static @Nullable Origin parse(String text) {
		int colon = text.indexOf("://");
		if (colon < 0 || !isScheme(text.substring(0, colon))) {
			return null;
		}
		String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
		int defaultPort = defaultPort(scheme);
		String rest = text.substring(colon + 3);
		if (rest.isEmpty() && defaultPort < 0) {
			return new Origin(scheme, "", -1);
		}
		Authority authority = Authority.parse(rest);
		if (authority == null) {
			return null;
		}
		int port = (authority.port() == defaultPort) ? -1 : authority.port();
		return new Origin(scheme, normalHost(authority.host()), port);
	}

	/**
	 * Returns the normalized form of a host, in which equivalent hosts are equal: lower
	 * case, with IPv6 addresses as the JDK formats them.
	 * @param host the host of an {@link Authority}
	 */
	static String normalHost(String host) {
		InetAddress address = host.startsWith("[") ? IpLiteral.parse(host.substring(1, host.length() - 1)) : null;
		return (address != null) ? "[" + address.getHostAddress() + "]" : host.toLowerCase(Locale.ROOT);
	}

	/** Returns the default port of a scheme, or -1 if it is unknown. */
	static int defaultPort(String scheme) {
		return switch (scheme) {
			case "http", "ws" -> 80;
			case "https", "wss" -> 443;
			default -> -1;
		};
	}

	/** Returns true if a text is a scheme (RFC 3986 3.1). */
	static boolean isScheme(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
			if (!letter && (i == 0 || !other)) {
				return false;
			}
		}
		return !text.isEmpty();
	}

}
