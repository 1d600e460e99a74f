/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.util.Objects;

/**
 * An object that is sent as a message with a key, so that it replaces a queued message
 * with an equal key (see {@link PreparedMessage#withKey}). For
 * {@link WsSession#send(Object)} and broadcasts.
 *
 * @param key an immutable object with {@code equals} and {@code hashCode}
 * @param message a text, bytes, a message, or an object that is encoded by the encoder of
 * the session
 */
public record KeyedMessage(Object key, Object message) {

	/**
	 * Creates a keyed message.
	 * @param key the key
	 * @param message the message
	 */
	public KeyedMessage {
		Objects.requireNonNull(key, "'key' must not be null");
		Objects.requireNonNull(message, "'message' must not be null");
	}

}
