/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.fixture.Usage;

/**
 * A server in a JVM of its own whose sessions hold memory in the way that they are told,
 * and that tells, for each line it reads, its {@link Usage}. The path is the name of the
 * handler: {@code control}, {@code stream}, or another one.
 */
final class HoldingServer {

	private final CountDownLatch never = new CountDownLatch(1);

	private WsServer server;

	private HoldingServer() {
	}

	public static void main(String[] args) throws Exception {
		new HoldingServer().run();
	}

	private void run() throws Exception {
		try (WsServer started = WsServer.start(options(),
				(request) -> HandshakeDecision.accept(handler(request.path())).endpoint(request.path()))) {
			this.server = started;
			System.out.println(started.port());
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			while (commands.readLine() != null) {
				System.out.println(Usage.of(List.of(started)).format());
			}
		}
		// handlers wait for ever
		System.exit(0);
	}

	private SessionHandler handler(String path) {
		return switch (path) {
			case "/control" -> new Control();
			case "/stream", "/held-stream" -> new Stream();
			default -> new Held();
		};
	}

	private static WsServerOptions options() {
		return Servers.options()
			.handshake((handshake) -> handshake.timeout(Duration.ofMinutes(10)))
			.send((send) -> send.timeout(Duration.ofMinutes(30))
				.bufferLimit(Integer.getInteger("ws.send.buffer-limit", 16 * 1024 * 1024)))
			.connections((connections) -> connections
				.maxBufferedBytes(Long.getLong("ws.memory.max-buffered", Runtime.getRuntime().maxMemory() / 4))
				.max(50_000)
				.maxPerAddress(50_000))
			.compression(CompressionOptions.defaults().enabled(Boolean.getBoolean("ws.compression.enabled")))
			.build();
	}

	/**
	 * Does with the sessions of other endpoints what a text says, and answers when that
	 * is done.
	 */
	private final class Control implements SessionHandler {

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			String[] words = message.text().split(" ");
			WsSessions sessions = HoldingServer.this.server.sessions();
			int count = (words.length > 1) ? Integer.parseInt(words[1]) : 0;
			int size = (words.length > 2) ? Integer.parseInt(words[2]) : 0;
			switch (words[0]) {
				case "fill" -> sessions.of("/held")
					.forEach((each) -> Servers.fillSocket(each, () -> each.sendBinary(new byte[size])));
				case "send" -> sessions.of("/held").forEach((each) -> {
					for (int i = 0; i < count; i++) {
						each.sendBinary(new byte[size]);
					}
				});
				case "broadcast" -> {
					for (int i = 0; i < count; i++) {
						sessions.broadcast("/held", PreparedMessage.binary(new byte[size]));
					}
				}
				default -> throw new IllegalArgumentException(words[0]);
			}
			session.sendText("done");
		}

	}

	/** Replies to a text as often as that says, and holds back what follows "hold". */
	private static final class Held implements SessionHandler {

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			if (!message.isText() || message.text().equals("x")) {
				return;
			}
			if (message.text().equals("hold")) {
				session.holdUntil(new CompletableFuture<>());
				session.sendText("held");
				return;
			}
			for (int i = Integer.parseInt(message.text()); i > 0; i--) {
				session.sendText("x");
			}
		}

	}

	/**
	 * Reads nothing of its messages, or is not even called for them, where a virtual
	 * thread that waits would have a stack in the heap.
	 */
	private final class Stream implements SessionHandler {

		@Override
		public void onOpen(WsSession session) {
			if (session.endpoint().equals("/held-stream")) {
				session.holdUntil(new CompletableFuture<>());
			}
		}

		@Override
		public long maxStreamSize(SessionEvent event) {
			return 1024 * 1024;
		}

		@Override
		public void onStream(WsSession session, IncomingMessage message) throws Exception {
			HoldingServer.this.never.await();
		}

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			// all come as streams
		}

	}

}
