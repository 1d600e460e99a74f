/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import dev.wsboot.engine.RejectReason;

/**
 * A probable mistake in the settings of a proxy, by which a request was refused. Each
 * fault is explained to the client and in the log with the names of the settings that
 * cure it.
 */
public enum ProxyFault {

	/** The proxy speaks HTTP/1.0, which has no upgrade. */
	HTTP_VERSION(RejectReason.NOT_WEBSOCKET,
			"This server speaks HTTP/1.1 only, and a proxy in between has to, as well; "
					+ "nginx: proxy_http_version 1.1"),

	/** The proxy has removed the Upgrade header, as it does with headers of one hop. */
	UPGRADE_REMOVED(RejectReason.NOT_WEBSOCKET,
			"There is a key but no 'Upgrade: websocket', which a proxy in between has to forward; "
					+ "nginx: proxy_set_header Upgrade $http_upgrade; Apache: ProxyPass ... upgrade=websocket"),

	/** The proxy has replaced the Connection header. */
	CONNECTION_REPLACED(RejectReason.NOT_WEBSOCKET,
			"The Connection header does not say 'Upgrade'; a proxy in between has to forward it; "
					+ "nginx: proxy_set_header Connection \"upgrade\""),

	/** The proxy has replaced the Host header, which origins are compared with. */
	HOST_REPLACED(RejectReason.ORIGIN,
			"This origin is not allowed. If the page is of this very host, a proxy has to forward Host; "
					+ "nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On"),

	/** The proxy has replaced the Host header with one that is not allowed. */
	HOST_NOT_ALLOWED(RejectReason.HOST,
			"This host is not one of 'ws.allowed-hosts'. If the client asks for another one, a proxy has to forward Host; "
					+ "nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On"),

	/** The proxy speaks HTTP/2 without having been asked. */
	HTTP_2(RejectReason.BAD_REQUEST,
			"This server does not speak HTTP/2, and a proxy in between must not, either; "
					+ "HAProxy: no 'proto h2'; Traefik: http:// in place of h2c://"),

	/** The proxy sends a header of the PROXY protocol that nobody expects. */
	PROXY_HEADER(RejectReason.BAD_REQUEST,
			"A PROXY header is not expected from this address: see ws.proxy.protocol and ws.proxy.trusted, "
					+ "or have HAProxy leave out send-proxy"),

	/** The proxy sends no header of the PROXY protocol although it has to. */
	NO_PROXY_HEADER(RejectReason.BAD_REQUEST,
			"a connection from an address of 'ws.proxy.trusted' did not begin with a header of the PROXY protocol, "
					+ "as 'ws.proxy.protocol' demands; HAProxy: send-proxy-v2; nginx (stream): proxy_protocol on"),

	/** The proxy speaks TLS to a port that does not. */
	TLS(RejectReason.BAD_REQUEST,
			"This port does not speak TLS: set ws.ssl.bundle, or let the proxy forward in the clear; "
					+ "nginx: proxy_pass http://"),

	/** The proxy does not speak TLS to a port that does. */
	NO_TLS(RejectReason.TLS,
			"This port speaks TLS: use wss:// or https://, also from a proxy; nginx: proxy_pass https://; "
					+ "HAProxy: ssl on the server line");

	private final RejectReason reason;

	private final String explanation;

	ProxyFault(RejectReason reason, String explanation) {
		this.reason = reason;
		this.explanation = explanation;
	}

	/**
	 * Returns the reason that such a refusal is counted as.
	 * @return the reason
	 */
	public RejectReason reason() {
		return this.reason;
	}

	/**
	 * Returns a text that names the settings of proxies.
	 * @return printable ASCII on one line
	 */
	public String explanation() {
		return this.explanation;
	}

}
