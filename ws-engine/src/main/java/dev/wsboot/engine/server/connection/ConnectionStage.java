/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.nio.ByteBuffer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import dev.wsboot.engine.server.outbound.Sender;
import org.jspecify.annotations.Nullable;

/**
 * The stage that a {@link Connection} is in, which decides the use of input. Called on
 * the event loop of the connection, except for methods that say otherwise.
 */
public interface ConnectionStage {

	/**
	 * Receives input, which may be changed, and moves the position after the bytes that
	 * are used up.
	 */
	void receive(ByteBuffer data);

	/**
	 * Returns the buffer into which the next input is to be read, from its position on.
	 * @return the buffer, or {@code null} for the one of the event loop
	 */
	default @Nullable ByteBuffer target() {
		return null;
	}

	/** Returns the bytes of the heap that incomplete input occupies. */
	default int heldBytes() {
		return 0;
	}

	/** Returns true if memory is held for messages in either direction. */
	default boolean holdsAnything() {
		return false;
	}

	/**
	 * Returns true if a few bytes of input may occupy a thousand times as much memory.
	 */
	default boolean mayInflate() {
		// a message may follow a request
		return true;
	}

	/** Reports the memory of this stage, also after small changes. */
	default void tellHeld() {
	}

	/**
	 * Releases memory, as the server is short of it, and ends the session.
	 * @param status the status of the Close frame, if the peer can receive one
	 */
	default void shed(CloseStatus status) {
	}

	/**
	 * Ends the session, as its input has caused more work than its limit.
	 * @return whether a closing handshake has begun; if not, the connection is cut
	 */
	default boolean onWorkExceeded() {
		return false;
	}

	/** Returns true if reading may be resumed. */
	default boolean mayResume(long now) {
		return true;
	}

	/**
	 * Resumes work that was interrupted by a pause, before input that has come in the
	 * meantime. May pause the connection again.
	 */
	default void onResume() {
	}

	/** Our Close frame has been queued. */
	default void onCloseSent() {
	}

	/** Returns the sender for which the current thread sends. From any thread. */
	default Sender sender() {
		return Sender.OTHER;
	}

	/**
	 * Returns true if a reply may go beyond the limit of the outbound queue. From any
	 * thread, under the lock of that queue.
	 */
	default boolean mayGoBeyond(OutboundFrame frame) {
		return false;
	}

	/** The messages of the peer need no longer be held back. From any thread. */
	default void onDrained() {
	}

	/** The peer has ended its output. */
	void onInputEnd();

	/** A ping has been written to the socket. From any thread. */
	default void onPingWritten() {
	}

	/**
	 * The last frame of our side has been written to the socket: our Close frame, or a
	 * rejection.
	 */
	void onLastFrameWritten();

	/**
	 * Looks for timeouts.
	 * @param now the time of the loop in nanoseconds
	 */
	void onTick(long now);

	/**
	 * Sends a Close frame to the peer, if there is a session; {@link #onEnd} follows.
	 * @param status the status of the Close frame
	 */
	default void onCut(CloseStatus status) {
	}

	/**
	 * Releases the resources of this stage. Another stage discards input from now on, if
	 * the socket is not closed at once.
	 * @param cause the reason that is counted if the connection has not become a session
	 */
	default void onEnd(RejectReason cause) {
	}

}
