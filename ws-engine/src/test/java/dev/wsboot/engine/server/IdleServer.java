/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.WsServerOptions;

/**
 * A server in a JVM of its own that tells, for each line it reads, its {@link Usage}.
 */
final class IdleServer {

	private IdleServer() {
	}

	public static void main(String[] args) throws Exception {
		SessionHandler echo = new SessionHandler() {
			@Override
			public void onMessage(WsSession session, WsMessage message) {
				session.send(PreparedMessage.of(message));
			}
		};
		try (WsServer server = WsServer.start(options(),
				(request) -> HandshakeDecision.accept(echo).endpoint("/echo"))) {
			System.out.println(server.port());
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			while (commands.readLine() != null) {
				System.out.println(Usage.of(List.of(server)).format());
			}
		}
	}

	private static WsServerOptions options() {
		long handshakeTimeout = Long.getLong("ws.handshake.timeout", 10);
		return Servers.options()
			.eventLoops(Runtime.getRuntime().availableProcessors())
			.handshake((handshake) -> handshake.timeout(Duration.ofSeconds(handshakeTimeout)))
			// peers of these tests answer no pings, however long they take
			.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofMinutes(10)))
			.compression(CompressionOptions.defaults().enabled(Boolean.getBoolean("ws.compression.enabled")))
			.build();
	}

}
