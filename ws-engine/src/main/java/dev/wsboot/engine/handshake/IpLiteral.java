/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/**
 * Parses IP addresses in the syntax of RFC 3986 3.2.2, without using DNS. Pure functions,
 * so any thread may use them.
 */
public final class IpLiteral {

	private IpLiteral() {
	}

	/**
	 * Parses an address.
	 * @param text any text
	 * @return the address, or {@code null} if the text is not an address; an IPv4-mapped
	 * IPv6 address becomes an IPv4 address
	 */
	public static @Nullable InetAddress parse(String text) {
		if (!isIpv4(text) && !isIpv6(text)) {
			return null;
		}
		try {
			// a literal address causes no look-up
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	/** Returns true for an IPv6 address without zone. IPvFuture is not supported. */
	static boolean isIpv6(String text) {
		boolean compressed = text.startsWith("::");
		int groups = 0;
		int position = compressed ? 2 : 0;
		while (position < text.length()) {
			int start = position;
			while (position < text.length() && isHex(text.charAt(position))) {
				position++;
			}
			if (position < text.length() && text.charAt(position) == '.') {
				return isIpv4(text.substring(start)) && isComplete(groups + 2, compressed);
			}
			if (position == start || position > start + 4) {
				return false;
			}
			groups++;
			if (position == text.length()) {
				break;
			}
			if (text.charAt(position) != ':' || position + 1 == text.length()) {
				return false;
			}
			position++;
			if (text.charAt(position) == ':') {
				if (compressed) {
					return false;
				}
				compressed = true;
				position++;
			}
		}
		return isComplete(groups, compressed);
	}

	private static boolean isComplete(int groups, boolean compressed) {
		return compressed ? groups < 8 : groups == 8;
	}

	static boolean isIpv4(String text) {
		String[] octets = text.split("\\.", -1);
		for (String octet : octets) {
			boolean digits = !octet.isEmpty() && octet.length() <= 3
					&& octet.chars().allMatch((c) -> c >= '0' && c <= '9');
			boolean leadingZero = octet.length() > 1 && octet.startsWith("0");
			if (!digits || leadingZero || Integer.parseInt(octet) > 255) {
				return false;
			}
		}
		return octets.length == 4;
	}

	static boolean isHex(char c) {
		return Character.digit(c, 16) >= 0 && c < 0x7F;
	}

}
