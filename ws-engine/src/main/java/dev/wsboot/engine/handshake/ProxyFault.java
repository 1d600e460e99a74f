/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import dev.wsboot.engine.RejectReason;

/**
 * A probable mistake in the configuration of a proxy that led to the rejection of a
 * request. The response and the log explain each fault and name the settings that correct
 * it.
 */
public enum ProxyFault {

	/** The proxy speaks HTTP/1.0, which has no upgrade. */
	HTTP_VERSION(RejectReason.NOT_WEBSOCKET,
			"This server speaks HTTP/1.1 only, and so must a proxy in front of it; " + "nginx: proxy_http_version 1.1"),

	/**
	 * The proxy has removed the Upgrade header, as proxies do with hop-by-hop headers.
	 */
	UPGRADE_REMOVED(RejectReason.NOT_WEBSOCKET,
			"The request has a Sec-WebSocket-Key but no 'Upgrade: websocket', which a proxy must forward; "
					+ "nginx: proxy_set_header Upgrade $http_upgrade; Apache: ProxyPass ... upgrade=websocket"),

	/** The proxy has replaced the Connection header. */
	CONNECTION_REPLACED(RejectReason.NOT_WEBSOCKET,
			"The Connection header does not contain 'Upgrade', which a proxy must forward; "
					+ "nginx: proxy_set_header Connection \"upgrade\""),

	/** The proxy has replaced the Host header, which origins are compared with. */
	HOST_REPLACED(RejectReason.ORIGIN,
			"This origin is not allowed. If the page is from this host, a proxy must forward Host; "
					+ "nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On"),

	/** The proxy has replaced the Host header with one that is not allowed. */
	HOST_NOT_ALLOWED(RejectReason.HOST,
			"This host is not in 'ws.allowed-hosts'. If the client has requested another one, a proxy must forward Host; "
					+ "nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On"),

	/** The proxy speaks HTTP/2 without having been asked. */
	HTTP_2(RejectReason.BAD_REQUEST,
			"This server does not speak HTTP/2, and a proxy must not use it here; "
					+ "HAProxy: no 'proto h2'; Traefik: http:// in place of h2c://"),

	/** The proxy sends an unexpected header of the PROXY protocol. */
	PROXY_HEADER(RejectReason.BAD_REQUEST,
			"A PROXY header is not expected from this address: see ws.proxy.protocol and ws.proxy.trusted, "
					+ "or remove send-proxy in HAProxy"),

	/** The proxy does not send the required header of the PROXY protocol. */
	NO_PROXY_HEADER(RejectReason.BAD_REQUEST,
			"a connection from an address of 'ws.proxy.trusted' did not begin with a header of the PROXY protocol, "
					+ "as 'ws.proxy.protocol' requires; HAProxy: send-proxy-v2; nginx (stream): proxy_protocol on"),

	/** The proxy speaks TLS to a port that does not. */
	TLS(RejectReason.BAD_REQUEST,
			"This port does not speak TLS: set ws.ssl.bundle, or let the proxy forward without TLS; "
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
	 * Returns the reason under which such a rejection is counted.
	 * @return the reason
	 */
	public RejectReason reason() {
		return this.reason;
	}

	/**
	 * Returns the explanation of the fault, which names the settings of proxies that
	 * correct it.
	 * @return printable ASCII on one line
	 */
	public String explanation() {
		return this.explanation;
	}

}
