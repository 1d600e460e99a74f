/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.handshake.Handshaker;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a handshake that another server has received: a response for that server
 * to send, and the session of an accepted handshake. If {@link #isAccepted()}, one of
 * {@link #open}, {@link #abandon} and {@link #cut} must follow; after
 * {@code ws.handshake.timeout} without them, the handshake is abandoned. Safe to use from
 * any thread.
 */
public final class MountedHandshake {

	private final int status;

	private final Headers headers;

	private final String body;

	/** The session that is to be opened; {@code null} for a rejection. */
	private final @Nullable MountedSession session;

	private MountedHandshake(int status, Headers headers, String body, @Nullable MountedSession session) {
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.session = session;
	}

	static MountedHandshake rejected(HandshakeDecision.Reject rejection) {
		return new MountedHandshake(rejection.status(), rejection.headers(), Handshaker.rejectText(rejection), null);
	}

	static MountedHandshake accepted(Headers headers, MountedSession session) {
		return new MountedHandshake(101, headers, "", session);
	}

	/**
	 * Returns true if the handshake is accepted.
	 * @return {@code false} if it is rejected
	 */
	public boolean isAccepted() {
		return this.session != null;
	}

	/**
	 * Returns the HTTP status of the response.
	 * @return 101 for an accepted handshake
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the headers of the response, including those of the WebSocket protocol.
	 * @return the headers; a rejection without Content-Type is plain text in UTF-8
	 */
	public Headers headers() {
		return this.headers;
	}

	/**
	 * Returns the body of a rejection.
	 * @return a short text; empty for an accepted handshake
	 */
	public String body() {
		return this.body;
	}

	/**
	 * Opens the session of an accepted handshake, after the 101 has been sent. An event
	 * loop reads and writes the socket from now on.
	 * @param socket the socket, which is closed if the handshake was abandoned, or the
	 * server has stopped
	 * @throws IllegalStateException if the handshake is rejected
	 */
	public void open(MountedSocket socket) {
		session().open(socket);
	}

	/**
	 * Gives up an accepted handshake whose session has not been opened. Does nothing
	 * otherwise.
	 */
	public void abandon() {
		if (this.session != null) {
			this.session.abandon();
		}
	}

	/**
	 * Ends the session, as the other server closes its sockets: the client gets a Close
	 * frame, if that can be written at once.
	 * @throws IllegalStateException if the handshake is rejected
	 */
	public void cut() {
		session().cut();
	}

	private MountedSession session() {
		if (this.session == null) {
			throw new IllegalStateException("The handshake is rejected");
		}
		return this.session;
	}

}
