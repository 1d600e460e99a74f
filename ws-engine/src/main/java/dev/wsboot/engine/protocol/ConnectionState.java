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
 * The state of a connection from its handshake to its end, with all of the closing
 * handshake, and the only way to change that state (RFC 6455 7.1.3 to 7.1.5). Safe to use
 * from any thread: of two threads that race for one transition, one learns that it has
 * made it, and the first to end the connection decides the status.
 * <p>
 * The two Close frames pass through these phases:
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
 * Two more values tell what is left to do on the socket: {@link Input}, and whether our
 * Close frame is written. The socket is closed once the input is not open any more and
 * our Close frame is written ({@link #isClosingComplete}).
 */
public final class ConnectionState {

	private static final State CONNECTING = new State(Phase.CONNECTING, null, false, Input.OPEN, false);

	private static final State OPEN = new State(Phase.OPEN, null, false, Input.OPEN, false);

	private static final AtomicReferenceFieldUpdater<ConnectionState, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(ConnectionState.class, State.class, "state");

	private volatile State state = CONNECTING;

	/**
	 * Opens the connection, as the handshake was accepted.
	 * @return whether this call opened the connection
	 */
	public boolean open() {
		return STATE.compareAndSet(this, CONNECTING, OPEN);
	}

	/**
	 * Notes that a Close frame goes out; no frame may follow it.
	 * @param status the status of the frame
	 * @return whether the frame may go out: the first one only
	 */
	public boolean sendClose(CloseStatus status) {
		return null != change((now) -> switch (now.phase) {
			case OPEN -> new State(Phase.CLOSE_SENT, status, true, now.input, false);
			case CLOSE_RECEIVED -> new State(Phase.CLOSE_EXCHANGED, now.status, true, now.input, false);
			default -> now;
		});
	}

	/**
	 * Notes that a Close frame came in, or bytes that fail the connection.
	 * @param status the status of the frame, or the one that the bytes cause
	 * @param input the input from now on, which is not open
	 * @return whether the peer is the first to close
	 */
	public boolean receiveClose(CloseStatus status, Input input) {
		State before = change((now) -> switch (now.phase) {
			case OPEN -> new State(Phase.CLOSE_RECEIVED, status, false, input, false);
			case CLOSE_SENT -> new State(Phase.CLOSE_EXCHANGED, now.status, true, input, now.closeWritten);
			default -> now.with(input);
		});
		return before != null && before.phase == Phase.OPEN;
	}

	/** Notes that all further input is discarded, though the peer has not closed. */
	public void discardInput() {
		change((now) -> now.with(Input.DISCARDED));
	}

	/** Notes that our Close frame is with the operating system. */
	public void closeWritten() {
		change((now) -> now.closeWritten ? now : new State(now.phase, now.status, now.closeSent, now.input, true));
	}

	/**
	 * Ends the connection, whose socket is closed.
	 * @param status the status, if neither side has closed before
	 * @return whether this call ended the connection
	 */
	public boolean end(CloseStatus status) {
		return null != change((now) -> (now.phase == Phase.ENDED) ? now : new State(Phase.ENDED,
				(now.status != null) ? now.status : status, now.closeSent, now.input, now.closeWritten));
	}

	/**
	 * Makes a transition.
	 * @return the state before, or {@code null} if there is no such transition
	 */
	@SuppressWarnings("ReferenceEquality") // a transition that does not happen returns
											// its argument
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
	 * Returns the present phase.
	 * @return the phase, which other threads may be changing
	 */
	public Phase phase() {
		return this.state.phase;
	}

	/**
	 * Returns true if data may be sent: from the handshake until our Close frame.
	 * @return {@code true} while open, and while the peer's Close frame waits for ours
	 */
	public boolean canSend() {
		Phase now = phase();
		return now == Phase.OPEN || now == Phase.CLOSE_RECEIVED;
	}

	/**
	 * Returns true if our side has closed, also after the end.
	 * @return {@code true} from {@link #sendClose} on
	 */
	public boolean isCloseSent() {
		return this.state.closeSent;
	}

	/**
	 * Returns the use of further input.
	 * @return the input of the peer
	 */
	public Input input() {
		return this.state.input;
	}

	/**
	 * Returns true if both sides have closed, so that only the socket is left.
	 * @return {@code true} once the input is not open and our Close frame is written
	 */
	public boolean isClosingComplete() {
		State now = this.state;
		return now.closeWritten && now.input != Input.OPEN;
	}

	/**
	 * Returns the status of the Close frame that began the end, or the reason of an end
	 * without one.
	 * @return the status, or {@code null} while nothing ends
	 */
	public @Nullable CloseStatus status() {
		return this.state.status;
	}

	/**
	 * The phases of a connection.
	 */
	public enum Phase {

		/** Before the response to the handshake. */
		CONNECTING,
		/** Messages go both ways. */
		OPEN,
		/** Our Close frame is on its way, the peer's has not come. */
		CLOSE_SENT,
		/** The peer's Close frame has come, ours still waits for accepted messages. */
		CLOSE_RECEIVED,
		/** Both Close frames have been sent; the connection ends when ours is written. */
		CLOSE_EXCHANGED,
		/** The socket is closed. */
		ENDED

	}

	/**
	 * The input of a peer.
	 */
	public enum Input {

		/** Frames are read. */
		OPEN,
		/** The input has ended with a Close frame, and no bytes followed. */
		CLOSED,
		/**
		 * Further bytes are discarded: the peer has sent more after its Close frame, has
		 * broken the protocol, or is not to be read any more.
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
