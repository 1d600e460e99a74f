/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.TimeoutException;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.internal.invocation.ClientFault;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a request to a client that the client has not answered. It is no error
 * of the application, as any client can provoke it any number of times.
 */
interface UnansweredRequest extends ClientFault {

	@Override
	default ClientError kind() {
		return ClientError.UNANSWERED;
	}

	/** The response has not arrived in time. */
	final class Late extends TimeoutException implements UnansweredRequest {

		@Serial
		private static final long serialVersionUID = 1L;

		Late(String message) {
			super(message);
		}

	}

	/** Too many requests are outstanding. */
	final class OneOfTooMany extends IllegalStateException implements UnansweredRequest {

		@Serial
		private static final long serialVersionUID = 1L;

		OneOfTooMany(String message) {
			super(message);
		}

	}

	/** The session has ended before the response arrived. */
	final class Ended extends IOException implements UnansweredRequest {

		@Serial
		private static final long serialVersionUID = 1L;

		Ended(@Nullable Throwable cause) {
			super("The session closed before the call was answered", cause);
		}

	}

}
