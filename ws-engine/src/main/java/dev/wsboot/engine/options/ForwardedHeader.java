/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

/**
 * The request headers in which a proxy reports the client. A proxy overwrites or extends
 * those that it knows, and passes on the others as the client wrote them: so one kind has
 * to be chosen.
 */
public enum ForwardedHeader {

	/** No header is read. */
	NONE,
	/** {@code Forwarded} (RFC 7239). */
	FORWARDED,
	/**
	 * {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}.
	 */
	X_FORWARDED

}
