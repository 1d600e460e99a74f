/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.util.List;

import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.ProxyOptions;

/**
 * The proxies in front of the server ({@code ws.proxy}).
 */
public class WsProxyProperties {

	private static final ProxyOptions DEFAULTS = ProxyOptions.defaults();

	/**
	 * Addresses of the trusted proxies, each alone or as a range such as 10.0.0.0/8.
	 */
	private List<String> trusted = DEFAULTS.trusted();

	/**
	 * Whether connections from trusted addresses begin with a header of the PROXY
	 * protocol, version 1 or 2. Connections without one are cut.
	 */
	private boolean protocol = DEFAULTS.protocol();

	/**
	 * Request headers by which trusted proxies name the client.
	 */
	private ForwardedHeader header = DEFAULTS.header();

	public List<String> getTrusted() {
		return this.trusted;
	}

	public void setTrusted(List<String> trusted) {
		this.trusted = trusted;
	}

	public boolean isProtocol() {
		return this.protocol;
	}

	public void setProtocol(boolean protocol) {
		this.protocol = protocol;
	}

	public ForwardedHeader getHeader() {
		return this.header;
	}

	public void setHeader(ForwardedHeader header) {
		this.header = header;
	}

	/**
	 * Returns the options with the values of these properties.
	 * @throws dev.wsboot.engine.options.InvalidOptionException if no proxy is trusted,
	 * but another property is set
	 */
	ProxyOptions toOptions() {
		return new ProxyOptions(this.trusted, this.protocol, this.header);
	}

}
