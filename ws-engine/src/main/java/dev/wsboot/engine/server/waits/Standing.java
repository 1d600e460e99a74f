/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import java.util.List;

/**
 * The standing of a session, based on the time that its callbacks have kept threads
 * waiting. Constants are in descending order of priority.
 */
enum Standing {

	/** The callbacks of the session did not wait, or the peer responded in time. */
	PROMPT,
	/** Nothing is known about the session yet. */
	NEW,
	/** A callback of the session has waited for the peer in vain. */
	LATE;

	/** All constants in order. */
	static final List<Standing> ALL = List.of(values());

}
