package dev.wsboot.test;

import java.io.IOException;
import java.net.SocketTimeoutException;

import dev.wsboot.engine.handshake.ClientHandshake;
import dev.wsboot.engine.handshake.HandshakeRefusedException;

/**
 * An opening handshake whose request goes out a few bytes at a time, on demand, or never
 * whole. For one thread.
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
	 * @param count how many; if fewer are left, all of these
	 * @return this
	 */
	public PacedHandshake next(int count) {
		this.request.next(count);
		return this;
	}

	/**
	 * Returns how much of the request is left.
	 * @return the number of bytes that were not sent yet
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
				// byte by byte, so that the frames behind it stay where they are
				if (this.connection.read(next, deadline) < 0) {
					this.handshake.endOfInput();
				}
				this.handshake.parse(next, 0, 1);
			}
		}
		catch (HandshakeRefusedException ex) {
			String body = ex.body().isBlank() ? "" : " with the body \"" + ex.body().strip() + '"';
			throw this.connection.unmet(EXPECTED, ex.getMessage() + body);
		}
		catch (SocketTimeoutException ex) {
			throw this.connection.unmet(EXPECTED,
					"no answer came within " + RawConnection.describe(this.connection.timeout()));
		}
		catch (IOException ex) {
			throw this.connection.unmet(EXPECTED, "the connection failed: " + ex.getMessage());
		}
	}

	/**
	 * Returns the connection itself, to see what the server does about it.
	 * @return the connection
	 */
	public RawConnection raw() {
		return this.connection;
	}

	/**
	 * Closes the connection, unless it has become a client's: that closes it itself.
	 */
	@Override
	public void close() {
		if (!this.handshake.isComplete()) {
			this.connection.close();
		}
	}

}
