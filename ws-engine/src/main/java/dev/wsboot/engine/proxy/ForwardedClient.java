/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * The client on whose behalf a proxy sends a request. An immutable value.
 *
 * @param address the client's address, or {@code null} if no proxy names one; the port is
 * 0 if the proxy does not name it
 * @param scheme the scheme of the client's request in lower case, or {@code null} if
 * unknown
 * @param host the host of the client's request, perhaps with a port, or {@code null} if
 * unknown
 */
public record ForwardedClient(@Nullable InetSocketAddress address, @Nullable String scheme, @Nullable String host) {

	/**
	 * Returns whether the client's connection is encrypted.
	 * @param otherwise the result if the scheme is unknown
	 * @return whether the scheme is encrypted
	 */
	public boolean secure(boolean otherwise) {
		return (this.scheme != null) ? this.scheme.equals("https") || this.scheme.equals("wss") : otherwise;
	}

}
