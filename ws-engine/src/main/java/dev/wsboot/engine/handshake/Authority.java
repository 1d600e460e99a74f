/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import org.jspecify.annotations.Nullable;

/**
 * A host with an optional port (RFC 9110 7.2, RFC 3986 3.2.2 and 3.2.3), as in the Host
 * header. An immutable value.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets, as received
 * @param port from 0 to 65535, or -1 for the default port of the scheme
 */
record Authority(String host, int port) {

	private static final int MAX_PORT = 65535;

	/**
	 * Parses an authority without user information.
	 * @param text any text
	 * @return the authority, or {@code null} if the text is not an authority
	 */
	static @Nullable Authority parse(String text) {
		// The colons of an IPv6 address precede its closing bracket.
		int colon = text.indexOf(':', text.lastIndexOf(']') + 1);
		String host = (colon < 0) ? text : text.substring(0, colon);
		int port = (colon < 0) ? -1 : parsePort(text, colon + 1);
		boolean address = host.startsWith("[");
		boolean valid = address ? (host.endsWith("]") && IpLiteral.isIpv6(host.substring(1, host.length() - 1)))
				: isRegisteredName(host);
		return (valid && port >= -1) ? new Authority(host, port) : null;
	}

	/** Returns the port, -1 if it is empty (RFC 3986 allows that), or -2 if invalid. */
	private static int parsePort(String text, int from) {
		if (from == text.length()) {
			return -1;
		}
		int port = 0;
		for (int i = from; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < '0' || c > '9') {
				return -2;
			}
			port = 10 * port + (c - '0');
			if (port > MAX_PORT) {
				return -2;
			}
		}
		return port;
	}

	/**
	 * Returns true if a host is a reg-name (RFC 3986 3.2.2), which includes IPv4
	 * addresses, of at least one character (RFC 9110 4.2.1). Sub-delimiters such as
	 * commas, encoded ASCII and empty labels are rejected, although reg-name includes
	 * them: no real host name contains them, and recipients interpret them differently,
	 * for example {@code a,b} as one host or as two.
	 */
	private static boolean isRegisteredName(String host) {
		char previous = '.';
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			if (c == '%') {
				if (!isEncodedNonAscii(host, i)) {
					return false;
				}
				i += 2;
			}
			else if (!isUnreserved(c) || (c == '.' && previous == '.')) {
				return false;
			}
			previous = c;
		}
		return !host.isEmpty();
	}

	/** Returns true if a percent encoding stands for a byte beyond ASCII. */
	private static boolean isEncodedNonAscii(String host, int position) {
		return position + 2 < host.length() && Character.digit(host.charAt(position + 1), 16) >= 8
				&& IpLiteral.isHex(host.charAt(position + 1)) && IpLiteral.isHex(host.charAt(position + 2));
	}

	private static boolean isUnreserved(char c) {
		return isAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
	}

	private static boolean isAlphanumeric(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	}

}
