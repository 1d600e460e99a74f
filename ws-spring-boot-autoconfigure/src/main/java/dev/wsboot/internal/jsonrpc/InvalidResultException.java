/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.io.Serial;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.internal.invocation.ClientFault;

/**
 * The failure of a request to a client whose result cannot be read as the type that the
 * application expects. It is no error in a message of the session whose method waits for
 * the result, which may be the session of another client.
 */
final class InvalidResultException extends InvalidMessageException implements ClientFault {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param method the method of the client
	 * @param invalid the failure to read the result
	 */
	InvalidResultException(String method, InvalidMessageException invalid) {
		super("The client's result of '" + method + "': " + invalid.violations().get(0).message(), invalid.path(),
				invalid.getCause());
	}

	@Override
	public ClientError kind() {
		return ClientError.INVALID;
	}

}
