/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

/**
 * The side of a connection. Clients mask their frames, servers do not (RFC 6455 5.1).
 */
public enum Role {

	/** The side that accepts handshakes. */
	SERVER,
	/** The side that starts handshakes. */
	CLIENT

}
