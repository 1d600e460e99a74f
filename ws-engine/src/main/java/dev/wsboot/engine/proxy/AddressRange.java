/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.net.InetAddress;

import dev.wsboot.engine.handshake.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses with the same first bits (RFC 4632 3.1). Immutable.
 */
final class AddressRange {

	private final byte[] address;

	/** The number of first bits that all addresses of the range have in common. */
	private final int prefix;

	private AddressRange(byte[] address, int prefix) {
		this.address = address;
		this.prefix = prefix;
	}

	/**
	 * Parses an address, or a range such as {@code 10.0.0.0/8}.
	 * @param text any text
	 * @return the range, or {@code null} if the text is invalid
	 */
	static @Nullable AddressRange parse(String text) {
		int slash = text.indexOf('/');
		InetAddress address = IpLiteral.parse((slash < 0) ? text : text.substring(0, slash));
		if (address == null) {
			return null;
		}
		byte[] bytes = address.getAddress();
		int prefix = (slash < 0) ? 8 * bytes.length : parsePrefix(text.substring(slash + 1));
		return (prefix >= 0 && prefix <= 8 * bytes.length) ? new AddressRange(bytes, prefix) : null;
	}

	private static int parsePrefix(String text) {
		return text.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(text) : -1;
	}

	boolean contains(InetAddress candidate) {
		byte[] bytes = candidate.getAddress();
		if (bytes.length != this.address.length) {
			return false;
		}
		for (int bit = 0; bit < this.prefix; bit += 8) {
			int mask = 0xFF << Math.max(0, 8 - (this.prefix - bit));
			if (((bytes[bit / 8] ^ this.address[bit / 8]) & mask & 0xFF) != 0) {
				return false;
			}
		}
		return true;
	}

}
