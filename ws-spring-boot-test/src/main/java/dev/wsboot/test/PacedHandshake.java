/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.io.IOException;
import java.net.SocketTimeoutException;

import dev.wsboot.engine.handshake.ClientHandshake;
import dev.wsboot.engine.handshake.HandshakeRejectedException;

/**
 * An opening handshake whose request is sent a few bytes at a time on demand, and perhaps
 * never completed. Not thread-safe.
 */
public final class PacedHandshake implements AutoCloseable {

	private static final String EXPECTED = "the handshake to be accepted";

	private final WsTestConnector connector;

	private final RawConnection connection;

	private final ClientHandshake handshake;

	private final PacedSend request;

	PacedHandshake(WsTestConnector connector, RawConnection connection, ClientHandshake handshake) {
		this.connector = connector;
		this.connection = connection;
		this.handshake = handshake;
		this.request = connection.pace(handshake.request());
	}

	/**
	 * Sends the next bytes of the request.
	 * @param count the maximum number of bytes
	 * @return this
	 */
	public PacedHandshake next(int count) {
		this.request.next(count);
		return this;
	}

	/**
	 * Returns the number of unsent bytes of the request.
	 * @return the number of bytes
	 */
	public int remaining() {
		return this.request.remaining();
	}

	/**
	 * Sends the rest of the request, and waits for the 101.
	 * @return the client, connected
	 * @throws AssertionError if the server does not accept the handshake
	 */
	public WsTestClient connect() {
		this.request.rest();
		try {
			awaitAnswer();
		}
		catch (AssertionError ex) {
			close();
			throw ex;
		}
		return this.connector.client(this.connection, this.handshake);
	}

	private void awaitAnswer() {
		long deadline = this.connection.deadline();
		byte[] next = new byte[1];
		try {
			while (!this.handshake.isComplete()) {
				// byte by byte, so that frames after the response are not consumed
				if (this.connection.read(next, deadline) < 0) {
					this.handshake.endOfInput();
				}
				this.handshake.parse(next, 0, 1);
			}
		}
		catch (HandshakeRejectedException ex) {
			String body = ex.body().isBlank() ? "" : " with the body \"" + ex.body().strip() + '"';
			throw this.connection.unmet(EXPECTED, ex.getMessage() + body);
		}
		catch (SocketTimeoutException ex) {
			throw this.connection.unmet(EXPECTED,
					"no response came within " + RawConnection.describe(this.connection.timeout()));
		}
		catch (IOException ex) {
			throw this.connection.unmet(EXPECTED, "the connection failed: " + ex.getMessage());
		}
	}

	/**
	 * Returns the connection itself, for expectations about the server's reaction.
	 * @return the connection
	 */
	public RawConnection raw() {
		return this.connection;
	}

	/**
	 * Closes the connection, unless a connected client owns the connection.
	 */
	@Override
	public void close() {
		if (!this.handshake.isComplete()) {
			this.connection.close();
		}
	}

}
