/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

/**
 * The treatment of a session that others send more than its outbound queue may hold,
 * because the peer reads too slowly. Replies to the session's own messages are paced
 * instead. Control frames are never dropped, nor are parts of a fragmented message.
 */
public enum OverflowPolicy {

	/** The session is closed with 1008. */
	CLOSE,
	/** The message that does not fit is dropped. */
	DROP_NEWEST,
	/** The longest waiting messages are dropped until the new one fits. */
	DROP_OLDEST,
	/** All waiting messages are dropped: only the newest matters. */
	CONFLATE

}
