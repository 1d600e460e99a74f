/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.util.concurrent.atomic.LongAdder;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.engine.LogText;
import dev.wsboot.engine.WsSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs and counts the errors of one endpoint that no method has handled: those of the
 * application at ERROR, the mistakes of clients at DEBUG. Safe to use from any thread.
 */
public final class UnhandledErrors {

	private static final Log logger = LogFactory.getLog(UnhandledErrors.class);

	/**
	 * Maximum length in characters of a problem in the log, which may contain input of a
	 * client.
	 */
	private static final int MAX_PROBLEM = 300;

	/** Number of errors of the application. */
	private final LongAdder failures = new LongAdder();

	/** Number of mistakes of clients, indexed by the ordinals of {@link ClientError}. */
	private final LongAdder[] mistakes = new LongAdder[ClientError.values().length];

	public UnhandledErrors() {
		for (int i = 0; i < this.mistakes.length; i++) {
			this.mistakes[i] = new LongAdder();
		}
	}

	/**
	 * Logs and counts an error of the application.
	 * @param session the session in which the error occurred
	 * @param method the method that failed, or {@code null} if it is not known
	 * @param outcome the outcome for the session, such as "the session continues"
	 * @param error the error
	 */
	public void failed(WsSession session, @Nullable InvokedMethod method, String outcome, Throwable error) {
		this.failures.increment();
		logger.error(((method != null) ? method.name() : "A handler") + " failed in " + session + ", " + outcome,
				error);
	}

	/**
	 * Logs and counts a mistake of a client.
	 * @param session the client's session
	 * @param kind the kind of the mistake
	 * @param problem the problem, without the payload
	 */
	public void mistaken(WsSession session, ClientError kind, @Nullable String problem) {
		this.mistakes[kind.ordinal()].increment();
		if (logger.isDebugEnabled()) {
			logger.debug("Rejected a message of " + session + ": "
					+ ((problem != null) ? LogText.escaped(problem, MAX_PROBLEM) : ""));
		}
	}

	/**
	 * Returns the number of errors of the application that no method has handled.
	 * @return the number so far
	 */
	public long failures() {
		return this.failures.sum();
	}

	/**
	 * Returns the number of mistakes of clients that no method has handled.
	 * @param kind the kind of mistakes
	 * @return the number so far
	 */
	public long mistakes(ClientError kind) {
		return this.mistakes[kind.ordinal()].sum();
	}

}
