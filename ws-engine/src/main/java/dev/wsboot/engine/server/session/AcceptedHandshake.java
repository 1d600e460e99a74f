/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.server.compression.SessionCompression;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import org.jspecify.annotations.Nullable;

/**
 * A handshake that the application has accepted, and whose session is not open yet. It
 * holds the memory for the compression that was agreed on, and the stop of the server
 * waits for it, so either {@link #open} or {@link #abandon} must follow, once. Handed
 * over from thread to thread.
 */
public final class AcceptedHandshake {

	private final HandshakeRequest request;

	private final HandshakeDecision.Accept accept;

	/** The place of the handshake among the bulk closes. */
	private final BulkCloses.Place place;

	private final SessionHost host;

	/** The compression of the session; {@code null} without compression. */
	private final @Nullable SessionCompression deflation;

	private AcceptedHandshake(HandshakeRequest request, HandshakeDecision.Accept accept, BulkCloses.Place place,
			SessionHost host, @Nullable SessionCompression deflation) {
		this.request = request;
		this.accept = accept;
		this.place = place;
		this.host = host;
		this.deflation = deflation;
	}

	/**
	 * Takes an acceptance of the application. From any thread.
	 * @param request the request
	 * @param accept the decision of the application
	 * @param place the place of the handshake among the bulk closes
	 * @param host the server and the event loop of the session
	 * @param memory the account of the connection
	 * @return {@code null} if the server has stopped
	 */
	public static @Nullable AcceptedHandshake of(HandshakeRequest request, HandshakeDecision.Accept accept,
			BulkCloses.Place place, SessionHost host, MemoryAccount memory) {
		SessionRegistry sessions = host.resources().sessions();
		if (!sessions.enter()) {
			return null;
		}
		try {
			return new AcceptedHandshake(request, accept, place, host, SessionCompression.negotiate(request,
					accept.compression(), host.resources().compression(), host.zips(), memory));
		}
		catch (Throwable ex) {
			sessions.leaveUnopened();
			throw ex;
		}
	}

	/** Returns the headers of the response with status 101. */
	public Headers responseHeaders() {
		return Handshaker.acceptHeaders(this.request, this.accept, agreement());
	}

	private @Nullable DeflateAgreement agreement() {
		return (this.deflation != null) ? this.deflation.agreement : null;
	}

	/**
	 * Opens the session. Runs on the event loop. Others see the session when it can send
	 * and the 101 is queued, but before its open callback, which may count on that.
	 * @param connection the connection of the handshake
	 * @param answers whether the 101 is still to be sent
	 */
	public void open(Connection connection, boolean answers) {
		SessionStage receiver;
		Session session;
		byte[] response;
		try {
			SessionOptions options = this.accept.options();
			if (options != null) {
				connection.useOptions(options);
			}
			session = new Session(connection, this.host, this.request, this.accept, this.deflation);
			response = answers ? Handshaker.acceptResponse(this.request, this.accept, agreement()) : null;
			receiver = new SessionStage(connection, session);
		}
		catch (Throwable ex) {
			abandon();
			throw ex;
		}
		// first, so that a failure from here on ends the session
		connection.enter(receiver);
		if (this.deflation != null) {
			connection.outbound.onEnd(this.deflation::endOutput);
		}
		if (response != null) {
			connection.outbound.offer(OutboundFrame.http(response, false));
		}
		connection.state.open();
		this.host.counters().increment(WsCounter.ACCEPTED);
		Log.log(Level.DEBUG, () -> session + " opened by " + session.remoteAddress());
		SessionRegistry sessions = this.host.resources().sessions();
		sessions.add(session);
		this.place.closeIfMatched(session);
		session.invoker.open();
		if (sessions.isDraining()) {
			// the stop may not have seen the session
			session.invoker.closeInTurn(this.host.stopStatus());
		}
	}

	/** Gives up the handshake, as its connection is gone. From any thread. */
	public void abandon() {
		if (this.deflation != null) {
			this.deflation.endInput();
			this.deflation.endOutput();
		}
		this.host.resources().sessions().leaveUnopened();
	}

}
