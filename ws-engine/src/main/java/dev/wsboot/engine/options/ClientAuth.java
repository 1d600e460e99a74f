/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

/**
 * The requirement of certificates of TLS clients (RFC 8446 4.3.2).
 */
public enum ClientAuth {

	/** The client is not asked for a certificate. */
	NONE,
	/**
	 * The client is asked for a certificate, but may have none; an untrusted one ends the
	 * handshake.
	 */
	WANT,
	/** The client is asked for a certificate, and the handshake ends if it has none. */
	NEED

}
