/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.session.Session;

/**
 * Counts the memory that the handler of a session holds as part of the server's limit
 * {@code memory.max-buffered}, so that sessions which hold much in this way are closed
 * when all sessions together hold too much. The handler releases the memory in
 * {@link SessionHandler#onShed}. Stateless.
 */
public final class SessionMemory {

	private SessionMemory() {
	}

	/**
	 * Counts a change of the memory that is held for a session. Whatever is added must be
	 * subtracted exactly once, also after the end of the session.
	 * @param session the session
	 * @param bytes the number of bytes of the heap that are held in addition; negative
	 * for bytes that are no longer held
	 */
	public static void add(WsSession session, long bytes) {
		if (session instanceof Session own) {
			own.memory().charge(bytes);
		}
	}

}
