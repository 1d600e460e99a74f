/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.ErrorPolicy;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.UnknownMessageTypeException;
import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.ClientErrors;
import dev.wsboot.internal.invocation.ErrorHandlers;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.InvocationErrors;
import dev.wsboot.internal.invocation.InvocationException;
import dev.wsboot.internal.invocation.InvokedMethod;
import dev.wsboot.internal.invocation.SessionResources;
import dev.wsboot.internal.invocation.UnhandledErrors;
import org.jspecify.annotations.Nullable;

/**
 * Handles the errors in the sessions of one endpoint: calls the method for an error, or
 * else logs and counts the error and applies the policy. Safe to use from any thread.
 */
public final class SessionErrors implements InvocationErrors {

	private static final CloseStatus UNREADABLE = CloseStatus.of(CloseCode.INVALID_PAYLOAD)
		.withReason("Invalid message");

	private static final CloseStatus UNKNOWN_TYPE = CloseStatus.of(CloseCode.UNSUPPORTED_DATA)
		.withReason("Unknown message type");

	private static final CloseStatus UNAUTHENTICATED = CloseStatus.of(CloseCode.POLICY_VIOLATION)
		.withReason("Authentication required");

	private static final CloseStatus FORBIDDEN = CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Forbidden");

	private final ErrorHandlers handlers;

	private final UnhandledErrors unhandled;

	/** True if results of methods for errors are sent. */
	private final boolean repliesToErrors;

	/**
	 * Creates the error handling of an endpoint.
	 * @param handlers the methods for errors
	 * @param unhandled the log and counters of errors that no method handles
	 * @param repliesToErrors whether results of methods for errors are sent;
	 * {@code false} if only requests have responses, as in JSON-RPC
	 */
	public SessionErrors(ErrorHandlers handlers, UnhandledErrors unhandled, boolean repliesToErrors) {
		this.handlers = handlers;
		this.unhandled = unhandled;
		this.repliesToErrors = repliesToErrors;
	}

	@Override
	public UnhandledErrors unhandled() {
		return this.unhandled;
	}

	/**
	 * Handles an error that the engine reports, which may be an exception of a handler
	 * method. Called by the session's mailbox.
	 * @param resources the session's resources
	 * @param session the session
	 * @param error the error, as an {@link InvocationException} if it occurred in an
	 * invocation
	 */
	void report(SessionResources resources, WsSession session, Throwable error) {
		if (error instanceof InvocationException failed) {
			handle(resources, session, new CallEvent.Failed(failed.error(), failed.event()), failed.method());
		}
		else {
			handle(resources, session, new CallEvent.Failed(error, null), null);
		}
	}

	@Override
	public void fail(Invocation invocation, Throwable error) {
		fail(invocation.resources(), invocation.session(), error, invocation.origin(), invocation.method());
	}

	/**
	 * Handles an error that did not reach the engine as an exception. Methods for errors
	 * are not called after the end of the session.
	 * @param resources the session's resources
	 * @param session the session
	 * @param error the error
	 * @param event the event that the engine has reported, or {@code null}
	 * @param method the method that failed, or {@code null} if it is unknown
	 */
	public void fail(SessionResources resources, WsSession session, Throwable error, @Nullable CallEvent event,
			@Nullable InvokedMethod method) {
		if (resources.isClosed()) {
			failAfterEnd(session, error, method);
			return;
		}
		// a buffer is valid during the call only
		CallEvent.Failed failure = new CallEvent.Failed(error, (event != null) ? event.kept() : null);
		session.asReply(() -> handle(resources, session, failure, method));
	}

	private void failAfterEnd(WsSession session, Throwable error, @Nullable InvokedMethod method) {
		if (error instanceof IncompleteMessageException) {
			// caused by the end of the session itself
			return;
		}
		InvalidMessageException invalid = ClientErrors.invalidMessage(error);
		ClientError mistake = (invalid != null) ? ClientErrors.of(invalid) : ClientErrors.causedByClient(error);
		if (mistake != null) {
			this.unhandled.mistaken(session, mistake, error.getMessage());
		}
		else {
			this.unhandled.failed(session, method, "the session has ended", error);
		}
	}

	private void handle(SessionResources resources, WsSession session, CallEvent.Failed failure,
			@Nullable InvokedMethod method) {
		ErrorHandlers.Match match = this.handlers.find(failure.error());
		if (match == null) {
			handleUnhandled(session, failure.error(), method);
			return;
		}
		try {
			Invocation invocation = new Invocation(resources, session,
					new CallEvent.Failed(match.error(), failure.cause()));
			if (this.repliesToErrors) {
				match.method().handle(invocation);
			}
			else {
				match.method().invoke(invocation);
			}
		}
		catch (Throwable ex) {
			if (ex != failure.error() && ex.getCause() != failure.error()) {
				ex.addSuppressed(failure.error());
			}
			handleUnhandled(session, ex, match.method());
		}
	}

	@Override
	public @Nullable Object handle(Invocation invocation, Throwable error) throws Throwable {
		ErrorHandlers.Match match = this.handlers.find(error);
		if (match == null) {
			throw error;
		}
		return match.method()
			.invoke(new Invocation(invocation.resources(), invocation.session(),
					new CallEvent.Failed(match.error(), invocation.origin())));
	}

	/**
	 * Applies the policy to an error that no method handles. All such errors come here,
	 * except those of JSON-RPC requests.
	 */
	private void handleUnhandled(WsSession session, Throwable error, @Nullable InvokedMethod method) {
		boolean keepOpen = this.handlers.policy() == ErrorPolicy.KEEP_OPEN;
		ClientError mistake = ClientErrors.causedByClient(error);
		InvalidMessageException invalid = ClientErrors.invalidMessage(error);
		if (invalid != null) {
			// the cause may contain the payload, and any client can cause it
			this.unhandled.mistaken(session, ClientErrors.of(invalid), invalid.getMessage());
			if (!keepOpen) {
				session.close((invalid instanceof UnknownMessageTypeException) ? UNKNOWN_TYPE : UNREADABLE);
			}
		}
		else if (mistake != null) {
			this.unhandled.mistaken(session, mistake, error.getMessage());
			if (!keepOpen) {
				session.close(switch (mistake) {
					case FORBIDDEN -> FORBIDDEN;
					case UNAUTHENTICATED -> UNAUTHENTICATED;
					default -> CloseStatus.of(CloseCode.INTERNAL_ERROR);
				});
			}
		}
		else if (keepOpen) {
			this.unhandled.failed(session, method, "the session continues", error);
		}
		else {
			boolean over = !session.isOpen();
			// RFC 6455 7.4.1; the peer gets no details
			session.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
			this.unhandled.failed(session, method, over ? "the session has ended" : "the session is closed", error);
		}
	}

}
