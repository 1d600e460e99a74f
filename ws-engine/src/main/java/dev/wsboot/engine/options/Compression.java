/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

/**
 * The use of compression (permessage-deflate, RFC 7692) for the sessions of an endpoint.
 * An immutable value.
 */
public enum Compression {

	/** Decided by {@link CompressionOptions#enabled}. */
	DEFAULT,
	/** Compressed if the client offers compression. */
	ENABLED,
	/** Never compressed. */
	DISABLED

}
