/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Objects;

import dev.wsboot.engine.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The request of an opening handshake that another server has received. An immutable
 * value.
 *
 * @param method the method
 * @param target the path below the root of the endpoints, before decoding, with the query
 * @param version the version of HTTP, such as {@code HTTP/1.1}
 * @param headers the header lines; Host is the name that the client has used
 * @param remoteAddress the address of the client, which is resolved
 * @param secure whether the client has used TLS
 * @param principal the identity of the client, or {@code null}
 * @param loopbackPort the port that a process on this machine has connected to over
 * loopback, without TLS and not as a proxy; -1 for any other connection
 */
public record MountedRequest(String method, String target, String version, Headers headers,
		InetSocketAddress remoteAddress, boolean secure, @Nullable Principal principal, int loopbackPort) {

	/**
	 * Creates a request.
	 * @throws IllegalArgumentException if the address of the client is not resolved
	 */
	public MountedRequest {
		Objects.requireNonNull(method, "'method' must not be null");
		Objects.requireNonNull(target, "'target' must not be null");
		Objects.requireNonNull(version, "'version' must not be null");
		Objects.requireNonNull(headers, "'headers' must not be null");
		if (remoteAddress.isUnresolved()) {
			throw new IllegalArgumentException("'remoteAddress' must be resolved");
		}
	}

	@Override
	public String toString() {
		// a target often contains a token, which must not reach a log
		return "MountedRequest[method=" + this.method + ", headers=" + this.headers + ", remoteAddress="
				+ this.remoteAddress + "]";
	}

}
