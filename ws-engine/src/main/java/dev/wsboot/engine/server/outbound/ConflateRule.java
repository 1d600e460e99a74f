/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import dev.wsboot.engine.server.outbound.PendingFrames.Verdict;

/**
 * The rule that drops all waiting messages in favour of the new one. Stateless.
 */
final class ConflateRule implements OverflowRule {

	/** The limit with which nothing is left. */
	private static final int ALL = -1;

	@Override
	public Verdict makeRoom(PendingFrames pending, OutboundFrame newest, int limit, FrameList dropped) {
		pending.dropWaiting(newest, ALL, dropped);
		return Verdict.ADDED;
	}

}
