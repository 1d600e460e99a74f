/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes session ids of 144 random bits, so that no client can guess one. Safe to use from
 * any thread.
 */
public final class SessionIds {

	private static final int BYTES = 18;

	private static final Base64.Encoder encoder = Base64.getUrlEncoder();

	private final SecureRandom random = new SecureRandom();

	String next() {
		byte[] bytes = new byte[BYTES];
		this.random.nextBytes(bytes);
		return encoder.encodeToString(bytes);
	}

}
