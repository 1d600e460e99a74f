/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.server.outbound.PendingFrames.Verdict;

/**
 * The rule of one {@link OverflowPolicy}: what happens to a message for which the queue
 * of a slow peer has no room. A new policy is a class that implements this, and an entry
 * in {@link #of}. Instances are stateless.
 */
interface OverflowRule {

	/**
	 * Makes room for a message that is beyond the limit, or decides against it. Called
	 * with the lock of the queue held.
	 * @param pending the frames that no writer has taken yet
	 * @param newest the message, which may be too large to fit even into an empty queue
	 * @param limit the cost of frames of one sender that may wait
	 * @param dropped gets the waiting messages that are dropped
	 * @return {@link Verdict#ADDED} if the message is to be added beyond or within the
	 * limit, {@link Verdict#DROPPED} or {@link Verdict#OVERFLOW} if not
	 */
	Verdict makeRoom(PendingFrames pending, OutboundFrame newest, int limit, FrameList dropped);

}
