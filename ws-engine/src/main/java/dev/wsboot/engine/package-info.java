/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A WebSocket server (RFC 6455) on plain {@code java.nio}, usable on its own:
 *
 * <pre>{@code
 * SessionHandler echo = new SessionHandler() {
 *     &#64;Override
 *     public void onMessage(WsSession session, WsMessage message) {
 *         session.send(PreparedMessage.of(message));
 *     }
 * };
 * WsServer server = WsServer.start(WsServerOptions.builder().port(8090).build(),
 *         request -> request.path().equals("/echo") ? HandshakeDecision.accept(echo) : HandshakeDecision.reject(404));
 * }</pre>
 *
 * A handler receives complete messages, or reads them as they arrive
 * ({@link dev.wsboot.engine.SessionHandler#onStream}), without a limit of their size. A
 * handler that continues in the background keeps the order of messages by
 * {@link dev.wsboot.engine.WsSession#holdUntil}. Sessions may join groups
 * ({@link dev.wsboot.engine.WsSession#join}), to which a message is sent by one broadcast
 * ({@link dev.wsboot.engine.WsSessions}).
 * <p>
 * This package contains the values and interfaces for applications; the server itself is
 * {@code dev.wsboot.engine.server.WsServer}.
 */
@NullMarked
package dev.wsboot.engine;

import org.jspecify.annotations.NullMarked;
