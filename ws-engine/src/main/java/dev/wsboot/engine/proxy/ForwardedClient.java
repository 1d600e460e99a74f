/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Whom a proxy speaks for. An immutable value.
 *
 * @param address the client's address, or {@code null} if no proxy tells; the port is 0
 * where the proxy does not tell
 * @param scheme the scheme that the client used, in lower case, or {@code null}
 * @param host host and perhaps port that the client asked for, or {@code null}
 */
public record ForwardedClient(@Nullable InetSocketAddress address, @Nullable String scheme, @Nullable String host) {

	/**
	 * Whether the client's connection is encrypted.
	 * @param otherwise what to say if the proxy does not tell
	 * @return whether it is
	 */
	public boolean secure(boolean otherwise) {
		return (this.scheme != null) ? this.scheme.equals("https") || this.scheme.equals("wss") : otherwise;
	}

}
