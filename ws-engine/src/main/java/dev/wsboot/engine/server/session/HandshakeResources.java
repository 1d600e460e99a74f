/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.options.HandshakeOptions;
import dev.wsboot.engine.proxy.TrustedProxies;
import dev.wsboot.engine.server.limits.RejectionLog;

/**
 * The parts that all handshakes of a server share. Safe to use from any thread.
 *
 * @param options the settings of handshakes
 * @param handler the application, which decides about each handshake
 * @param handshaker checks requests
 * @param proxies the proxies whose headers name the client
 * @param rejections the log of rejected handshakes
 * @param memory the memory that connections without a session may hold
 */
public record HandshakeResources(HandshakeOptions options, HandshakeHandler handler, Handshaker handshaker,
		TrustedProxies proxies, RejectionLog rejections, HandshakeMemory memory) {
}
