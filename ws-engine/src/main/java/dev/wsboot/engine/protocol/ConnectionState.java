/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;

import dev.wsboot.engine.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state of a connection from its handshake to its end, including the closing
 * handshake (RFC 6455 7.1.3 to 7.1.5). Safe to use from any thread: if several threads
 * attempt a transition, the method returns true for one of them, and the first thread
 * that ends the connection determines the status.
 * <p>
 * A violation of the protocol by the peer is treated like the peer's Close frame. The
 * phases:
 *
 * <pre>
 *                         sendClose
 *                OPEN ----------------> CLOSE_SENT
 *  open           |                         |
 *  CONNECTING ->  | receiveClose            | receiveClose
 *                 v                         v
 *          CLOSE_RECEIVED ----------> CLOSE_EXCHANGED
 *                         sendClose
 *
 *  end: from any phase to ENDED
 * </pre>
 *
 * Our Close frame counts as sent when it is queued. Two more values describe the
 * remaining work on the socket: {@link Input}, and whether our Close frame is written.
 * The socket is closed when the input is no longer open and our Close frame is written
 * ({@link #isClosingComplete}).
 */
public final class ConnectionState {

	private static final State CONNECTING = new State(Phase.CONNECTING, null, false, Input.OPEN, false);

	private static final State OPEN = new State(Phase.OPEN, null, false, Input.OPEN, false);

	private static final AtomicReferenceFieldUpdater<ConnectionState, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(ConnectionState.class, State.class, "state");

	private volatile State state = CONNECTING;

	/**
	 * Opens the connection after the handshake was accepted.
	 * @return whether this call opened the connection
	 */
	public boolean open() {
		return STATE.compareAndSet(this, CONNECTING, OPEN);
	}

	/**
	 * Records that our Close frame is about to be queued, after which no frame may
	 * follow. Called with the lock of the outbound queue held.
	 * @param status the status of the frame
	 * @return whether this is our first Close frame; no other frame may be queued
	 */
	public boolean sendClose(CloseStatus status) {
		return null != change((now) -> switch (now.phase) {
			case OPEN -> new State(Phase.CLOSE_SENT, status, true, now.input, false);
			case CLOSE_RECEIVED -> new State(Phase.CLOSE_EXCHANGED, now.status, true, now.input, false);
			default -> now;
		});
	}

	/**
	 * Records that the peer has sent a Close frame, or has violated the protocol.
	 * @param status the status of the frame, or the status for the violation
	 * @param input the state of the input from now on, which is not open
	 * @return whether the connection was open, so that our side has to close as well
	 */
	public boolean receiveClose(CloseStatus status, Input input) {
		State before = change((now) -> switch (now.phase) {
			case OPEN -> new State(Phase.CLOSE_RECEIVED, status, false, input, false);
			case CLOSE_SENT -> new State(Phase.CLOSE_EXCHANGED, now.status, true, input, now.closeWritten);
			default -> now.with(input);
		});
		return before != null && before.phase == Phase.OPEN;
	}

	/**
	 * Records that further input is discarded without waiting for the peer's Close frame,
	 * since the session is closed to free memory or for too much work.
	 */
	public void discardInput() {
		change((now) -> now.with(Input.DISCARDED));
	}

	/** Records that our Close frame was passed to the operating system. */
	public void closeWritten() {
		change((now) -> now.closeWritten ? now : new State(now.phase, now.status, now.closeSent, now.input, true));
	}

	/**
	 * Ends the connection.
	 * @param status the status, if neither side has closed before
	 * @return whether this call ended the connection
	 */
	public boolean end(CloseStatus status) {
		return null != change((now) -> (now.phase == Phase.ENDED) ? now : new State(Phase.ENDED,
				(now.status != null) ? now.status : status, now.closeSent, now.input, now.closeWritten));
	}

	/**
	 * Makes a transition.
	 * @return the previous state, or {@code null} if the state does not change
	 */
	@SuppressWarnings("ReferenceEquality") // an unchanged state
	private @Nullable State change(UnaryOperator<State> transition) {
		while (true) {
			State now = this.state;
			State next = transition.apply(now);
			if (next == now) {
				return null;
			}
			if (STATE.compareAndSet(this, now, next)) {
				return now;
			}
		}
	}

	/**
	 * Returns the current phase.
	 * @return the phase, which other threads may be changing
	 */
	public Phase phase() {
		return this.state.phase;
	}

	/**
	 * Returns true if frames may be queued: after the handshake, and before our Close
	 * frame. HTTP responses do not depend on this.
	 * @return whether the phase is {@code OPEN} or {@code CLOSE_RECEIVED}
	 */
	public boolean canSend() {
		Phase now = phase();
		return now == Phase.OPEN || now == Phase.CLOSE_RECEIVED;
	}

	/**
	 * Returns true if our Close frame was queued, written or not, also after the end.
	 * @return {@code true} after {@link #sendClose} has returned {@code true}
	 */
	public boolean isCloseSent() {
		return this.state.closeSent;
	}

	/**
	 * Returns the state of the peer's input.
	 * @return the state, which determines how further bytes are treated
	 */
	public Input input() {
		return this.state.input;
	}

	/**
	 * Returns true if the socket can be closed.
	 * @return whether the input is not open and our Close frame is written
	 */
	public boolean isClosingComplete() {
		State now = this.state;
		return now.closeWritten && now.input != Input.OPEN;
	}

	/**
	 * Returns the status of the end: that of the first Close frame or violation, or of
	 * the failure of the connection.
	 * @return the status, or {@code null} before any of these
	 */
	public @Nullable CloseStatus status() {
		return this.state.status;
	}

	/**
	 * The phases of a connection.
	 */
	public enum Phase {

		/** The handshake is not complete. */
		CONNECTING,
		/** Both sides may send messages. */
		OPEN,
		/** Our Close frame is queued or written, and the peer's is awaited. */
		CLOSE_SENT,
		/**
		 * The peer has sent a Close frame or violated the protocol; our Close frame is
		 * not yet queued, since earlier messages are handled first.
		 */
		CLOSE_RECEIVED,
		/**
		 * Our Close frame is queued or written, and the peer's was received, or a
		 * violation; the connection ends when ours is written.
		 */
		CLOSE_EXCHANGED,
		/** The connection has ended. */
		ENDED

	}

	/**
	 * The states of a peer's input.
	 */
	public enum Input {

		/** Frames are read. */
		OPEN,
		/** The input has ended with a Close frame, and no bytes followed. */
		CLOSED,
		/**
		 * Further bytes are discarded: the peer has sent bytes after its Close frame, has
		 * violated the protocol, or is closed without waiting for its Close frame.
		 */
		DISCARDED

	}

	private record State(Phase phase, @Nullable CloseStatus status, boolean closeSent, Input input,
			boolean closeWritten) {

		State with(Input changed) {
			return (this.input == changed) ? this
					: new State(this.phase, this.status, this.closeSent, changed, this.closeWritten);
		}

	}

}
