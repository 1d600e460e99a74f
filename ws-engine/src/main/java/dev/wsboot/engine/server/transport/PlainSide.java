/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.transport;

import java.nio.ByteBuffer;

import dev.wsboot.engine.CloseStatus;

/**
 * The connection above a {@link Transport}, which sends and receives plain bytes. Called
 * on the event loop of the connection, except for {@link #failed}.
 */
public interface PlainSide {

	/**
	 * Returns the buffer for the next input, which is read between its position and its
	 * limit.
	 */
	ByteBuffer inputBuffer();

	/**
	 * Receives input, which may be changed. What remains afterwards is kept by the plain
	 * side.
	 */
	void receive(ByteBuffer data);

	/** The peer sends no more. */
	void inputEnded();

	/** Returns true if the connection accepts input at the moment. */
	boolean takesInput();

	/** The TLS handshake is complete, so that output is possible. */
	void secured();

	/**
	 * Writes replies that were batched before the next input is decrypted: after input
	 * that is illegal, nothing can be encrypted.
	 */
	void beforeDecrypting();

	/**
	 * Has the event loop look again at what it waits for, unless it is the caller. From
	 * any thread.
	 */
	void wakeLoop();

	/** Notes that the transport holds more or fewer bytes than before. */
	void heldChanged();

	/**
	 * Takes account of work that is out of proportion to the bytes that cause it.
	 * @param price the price of the work in nanoseconds
	 */
	void charge(long price);

	/**
	 * The peer speaks no TLS: answers without, and ends.
	 * @param plain the transport for the answer
	 * @param answer bytes that the peer may understand
	 */
	void refuseInTheClear(Transport plain, byte[] answer);

	/** TLS has failed: ends, with the alert as the last output. */
	void tlsFailed();

	/**
	 * The peer abuses TLS: ends without waiting for the peer's answer.
	 * @param status the status of the session
	 */
	void tlsAbused(CloseStatus status);

	/** Ends at once, as the socket is of no use any more. */
	void end();

	/** Ends, as a write has failed. From any thread. */
	void failed(Throwable cause);

	/** Ends, as something unexpected was thrown. */
	void onFailure(Throwable failure);

}
