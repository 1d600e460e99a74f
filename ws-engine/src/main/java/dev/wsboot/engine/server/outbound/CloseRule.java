/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import dev.wsboot.engine.server.outbound.PendingFrames.Verdict;

/**
 * The rule that closes the connection of a peer that reads too slowly. Stateless.
 */
final class CloseRule implements OverflowRule {

	@Override
	public Verdict makeRoom(PendingFrames pending, OutboundFrame newest, int limit, FrameList dropped) {
		return Verdict.OVERFLOW;
	}

}
