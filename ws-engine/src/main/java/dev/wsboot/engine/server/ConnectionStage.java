package dev.wsboot.engine.server;

import java.nio.ByteBuffer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a connection are for at present. Called on the event loop only.
 */
interface ConnectionStage {

	/**
	 * Takes bytes, which it may change, and moves the position behind those that it has
	 * used up.
	 */
	void receive(ByteBuffer data);

	/**
	 * Returns what the next bytes are to be read into, from its position on.
	 * @return the buffer, or {@code null} for the event loop's
	 */
	default @Nullable ByteBuffer target() {
		return null;
	}

	/** Bytes that are held of what is not complete. */
	default int heldBytes() {
		return 0;
	}

	/** Whether anything is held for the peer's messages, or for messages to the peer. */
	default boolean holdsAnything() {
		return false;
	}

	/** Whether a few bytes that are read may come to occupy a thousand times as much. */
	default boolean mayInflate() {
		// a message may stand behind a request
		return true;
	}

	/** Tells the server what waits here, also of small changes. */
	default void tellHeld() {
	}

	/**
	 * There is too little memory for what this holds.
	 * @param status what to tell the peer, if it listens
	 */
	default void shed(CloseStatus status) {
	}

	/**
	 * What came has cost more than it may.
	 * @return whether the connection ends in due form; if not, it is cut
	 */
	default boolean onWorkExceeded() {
		return false;
	}

	/** Whether bytes may come again. */
	default boolean mayResume(long now) {
		return true;
	}

	/** Goes on, before bytes that came meanwhile; it may pause again. */
	default void onResume() {
	}

	/** Our Close frame is on its way. */
	default void onCloseSent() {
	}

	/** Tells who sends, if that is the thread that calls. From any thread. */
	default Sender sender() {
		return Sender.OTHER;
	}

	/**
	 * Whether a reply may go beyond the limit of the outbound queue. From any thread,
	 * under the lock of that queue.
	 */
	default boolean mayGoBeyond(OutboundFrame frame) {
		return false;
	}

	/** Messages need no longer be held back. From any thread. */
	default void onDrained() {
	}

	/** The peer will send no more. */
	void onInputEnd();

	/** A ping is with the kernel. From any thread. */
	default void onPingWritten() {
	}

	/** The last frame of our side is with the kernel. */
	void onLastFrameWritten();

	/** Looks for timeouts. */
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
