/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.LogText;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.handshake.HandshakeException;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.log.Log;
import org.jspecify.annotations.Nullable;

/**
 * Decides handshakes, independent of the server that has received their requests: asks
 * the application, and counts and logs rejections. Safe to use from any thread.
 */
public final class HandshakeReview {

	/** The number of characters of a path in the log. */
	private static final int MAX_LOGGED_PATH = 200;

	final HandshakeResources resources;

	private final SessionRegistry sessions;

	private final Counters counters;

	public HandshakeReview(HandshakeResources resources, SessionRegistry sessions, Counters counters) {
		this.resources = resources;
		this.sessions = sessions;
		this.counters = counters;
	}

	/**
	 * Asks the application about a request, unless the server rejects it.
	 * @param request a checked request
	 * @return an acceptance, a rejection that is counted, or a decision that comes later
	 * and is to be passed to {@link #settle}
	 */
	public HandshakeDecision decide(HandshakeRequest request) {
		if (this.sessions.isDraining()) {
			return rejectAsDraining();
		}
		if (this.resources.memory().isTooMuchUndecided()) {
			// the application holds requests whose clients are gone, and gets no more
			this.resources.rejections().rejected(RejectReason.OVERLOAD);
			return counted(RejectReason.OVERLOAD,
					HandshakeDecision.reject(503).header("Retry-After", "5").body("Too many handshakes"));
		}
		HandshakeDecision decision;
		try {
			decision = this.resources.handler().decide(request);
		}
		catch (Throwable ex) {
			return fail(describe(request), ex);
		}
		return (decision instanceof HandshakeDecision.Later) ? decision : settle(request, decision);
	}

	/**
	 * Takes a decision of the application.
	 * @param request the request
	 * @param decision the decision
	 * @return an acceptance, or a rejection that is counted
	 */
	private HandshakeDecision settle(HandshakeRequest request, @Nullable HandshakeDecision decision) {
		if (decision instanceof HandshakeDecision.Accept) {
			return decision;
		}
		if (decision instanceof HandshakeDecision.Reject reject) {
			RejectReason reason = Handshaker.reasonOf(reject);
			this.resources.rejections().rejected(reason);
			Log.log(Level.DEBUG, () -> describe(request) + " rejected: " + reject.status() + " (" + reason + ")");
			return counted(reason, reject);
		}
		return fail(describe(request), new IllegalStateException("A late decision may not be late again"));
	}

	/**
	 * Takes a decision that the application has postponed.
	 * @param request the request
	 * @param decision the decision, or {@code null} after a failure
	 * @param failure the failure, or {@code null}
	 * @return an acceptance, or a rejection that is counted
	 */
	public HandshakeDecision settle(HandshakeRequest request, @Nullable HandshakeDecision decision,
			@Nullable Throwable failure) {
		if (failure != null || decision == null) {
			return fail(describe(request), (failure != null) ? failure : new IllegalStateException("No decision"));
		}
		return settle(request, decision);
	}

	/** Counts the rejection of a request by the protocol. */
	public HandshakeDecision.Reject reject(HandshakeException rejection) {
		Log.log(Level.DEBUG, () -> "Handshake rejected: " + rejection.getMessage());
		this.resources.rejections().rejected(rejection);
		return counted(rejection.reason(), rejection.response());
	}

	/** Counts and logs a failure of the application. */
	public HandshakeDecision.Reject fail(String action, Throwable failure) {
		Log.log(Level.ERROR, action + " failed", failure);
		return counted(RejectReason.ERROR, HandshakeDecision.reject(500));
	}

	/** Counts the rejection of a request, as the server is stopping. */
	public HandshakeDecision.Reject rejectAsDraining() {
		Log.log(Level.DEBUG, "Handshake rejected: the server is stopping");
		return counted(RejectReason.DRAINING,
				HandshakeDecision.reject(503).header("Retry-After", "5").body("Server is stopping"));
	}

	private HandshakeDecision.Reject counted(RejectReason reason, HandshakeDecision.Reject response) {
		this.counters.rejected(reason);
		return response;
	}

	/** Describes a request for a log. The query may hold secrets, so it is left out. */
	private static String describe(HandshakeRequest request) {
		return "Handshake of " + request.remoteAddress() + " for '" + LogText.escaped(request.path(), MAX_LOGGED_PATH)
				+ "'";
	}

}
