/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP request of an opening handshake (RFC 6455 4.1) that has passed all checks of
 * the protocol. An immutable value.
 *
 * @param path the path, decoded once; an encoded slash remains {@code %2F}, since it is
 * no separator
 * @param rawPath the path before decoding, which is matched against endpoints and path
 * variables
 * @param query the query before decoding, without the question mark, or {@code null}
 * @param headers the header lines
 * @param remoteAddress the peer's address
 * @param secure whether the connection is encrypted ({@code wss})
 * @param principal the principal named by the accepting decision; before the decision or
 * without such a principal, the subject of the client's certificate, or {@code null} if
 * there is no certificate
 */
public record HandshakeRequest(String path, String rawPath, @Nullable String query, Headers headers,
		InetSocketAddress remoteAddress, boolean secure, @Nullable Principal principal) {

	/**
	 * Creates a request whose path contains no encoded slash.
	 * @param path the path, decoded once
	 * @param query the query before decoding, without the question mark, or {@code null}
	 * @param headers the header lines
	 * @param remoteAddress the peer's address
	 * @param secure whether the connection is encrypted ({@code wss})
	 * @param principal the subject of the client's certificate, or {@code null}
	 */
	public HandshakeRequest(String path, @Nullable String query, Headers headers, InetSocketAddress remoteAddress,
			boolean secure, @Nullable Principal principal) {
		this(path, encode(path), query, headers, remoteAddress, secure, principal);
	}

	private static String encode(String path) {
		return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
	}

	/**
	 * Returns the Host header, or the authority of an absolute-form target.
	 * @return the host and optional port, or {@code null} without a Host header
	 */
	public @Nullable String host() {
		return this.headers.first("Host");
	}

	/**
	 * Returns the Origin header, which browsers always send.
	 * @return the origin, or {@code null} without an Origin header
	 */
	public @Nullable String origin() {
		return this.headers.first("Origin");
	}

	/**
	 * Returns the subprotocols that the client offers, in its order of preference.
	 * @return the names, possibly none
	 */
	public List<String> subprotocols() {
		return this.headers.tokens("Sec-WebSocket-Protocol");
	}

	/**
	 * Returns the decoded parameters of the query. A name or value with a malformed
	 * percent-encoding is returned undecoded.
	 * @return the values by name, in order
	 */
	public Map<String, List<String>> queryParameters() {
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		if (this.query != null) {
			for (String pair : this.query.split("&", -1)) {
				if (!pair.isEmpty()) {
					int equals = pair.indexOf('=');
					String name = (equals < 0) ? pair : pair.substring(0, equals);
					String value = (equals < 0) ? "" : pair.substring(equals + 1);
					parameters.computeIfAbsent(decode(name), (key) -> new ArrayList<>(1)).add(decode(value));
				}
			}
		}
		return parameters;
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	@Override
	public String toString() {
		// a query often contains a token, which must not reach a log
		return "HandshakeRequest[path=" + this.path + ", query=" + ((this.query != null) ? "..." : null) + ", headers="
				+ this.headers + ", remoteAddress=" + this.remoteAddress + ", secure=" + this.secure + ", principal="
				+ this.principal + "]";
	}

}
