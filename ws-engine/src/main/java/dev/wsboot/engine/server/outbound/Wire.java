/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.protocol.ConnectionState;
import dev.wsboot.engine.server.memory.MemoryAccount;
import org.jspecify.annotations.Nullable;

/**
 * The connection of an {@link OutboundQueue}, as the queue sees it: a socket with its
 * event loop, and the session that sends. Called on any thread, except for methods that
 * say otherwise.
 */
public interface Wire {

	/** Returns true if the current thread is the event loop of the connection. */
	boolean inLoop();

	/**
	 * Returns true if the event loop is handling bytes that it has read from this
	 * connection. Called on the event loop only.
	 */
	boolean isReading();

	/**
	 * Writes to the socket as much as it takes. Called by the writer of the queue.
	 * @param buffer the bytes to write; those that remain must be the first of the next
	 * write, as they may be encrypted already
	 * @return the number of bytes taken
	 */
	int write(ByteBuffer buffer) throws IOException;

	/** Writes several buffers in order, as {@link #write(ByteBuffer)} writes one. */
	void write(ByteBuffer[] buffers) throws IOException;

	/**
	 * Returns the direct buffer in which the event loop collects what it writes. Called
	 * on the event loop only.
	 */
	ByteBuffer writeBuffer();

	/**
	 * Returns the buffer of a payload that was just read together with the bytes before
	 * it, which are no longer needed: at least the header of the frame that the payload
	 * came in. Called on the event loop only.
	 * @param payload the payload to send
	 * @param before the number of bytes needed before it
	 * @return a buffer, valid until the next call, or {@code null} if the payload lies
	 * elsewhere
	 */
	@Nullable ByteBuffer lentAfter(ByteBuffer payload, int before);

	/**
	 * Has the event loop call {@link OutboundQueue#onWritable} when the socket has room.
	 */
	void awaitWritable();

	/**
	 * Has another thread flush the queue, unless the current one does so before it
	 * blocks.
	 */
	void flushUnlessHandlerDoes();

	/**
	 * Ends the connection, as a write has failed.
	 * @param cause the failure
	 */
	void failed(Throwable cause);

	/** A ping is written. */
	void pingWritten();

	/**
	 * The last frame of the connection is written: its Close frame, or the rejection of
	 * its handshake.
	 */
	void lastFrameWritten();

	/** The queue is short enough again for the peer's messages to be handled. */
	void drained();

	/** Returns the sender that the current thread sends for. */
	Sender sender();

	/**
	 * Returns true if a reply may be queued beyond the limit. Called with the queue's
	 * lock held.
	 * @param reply the frame of the reply
	 */
	boolean mayGoBeyond(OutboundFrame reply);

	/** Returns the state of the connection, which decides whether frames are accepted. */
	ConnectionState state();

	/** Returns the account of the connection, which includes the frames of the queue. */
	MemoryAccount memory();

	/** Returns the options of the session, or those of the server before there is one. */
	SessionOptions options();

}
