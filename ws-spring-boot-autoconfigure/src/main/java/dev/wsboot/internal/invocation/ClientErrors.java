/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.MessageValidationException;
import dev.wsboot.endpoint.MissingPrincipalException;
import dev.wsboot.endpoint.UnknownMessageTypeException;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.server.waits.PeerTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies exceptions that are caused by clients. Stateless.
 */
public final class ClientErrors {

	private ClientErrors() {
	}

	/**
	 * Returns the kind of an exception that any client can cause without an invalid
	 * message of its session: an identity or permission is missing, the client has not
	 * responded to a call or has responded wrongly, or it has not read a message.
	 * @param error the exception, perhaps wrapped by that of a stage
	 * @return the kind, or {@code null} for any other exception
	 */
	public static @Nullable ClientError causedByClient(Throwable error) {
		Throwable cause = SecurityErrors.unwrap(error);
		if (cause instanceof MissingPrincipalException) {
			return ClientError.UNAUTHENTICATED;
		}
		if (cause instanceof ClientFault fault) {
			return fault.kind();
		}
		if (cause instanceof PeerTimeoutException) {
			return ClientError.UNANSWERED;
		}
		if (cause instanceof SendException) {
			return ClientError.UNDELIVERED;
		}
		return switch (SecurityErrors.status(cause)) {
			case 401 -> ClientError.UNAUTHENTICATED;
			case 403 -> ClientError.FORBIDDEN;
			default -> null;
		};
	}

	/**
	 * Returns the exception for an invalid message of the session itself.
	 * @param error the exception, perhaps wrapped by that of a stage
	 * @return the exception without wrappers, or {@code null} for any other one
	 */
	public static @Nullable InvalidMessageException invalidMessage(Throwable error) {
		return (SecurityErrors.unwrap(error) instanceof InvalidMessageException invalid
				&& !(invalid instanceof ClientFault)) ? invalid : null;
	}

	/**
	 * Returns the kind of an invalid message.
	 * @param error the exception
	 * @return the kind
	 */
	public static ClientError of(InvalidMessageException error) {
		if (error instanceof UnknownMessageTypeException) {
			return ClientError.UNKNOWN;
		}
		return (error instanceof MessageValidationException) ? ClientError.INVALID : ClientError.UNREADABLE;
	}

}
