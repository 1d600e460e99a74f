/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import org.jspecify.annotations.Nullable;

/**
 * A session whose callbacks may wait for its peer.
 */
public interface WaitingSession {

	/**
	 * Returns the permits of the session's callbacks.
	 * @return the permits, or {@code null} where the number of threads has no bound
	 */
	@Nullable SessionWaits waits();

}
