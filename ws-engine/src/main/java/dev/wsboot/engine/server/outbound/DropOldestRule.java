/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import dev.wsboot.engine.server.outbound.PendingFrames.Verdict;

/**
 * The rule that drops waiting messages, from the oldest on, until there is room for the
 * new one. Stateless.
 */
final class DropOldestRule implements OverflowRule {

	@Override
	public Verdict makeRoom(PendingFrames pending, OutboundFrame newest, int limit, FrameList dropped) {
		pending.dropWaiting(newest, limit, dropped);
		return Verdict.ADDED;
	}

}
