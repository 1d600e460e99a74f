/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import dev.wsboot.engine.server.outbound.PendingFrames.Verdict;

/**
 * The rule that drops the new message. Stateless.
 */
final class DropNewestRule implements OverflowRule {

	@Override
	public Verdict makeRoom(PendingFrames pending, OutboundFrame newest, int limit, FrameList dropped) {
		return Verdict.DROPPED;
	}

}
