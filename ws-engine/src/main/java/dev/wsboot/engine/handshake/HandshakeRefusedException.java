/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.io.IOException;

import dev.wsboot.engine.Headers;

/**
 * A handshake that a server did not accept, or not as RFC 6455 4.1 wants it.
 */
public final class HandshakeRefusedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final transient Headers headers;

	private final String body;

	HandshakeRefusedException(String message, int status, Headers headers, String body) {
		super(message);
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Returns the status of the response.
	 * @return the status, or 0 if no HTTP response came
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the headers of the response.
	 * @return the headers, or none if they did not come whole
	 */
	public Headers headers() {
		return this.headers;
	}

	/**
	 * Returns the body of the response.
	 * @return the body as far as it came, read as UTF-8
	 */
	public String body() {
		return this.body;
	}

}
