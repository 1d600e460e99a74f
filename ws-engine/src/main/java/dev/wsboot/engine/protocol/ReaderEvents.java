/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.frame.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Receives the messages and control frames that a {@link ProtocolReader} has read, in
 * order. Called by the thread that reads.
 */
public interface ReaderEvents {

	/**
	 * Receives a whole message.
	 * @param message the message
	 * @return whether to continue with the bytes after the message now
	 */
	boolean onMessage(WsMessage message);

	/**
	 * Returns whether {@link #onBinary} receives whole binary messages where that saves a
	 * copy.
	 * @return {@code false} to receive all messages by {@link #onMessage}
	 */
	default boolean takesBuffers() {
		return false;
	}

	/**
	 * Lends a buffer in which a large binary message is collected.
	 * @param size the number of bytes of the message
	 * @return a buffer whose position is 0, or {@code null} if there is none to spare
	 */
	default @Nullable ByteBuffer borrow(int size) {
		return null;
	}

	/**
	 * Takes back a buffer that {@link #borrow} has lent.
	 * @param buffer the buffer
	 */
	default void giveBack(ByteBuffer buffer) {
	}

	/**
	 * Receives a whole binary message that lies in a buffer of the reader.
	 * @param data the buffer with the message, valid during this call; its position must
	 * not be changed
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @return whether to continue with the bytes after the message now
	 */
	default boolean onBinary(ByteBuffer data, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Receives the start of a streamed message ({@link MessageLimits#maxStream}), whose
	 * first piece has come. An empty message, or a short one that has come as a whole,
	 * goes to {@link #onMessage} instead.
	 * @param text whether the message is text
	 * @param most the maximum number of bytes of the message, as far as is known
	 * @return the target of the message
	 */
	default StreamTarget onStream(boolean text, long most) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Receives the end of a frame that does not end a message: a ping, a pong, or a
	 * fragment that is not the last one.
	 * @param opcode the opcode of the frame
	 * @param length the number of bytes of the frame; {@link Integer#MAX_VALUE} stands
	 * for more
	 * @return whether to continue with the bytes after the frame now
	 */
	default boolean onPart(Opcode opcode, int length) {
		return true;
	}

	/**
	 * Receives the notice that a piece of a compressed message was inflated, and more of
	 * the message may follow.
	 * @return whether to continue with the bytes after the piece now
	 */
	default boolean onInflated() {
		return true;
	}

	/**
	 * Receives a ping.
	 * @param payload at most 125 bytes
	 */
	void onPing(byte[] payload);

	/**
	 * Receives a pong.
	 * @param payload at most 125 bytes
	 */
	void onPong(byte[] payload);

	/**
	 * Receives a Close frame, after which nothing follows.
	 * @param status the code and reason of the frame, 1005 if it has none
	 * @param followed whether bytes came after the frame, which are ignored
	 */
	void onClose(CloseStatus status, boolean followed);

}
