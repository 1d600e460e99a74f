/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.annotation;

/**
 * The protocol of the messages of an endpoint.
 */
public enum MessageProtocol {

	/** Messages in the format of the handler methods' parameters and return values. */
	PLAIN,
	/**
	 * JSON-RPC 2.0: clients call each {@link OnMessage} method by its name, and the
	 * return value is the result.
	 */
	JSON_RPC

}
