/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.handshake.IpLiteral;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.ProxyOptions;
import org.jspecify.annotations.Nullable;

/**
 * The trusted proxies in front of a server, and the clients that they name. Immutable,
 * safe to use from any thread.
 */
public final class TrustedProxies {

	private final List<AddressRange> ranges = new ArrayList<>();

	/** True if connections of the proxies begin with a header of the PROXY protocol. */
	private final boolean protocol;

	/** The request header in which the proxies name their clients. */
	private final ForwardedHeader header;

	/**
	 * Creates the proxies.
	 * @param options the settings
	 * @throws InvalidOptionException if a trusted address is invalid
	 */
	public TrustedProxies(ProxyOptions options) {
		this.protocol = options.protocol();
		this.header = options.header();
		for (String text : options.trusted()) {
			AddressRange range = AddressRange.parse(text);
			if (range == null) {
				throw new InvalidOptionException("proxy.trusted", text,
						"must be IP addresses, or ranges such as 10.0.0.0/8");
			}
			this.ranges.add(range);
		}
	}

	/**
	 * Returns whether an address is that of a trusted proxy.
	 * @param address the address
	 * @return whether connections of the address may name other clients
	 */
	public boolean contains(InetAddress address) {
		for (AddressRange range : this.ranges) {
			if (range.contains(address)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether connections of an address begin with a header of the PROXY
	 * protocol.
	 * @param address the address
	 * @return whether the header is required
	 */
	public boolean sendsProxyHeader(InetAddress address) {
		return this.protocol && contains(address);
	}

	/**
	 * Returns the client of a request as named by the proxies. The address is found by
	 * following the hops from the connection's peer as long as each hop is trusted.
	 * Scheme and host are those of the request to the last trusted proxy, whether the
	 * proxy names an address or not.
	 * @param headers the request's headers
	 * @param peer the address of the connection's peer
	 * @return the client, or {@code null} if the peer itself is the client
	 */
	public @Nullable ForwardedClient client(Headers headers, InetSocketAddress peer) {
		if (this.header == ForwardedHeader.NONE || !contains(peer.getAddress())) {
			return null;
		}
		List<ForwardedElements.Element> elements = (this.header == ForwardedHeader.FORWARDED)
				? ForwardedElements.forwarded(headers) : ForwardedElements.xForwarded(headers);
		InetSocketAddress address = null;
		ForwardedElements.Element last = new ForwardedElements.Element(null, null, null);
		for (int i = elements.size() - 1; i >= 0; i--) {
			last = elements.get(i);
			InetSocketAddress hop = address(last.node());
			if (hop == null) {
				// unknown, hidden or invented: the last known address counts
				break;
			}
			address = hop;
			if (!contains(hop.getAddress())) {
				break;
			}
		}
		if (address == null && last.scheme() == null && last.host() == null) {
			return null;
		}
		return new ForwardedClient(address, (last.scheme() != null) ? last.scheme().toLowerCase(Locale.ROOT) : null,
				last.host());
	}

	/** Parses an address, perhaps with a port (RFC 7239 section 6). */
	private static @Nullable InetSocketAddress address(@Nullable String node) {
		if (node == null) {
			return null;
		}
		InetAddress alone = IpLiteral.parse(node);
		if (alone != null) {
			return new InetSocketAddress(alone, 0);
		}
		int bracket = node.lastIndexOf(']');
		int colon = node.indexOf(':', bracket + 1);
		String host = (colon < 0) ? node : node.substring(0, colon);
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		InetAddress address = IpLiteral.parse(host);
		return (address != null) ? new InetSocketAddress(address, port(node, colon)) : null;
	}

	/** Parses a port; 0 if the port is missing, obfuscated or malformed. */
	private static int port(String node, int colon) {
		String text = (colon < 0) ? "" : node.substring(colon + 1);
		int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
		return (port <= 65535) ? port : 0;
	}

}
