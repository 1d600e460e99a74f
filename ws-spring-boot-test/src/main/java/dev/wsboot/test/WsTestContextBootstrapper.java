/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.util.Arrays;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstraps the context of a {@link WsTest} with its properties, without a web server.
 */
class WsTestContextBootstrapper extends TestSliceTestContextBootstrapper<WsTest> {

	/** There is no web server into which the WebSocket server could be mounted. */
	private static final String PORT_MODE = "ws.mode=port";

	@Override
	protected String[] getProperties(Class<?> testClass) {
		String[] own = super.getProperties(testClass);
		if (own == null) {
			return new String[] { PORT_MODE };
		}
		String[] all = Arrays.copyOf(own, own.length + 1);
		System.arraycopy(own, 0, all, 1, own.length);
		all[0] = PORT_MODE;
		return all;
	}

}
