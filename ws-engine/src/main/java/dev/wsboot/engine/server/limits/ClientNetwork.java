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

import org.jspecify.annotations.Nullable;

/**
 * The network of one client, for limits that count by address: an IPv4 address, or the
 * /64 network of an IPv6 address, as a client with one address of a /64 has 2^64 of them
 * (RFC 4291 2.5.1). Pure functions, safe to use from any thread.
 */
final class ClientNetwork {

	/** Number of bytes of the prefix of a network. */
	private static final int NETWORK_PREFIX = 8;

	/** Number of bytes of the prefix of a site (RFC 6177 2). */
	private static final int SITE_PREFIX = 6;

	/** RFC 6052 2.1: prefix of IPv4 addresses after a translation. */
	private static final byte[] TRANSLATED = { 0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0 };

	private ClientNetwork() {
	}

	/**
	 * Returns the address that represents the network of a client.
	 * @param address the address of the client
	 * @return an address that is equal for all addresses of the network
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
			// all machines of a link have the same prefix (RFC 4291 2.5.6)
			return address(bytes);
		}
		return prefix(bytes, NETWORK_PREFIX);
	}

	/**
	 * Returns the address that represents the site of a network: the /48 that may belong
	 * to one customer of a provider.
	 * @param network the result of {@link #of}
	 * @return an address that is equal for all networks of the site, or {@code null} for
	 * a network that is a site of its own
	 */
	static @Nullable InetAddress siteOf(InetAddress network) {
		return (network instanceof Inet6Address && !network.isLinkLocalAddress())
				? prefix(network.getAddress(), SITE_PREFIX) : null;
	}

	private static InetAddress prefix(byte[] bytes, int length) {
		Arrays.fill(bytes, length, bytes.length, (byte) 0);
		return address(bytes);
	}

	/** Returns an address, which is IPv4 for IPv4-mapped IPv6 bytes. */
	private static InetAddress address(byte[] bytes) {
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("Invalid length of an address: " + bytes.length, ex);
		}
	}

}
