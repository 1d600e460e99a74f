/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import org.jspecify.annotations.Nullable;

/**
 * The allowance of a thread that replies to a session's messages in place of the thread
 * that handles them. Guarded by the lock of the session's {@link OutboundQueue}.
 */
public final class ReplyAllowance {

	/** The last frame of this thread that went beyond the limit of the queue. */
	private @Nullable OutboundFrame beyond;

	/**
	 * Decides whether a frame may be queued beyond the limit, as long as the last such
	 * frame of this thread is written. So no more messages are queued beyond the limit
	 * than there are threads that reply.
	 * @param frame the frame
	 * @return whether the frame may be queued
	 */
	public boolean goesBeyond(OutboundFrame frame) {
		if (this.beyond != null && !this.beyond.isWritten()) {
			return false;
		}
		this.beyond = frame;
		return true;
	}

}
