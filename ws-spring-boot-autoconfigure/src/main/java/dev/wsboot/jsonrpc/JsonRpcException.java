/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.jsonrpc;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * An error of JSON-RPC 2.0 (section 5.1). If a handler method throws this exception, or
 * an {@link dev.wsboot.annotation.OnError} method throws or returns it, the error is the
 * response to the call. A call of a client's method fails with this exception if the
 * client responds with an error.
 */
public class JsonRpcException extends RuntimeException {

	/** The message is not JSON. */
	public static final int PARSE_ERROR = -32700;

	/** The JSON is not a request. */
	public static final int INVALID_REQUEST = -32600;

	/** There is no method of that name. */
	public static final int METHOD_NOT_FOUND = -32601;

	/** The arguments do not fit the method. */
	public static final int INVALID_PARAMS = -32602;

	/** The method failed. */
	public static final int INTERNAL_ERROR = -32603;

	/**
	 * The method needs an identity, and the session has none; a server-defined code of
	 * the range that JSON-RPC reserves for servers.
	 */
	public static final int UNAUTHENTICATED = -32001;

	/**
	 * The identity of the session may not call the method; a server-defined code of the
	 * range that JSON-RPC reserves for servers.
	 */
	public static final int FORBIDDEN = -32003;

	@Serial
	private static final long serialVersionUID = 1L;

	private final int code;

	private final transient @Nullable Object data;

	/**
	 * Creates an error without data.
	 * @param code the kind of the error; -32768 to -32000 are reserved for the protocol
	 * @param message a short sentence, which is sent to the client
	 */
	public JsonRpcException(int code, String message) {
		this(code, message, null);
	}

	/**
	 * Creates an error.
	 * @param code the kind of the error; -32768 to -32000 are reserved for the protocol
	 * @param message a short sentence, which is sent to the client
	 * @param data additional data, which is sent to the client as JSON, or {@code null}
	 */
	public JsonRpcException(int code, String message, @Nullable Object data) {
		super(message);
		this.code = code;
		this.data = data;
	}

	/**
	 * Returns the kind of the error.
	 * @return the code
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Returns the additional data of the error.
	 * @return the data of the handler method, or the JSON text of the client's response;
	 * {@code null} without data
	 */
	public @Nullable Object data() {
		return this.data;
	}

}
