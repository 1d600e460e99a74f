/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.server.memory.MemoryAccount;

/**
 * The session that a {@link MessagePipe} belongs to. Called on any thread.
 */
public interface PipeOwner extends WsSession {

	/** Returns the settings of the session. */
	SessionOptions options();

	/** Returns the account of the bytes that the connection of the session holds. */
	MemoryAccount memory();

	/** Returns the inbound side of the connection. */
	InboundFlow inbound();

	/** Returns the exact time in nanoseconds. */
	long exactTime();

	/** Returns how the session ends, as far as that is known. */
	CloseStatus status();

	/** A message has arrived whole, or its rest will not arrive. */
	void onArrivalOver();

}
