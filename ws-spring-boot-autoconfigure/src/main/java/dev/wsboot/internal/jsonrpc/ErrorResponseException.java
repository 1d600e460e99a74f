/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.io.Serial;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.internal.invocation.ClientFault;
import dev.wsboot.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a request to a client that has responded with an error. It is no error
 * of the application, as any client can provoke it any number of times.
 */
final class ErrorResponseException extends JsonRpcException implements ClientFault {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param code the kind of the error
	 * @param message the message of the error
	 * @param data the JSON text of the data, or {@code null} for none
	 */
	ErrorResponseException(int code, String message, @Nullable String data) {
		super(code, message, data);
	}

	@Override
	public ClientError kind() {
		return ClientError.UNANSWERED;
	}

}
