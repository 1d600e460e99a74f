/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.io.IOException;

import dev.wsboot.engine.Headers;

/**
 * Thrown by a client if the server rejects the handshake, or accepts it in a way that
 * violates RFC 6455 4.1.
 */
public final class HandshakeRejectedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final transient Headers headers;

	private final String body;

	HandshakeRejectedException(String message, int status, Headers headers, String body) {
		super(message);
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Returns the status of the response.
	 * @return the status, or 0 if no HTTP response was received
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the headers of the response.
	 * @return the headers, which are empty if the header section was incomplete
	 */
	public Headers headers() {
		return this.headers;
	}

	/**
	 * Returns the body of the response.
	 * @return the received part of the body, decoded as UTF-8
	 */
	public String body() {
		return this.body;
	}

}
