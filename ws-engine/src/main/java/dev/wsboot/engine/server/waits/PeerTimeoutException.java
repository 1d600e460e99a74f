/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import java.io.Serial;
import java.util.concurrent.TimeoutException;

/**
 * Reports that a handler could wait for its peer only for a few seconds, or not at all,
 * because too many handlers are waiting for their peers.
 */
public final class PeerTimeoutException extends TimeoutException {

	@Serial
	private static final long serialVersionUID = 1L;

	PeerTimeoutException() {
		super("The peer takes too long while too many handlers are waiting for their peers");
	}

}
