/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The byte stream of one connection, with TLS or without. Input is handed to a
 * {@link PlainSide}. Confined to the event loop of the connection, except for methods
 * that say otherwise.
 * <p>
 * A connection knows neither a channel nor a selection key, so that sockets that another
 * server has accepted can be served as well: by a {@link SocketTransport} where that
 * server hands over its channel, or by another implementation that notifies the
 * connection of input and of room for output.
 */
public interface Transport {

	/** Reads what has come, and hands it to the plain side. */
	void onReadable();

	/** The socket has room for output. */
	void onWritable();

	/** Has {@link #onReadable} called when there is input. */
	void awaitReadable();

	/** Has {@link #onReadable} called no longer, until {@link #awaitReadable}. */
	void pause();

	/**
	 * Hands over input that this transport has kept while the plain side did not take
	 * any.
	 */
	void resume();

	/**
	 * Writes as much as the socket takes. Called by one writer at a time, on any thread.
	 * @param buffer the bytes to write; those that remain must be the first of the next
	 * write, as they may be encrypted already
	 * @return the number of bytes written
	 * @throws IOException if the socket is closed
	 */
	int write(ByteBuffer buffer) throws IOException;

	/**
	 * Writes several buffers in order, as {@link #write(ByteBuffer)} writes one. Called
	 * on the event loop only.
	 * @return the number of bytes written
	 * @throws IOException if the socket is closed
	 */
	long write(ByteBuffer[] buffers) throws IOException;

	/**
	 * Has {@link #onWritable} called when there is room for output. From any thread.
	 */
	void awaitWritable();

	/**
	 * Ends the output after all that was written before. The input is still read.
	 * @throws IOException if the socket is closed
	 */
	void endOutput() throws IOException;

	/** Closes the socket. */
	void close();

	/** Returns true if the bytes are encrypted. Safe from any thread. */
	boolean isSecure();

	/** Returns true if the peer has begun a TLS handshake that is not complete. */
	boolean isSecuring();

	/** Returns the peer's identity as TLS has verified it, or {@code null}. */
	@Nullable Principal principal();

	/**
	 * Returns true if a request for a host belongs on this connection, by the name that
	 * the peer has asked for in its TLS handshake.
	 * @param host the name in the request
	 */
	boolean serves(String host);

	/**
	 * Returns the local port of a connection that comes from a process on this machine
	 * without TLS; -1 for any other connection.
	 * @param isProxy selects the addresses of trusted proxies, whose connections have
	 * none
	 */
	int loopbackPort(Predicate<InetAddress> isProxy);

	/**
	 * Returns the bytes of the heap that this transport holds.
	 * @param connecting whether the connection has no session yet
	 */
	int heldBytes(boolean connecting);

}
