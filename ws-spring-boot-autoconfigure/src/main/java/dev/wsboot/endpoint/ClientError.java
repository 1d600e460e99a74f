/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

/**
 * The kinds of errors in messages of clients. Errors that no
 * {@link dev.wsboot.annotation.OnError} method has handled are counted by kind,
 * separately from errors of handler methods.
 */
public enum ClientError {

	/**
	 * The message is not valid JSON, or cannot be read as the parameter type of the
	 * handler method; in JSON-RPC, the codes -32700 and -32602.
	 */
	UNREADABLE,
	/**
	 * The message violates constraints of Bean Validation, is not a JSON-RPC request (the
	 * code -32600), or is a response whose result cannot be read as the type of the call.
	 */
	INVALID,
	/**
	 * There is no handler method for the type of the message; in JSON-RPC, the code
	 * -32601.
	 */
	UNKNOWN,
	/**
	 * The endpoint has no handler method for text messages, or none for binary messages.
	 */
	UNEXPECTED,
	/**
	 * The handler method needs a principal and the session has none, or Spring Security
	 * requires authentication; in JSON-RPC, the code -32001.
	 */
	UNAUTHENTICATED,
	/** Spring Security denies the call; in JSON-RPC, the code -32003. */
	FORBIDDEN,
	/**
	 * The client has not responded to a JSON-RPC call whose result a handler method waits
	 * for or returns, or has responded with an error.
	 */
	UNANSWERED,
	/**
	 * A message whose stage a handler method waits for or returns could not be written,
	 * because the client has disconnected or reads too slowly.
	 */
	UNDELIVERED

}
