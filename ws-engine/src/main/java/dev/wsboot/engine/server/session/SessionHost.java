/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import dev.wsboot.engine.handshake.RequestKeeper;
import dev.wsboot.engine.server.compression.ZipPools;
import dev.wsboot.engine.server.connection.ConnectionHost;
import dev.wsboot.engine.server.dispatch.WorkerDispatcher;

/**
 * The server and the event loop of a session, as the session sees them. Called on the
 * event loop, except for methods that say otherwise.
 */
public interface SessionHost extends ConnectionHost {

	/** Returns the parts that all sessions of the server share. From any thread. */
	SessionResources resources();

	/** Returns the keeper of the requests of sessions. */
	RequestKeeper requests();

	/** Returns the dispatcher of messages to handlers that may block. */
	WorkerDispatcher dispatcher();

	/** Returns the pools of inflaters and deflaters. */
	ZipPools zips();

}
