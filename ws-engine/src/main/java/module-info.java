/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A WebSocket server on {@code java.nio}: RFC 6455, RFC 7692 and the HTTP/1.1 upgrade.
 */
@SuppressWarnings("module") // dev.wsboot.test is built later
module dev.wsboot.engine {

	requires static transitive org.jspecify;
	// both report the direct memory; without them, defaults apply
	requires static java.management;
	requires static jdk.management;

	exports dev.wsboot.engine;
	exports dev.wsboot.engine.options;
	exports dev.wsboot.engine.server;
	exports dev.wsboot.engine.server.waits;

	exports dev.wsboot.engine.compression to dev.wsboot.test;
	exports dev.wsboot.engine.frame to dev.wsboot.test;
	exports dev.wsboot.engine.handshake to dev.wsboot.test;
	exports dev.wsboot.engine.protocol to dev.wsboot.test;

}
