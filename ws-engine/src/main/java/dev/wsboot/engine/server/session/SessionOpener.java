/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.server.compression.SessionCompression;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.outbound.OutboundFrame;

/**
 * Opens sessions after their handshake. Stateless.
 */
public final class SessionOpener {

	private SessionOpener() {
	}

	/**
	 * Answers a handshake with 101 and opens its session. Runs on the event loop. Others
	 * see the session when it can send and the 101 is queued, but before its open
	 * callback, which may count on that.
	 * @param connection the connection of the handshake
	 * @param host the server and the event loop of the connection
	 * @param request the request
	 * @param accept the decision of the application
	 * @param place the place of the handshake among the bulk closes
	 * @return {@code false} if the server has stopped
	 */
	public static boolean open(Connection connection, SessionHost host, HandshakeRequest request,
			HandshakeDecision.Accept accept, BulkCloses.Place place) {
		SessionRegistry sessions = host.resources().sessions();
		SessionOptions options = accept.options();
		if (options != null) {
			connection.useOptions(options);
		}
		SessionCompression deflation = SessionCompression.negotiate(request, accept.compression(),
				host.resources().compression(), host.zips(), connection.memory);
		Session session = new Session(connection, host, request, accept, deflation);
		byte[] response = Handshaker.acceptResponse(request, accept, (deflation != null) ? deflation.agreement : null);
		SessionStage receiver = new SessionStage(connection, session);
		if (!sessions.enter()) {
			if (deflation != null) {
				deflation.endInput();
				deflation.endOutput();
			}
			return false;
		}
		// first, so that a failure from here on ends the session
		connection.enter(receiver);
		if (deflation != null) {
			connection.outbound.onEnd(deflation::endOutput);
		}
		connection.outbound.offer(OutboundFrame.http(response, false));
		connection.state.open();
		host.counters().increment(WsCounter.ACCEPTED);
		Log.log(Level.DEBUG, () -> session + " opened by " + session.remoteAddress());
		sessions.add(session);
		place.closeIfMatched(session);
		session.invoker.open();
		if (sessions.isDraining()) {
			// the stop may not have seen the session
			session.invoker.closeInTurn(host.stopStatus());
		}
		return true;
	}

}
