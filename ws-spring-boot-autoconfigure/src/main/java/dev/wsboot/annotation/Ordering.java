/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.annotation;

/**
 * The order in which the messages of one session are handled.
 */
public enum Ordering {

	/** Messages are handled one at a time in the order of arrival, and so are replies. */
	IN_ORDER,
	/**
	 * Messages are handled concurrently, up to {@link WsEndpoint#maxConcurrency}. Replies
	 * are sent as soon as they are ready.
	 */
	CONCURRENT

}
