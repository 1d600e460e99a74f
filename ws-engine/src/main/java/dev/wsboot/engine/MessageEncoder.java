/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

/**
 * Encodes objects of an application as messages, such as JSON texts. Safe to use from any
 * thread. A {@link SessionHandler} provides the encoder of its sessions. Sessions whose
 * handlers have equal encoders share the encoded message of a broadcast.
 */
@FunctionalInterface
public interface MessageEncoder {

	/**
	 * Encodes an object that is not a text, bytes or a message.
	 * @param message the object
	 * @return the message
	 */
	PreparedMessage encode(Object message);

}
