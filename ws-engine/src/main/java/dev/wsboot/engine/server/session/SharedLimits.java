/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.protocol.MessageLimits;

/**
 * Makes the limits of messages, as one instance for many sessions. Safe to use from any
 * thread.
 */
public final class SharedLimits {

	/** The limits of the session opened last, which are mostly those of the next one. */
	private volatile MessageLimits last;

	public SharedLimits(SessionOptions options) {
		this.last = newLimits(options);
	}

	/**
	 * Returns the limits of the messages that a peer may send.
	 * @param options the settings of the session
	 */
	MessageLimits of(SessionOptions options) {
		MessageLimits present = this.last;
		MessageLimits wanted = newLimits(options);
		if (wanted.equals(present)) {
			return present;
		}
		this.last = wanted;
		return wanted;
	}

	private static MessageLimits newLimits(SessionOptions options) {
		return new MessageLimits(options.messages().maxFrameSize(), options.messages().maxSize(),
				options.messages().maxFragments());
	}

}
