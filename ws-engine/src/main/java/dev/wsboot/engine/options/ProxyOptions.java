/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.util.List;
import java.util.Objects;

/**
 * The proxies in front of a server, and how they pass on the client's address
 * ({@code ws.proxy}). An immutable value.
 *
 * @param trusted the addresses of the proxies, each alone or as a range such as
 * {@code 10.0.0.0/8} or {@code fd00::/8}; forwarding information of other peers is
 * ignored
 * @param protocol {@code true} if connections from trusted addresses begin with a header
 * of the PROXY protocol, version 1 or 2; those that do not are cut
 * @param header the request headers that trusted proxies set
 */
public record ProxyOptions(List<String> trusted, boolean protocol, ForwardedHeader header) {

	private static final ProxyOptions DEFAULTS = new ProxyOptions(List.of(), false, ForwardedHeader.NONE);

	/**
	 * Creates options.
	 * @throws InvalidOptionException if the PROXY protocol or a header is enabled without
	 * a trusted address
	 */
	public ProxyOptions {
		trusted = List.copyOf(trusted);
		Objects.requireNonNull(header, "'header' must not be null");
		if (trusted.isEmpty() && (protocol || header != ForwardedHeader.NONE)) {
			throw new InvalidOptionException("proxy.trusted", "", "must name the proxies that are believed");
		}
	}

	/**
	 * Returns the defaults: no proxy is trusted.
	 * @return options that can be refined, beginning with {@link #trusted(String...)}
	 */
	public static ProxyOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the addresses of the proxies.
	 * @param values each an address, or a range such as {@code 10.0.0.0/8}; the default
	 * is none. The server checks them when it starts
	 * @return new options
	 */
	public ProxyOptions trusted(String... values) {
		return new ProxyOptions(List.of(values), this.protocol, this.header);
	}

	/**
	 * Sets whether connections from trusted addresses begin with a header of the PROXY
	 * protocol.
	 * @param value the new value; the default is {@code false}
	 * @return new options
	 * @throws InvalidOptionException if no address is trusted
	 */
	public ProxyOptions protocol(boolean value) {
		return new ProxyOptions(this.trusted, value, this.header);
	}

	/**
	 * Sets the request headers that trusted proxies set.
	 * @param value the new value; the default is {@link ForwardedHeader#NONE}
	 * @return new options
	 * @throws InvalidOptionException if no address is trusted
	 */
	public ProxyOptions header(ForwardedHeader value) {
		return new ProxyOptions(this.trusted, this.protocol, value);
	}

}
