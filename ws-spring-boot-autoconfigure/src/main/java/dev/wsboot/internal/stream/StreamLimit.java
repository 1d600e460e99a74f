/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.wsboot.engine.WsSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The limit for the streamed replies of each session of one endpoint. Safe to use from
 * any thread.
 */
public final class StreamLimit {

	private static final Log logger = LogFactory.getLog(StreamLimit.class);

	private final int max;

	/** True after the first log message. */
	private final AtomicBoolean logged = new AtomicBoolean();

	/**
	 * Creates a limit.
	 * @param max the maximum number of concurrent streamed replies of a session
	 */
	public StreamLimit(int max) {
		this.max = max;
	}

	int max() {
		return this.max;
	}

	/**
	 * Logs that a reply of a session has to wait, which any client can cause. The first
	 * time is logged at INFO, since a client whose streams never end waits forever.
	 * @param session the session
	 */
	void reached(WsSession session) {
		String message = "Messages of " + session + " wait until one of " + this.max + " streamed replies has ended";
		if (this.logged.compareAndSet(false, true)) {
			logger.info(message + ". This is logged once for each endpoint; ws.send.max-streams or maxStreams of "
					+ "@WsEndpoint allows more");
		}
		else {
			logger.debug(message);
		}
	}

}
