/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.net.InetAddress;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.loop.LoopBuffers;
import dev.wsboot.engine.server.memory.MemoryBudget;
import dev.wsboot.engine.server.outbound.LoopOutput;
import dev.wsboot.engine.server.outbound.OutboundQueue;
import org.jspecify.annotations.Nullable;

/**
 * The server and the event loop of a connection, as the connection sees them. Called on
 * the event loop, except for methods that say otherwise.
 */
public interface ConnectionHost {

	/** Returns the event loop. From any thread. */
	EventLoop loop();

	/** Returns the buffers of the event loop. */
	LoopBuffers buffers();

	/** Returns the turn of the connection whose input is being handled. */
	Turn turn();

	/** Returns the budget of all connections of the server. From any thread. */
	MemoryBudget memory();

	/** Returns the counters of the server. From any thread. */
	Counters counters();

	/** Returns the options of connections that have no session. */
	SessionOptions options();

	/** Returns the nanoseconds after which a connection that is closing is cut. */
	long closeTimeout();

	/** Returns the status of the sessions that are open when the server stops. */
	CloseStatus stopStatus();

	/** Returns true if the server speaks TLS. */
	boolean isSecure();

	/**
	 * Decides whether a connection is not read before the next round, while memory is
	 * short.
	 * @param holds whether the connection holds memory
	 */
	boolean postponesReading(boolean holds);

	/**
	 * Notes the memory of a connection without a session, and cuts such connections while
	 * all of them hold too much.
	 * @param before the bytes that were noted last for the connection; 0 at first
	 * @param now the bytes that the connection holds; 0 if it has a session or has ended
	 */
	void noteHandshake(PendingHandshakes.Holder connection, int before, int now);

	/** Returns the output of the connections of the event loop. */
	LoopOutput output();

	/**
	 * Has another thread flush a queue, unless the current one does so before it blocks.
	 * From any thread.
	 */
	void flushUnlessHandlerDoes(OutboundQueue queue);

	/**
	 * Identifies the client of a connection that a trusted proxy has opened.
	 * @param client the address of the client, which may be a trusted proxy itself
	 * @return {@code false} if a limit rejects the client, which is counted then
	 */
	boolean identify(InetAddress client);

	/** Returns true if an address belongs to a trusted proxy. */
	boolean isProxy(InetAddress address);

	/**
	 * Removes a connection from the number of open ones.
	 * @param admitted whether the connection was admitted; if not, it was open only to be
	 * rejected
	 * @param client the address of the client, or {@code null} if the client was not
	 * identified
	 */
	void leave(boolean admitted, @Nullable InetAddress client);

}
