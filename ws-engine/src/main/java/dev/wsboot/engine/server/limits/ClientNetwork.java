/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The network that one client has to itself, which is what a limit for each address must
 * count: an IPv4 address, or the /64 of an IPv6 address, as whoever has one address of
 * that has 2^64 (RFC 4291 2.5.1). Pure functions, so any thread may use it.
 */
final class ClientNetwork {

	private static final int PREFIX = 8;

	/** RFC 6052 2.1: IPv4 addresses behind a translator. */
	private static final byte[] TRANSLATED = { 0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0 };

	private ClientNetwork() {
	}

	/**
	 * Returns what stands for a client.
	 * @param address the address of the client
	 * @return an address that is equal for all addresses of that client
	 */
	static InetAddress of(InetAddress address) {
		if (!(address instanceof Inet6Address)) {
			return address;
		}
		byte[] bytes = address.getAddress();
		if (Arrays.equals(bytes, 0, TRANSLATED.length, TRANSLATED, 0, TRANSLATED.length)) {
			return address(Arrays.copyOfRange(bytes, TRANSLATED.length, bytes.length));
		}
		if (address.isLinkLocalAddress()) {
			// all machines of a link share that prefix (RFC 4291 2.5.6)
			return address(bytes);
		}
		Arrays.fill(bytes, PREFIX, bytes.length, (byte) 0);
		return address(bytes);
	}

	/** IPv4 in the form of IPv6 becomes IPv4. */
	private static InetAddress address(byte[] bytes) {
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("Not a length of addresses: " + bytes.length, ex);
		}
	}

}
