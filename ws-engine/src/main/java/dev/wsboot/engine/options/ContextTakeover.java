/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

/**
 * The sides that may keep their compression context from one message to the next (RFC
 * 7692 7.1.1). A kept context compresses better, and occupies native memory for as long
 * as the session lives, on the other side, too. An immutable value.
 */
public enum ContextTakeover {

	/** Neither side: an idle session owns no context. */
	NONE,
	/** Only the server, for what it sends. */
	SERVER,
	/** Only the client, for what it sends. */
	CLIENT,
	/** Both sides. */
	BOTH;

	/**
	 * Returns true if the server may keep its context.
	 * @return {@code true} for {@link #SERVER} and {@link #BOTH}
	 */
	public boolean byServer() {
		return this == SERVER || this == BOTH;
	}

	/**
	 * Returns true if the client may keep its context.
	 * @return {@code true} for {@link #CLIENT} and {@link #BOTH}
	 */
	public boolean byClient() {
		return this == CLIENT || this == BOTH;
	}

}
