/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.Usage;

/**
 * What {@link Soak} runs against, in a JVM of its own: two servers, one with TLS and
 * compression contexts that are kept. At {@code /} and {@code /loop} they echo, at
 * {@code /topic} they broadcast to all and to groups, at {@code /stream} they count the
 * bytes of messages as they arrive. Prints its {@link Usage} for each line it reads.
 */
final class SoakServer {

	private static final Duration BROADCAST_EVERY = Duration.ofMillis(5);

	private static final SessionHandler echo = new Echoes(false);

	private static final SessionHandler echoOnLoop = new Echoes(true);

	private static final SessionHandler topic = new SessionHandler() {
		@Override
		public void onMessage(WsSession session, WsMessage message) {
			session.join(message.text());
		}
	};

	private static final SessionHandler stream = new SessionHandler() {
		@Override
		public long maxStreamSize(SessionEvent event) {
			return Long.MAX_VALUE;
		}

		@Override
		public void onStream(WsSession session, IncomingMessage message) throws IOException {
			InputStream input = message.stream();
			byte[] piece = new byte[8192];
			long count = 0;
			for (int length = input.read(piece); length >= 0; length = input.read(piece)) {
				count += length;
			}
			session.sendText(Long.toString(count));
		}
	};

	private SoakServer() {
	}

	public static void main(String[] args) throws Exception {
		WsServerOptions.Builder plain = WsServerOptions.builder()
			.port(0)
			.eventLoops(2)
			// on a busy machine, too
			.handshake((handshake) -> handshake.timeout(Duration.ofMinutes(1)))
			.send((send) -> send.timeout(Duration.ofSeconds(5)))
			.closeTimeout(Duration.ofSeconds(5))
			.compression(CompressionOptions.defaults().enabled(true));
		WsServerOptions.Builder tls = WsServerOptions.builder()
			.port(0)
			.eventLoops(2)
			.handshake((handshake) -> handshake.timeout(Duration.ofMinutes(1)))
			.send((send) -> send.timeout(Duration.ofSeconds(5)))
			.closeTimeout(Duration.ofSeconds(5))
			.tls(TlsOptions.of(Certificates.of("localhost")))
			.compression(CompressionOptions.defaults().enabled(true).contextTakeover(ContextTakeover.BOTH));
		ScheduledExecutorService broadcaster = Executors.newSingleThreadScheduledExecutor();
		try (WsServer first = WsServer.start(plain.build(), SoakServer::decide);
				WsServer second = WsServer.start(tls.build(), SoakServer::decide)) {
			List<WsServer> servers = List.of(first, second);
			broadcaster.scheduleAtFixedRate(() -> broadcast(servers), 0, BROADCAST_EVERY.toMillis(),
					TimeUnit.MILLISECONDS);
			System.out.println(first.port() + " " + second.port());
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			while (commands.readLine() != null) {
				System.out.println(Usage.of(servers).format());
			}
		}
		finally {
			broadcaster.shutdown();
		}
	}

	private static void broadcast(List<WsServer> servers) {
		PreparedMessage toAll = PreparedMessage.binary(new byte[4000]);
		PreparedMessage toGroup = PreparedMessage.text("to the group");
		for (WsServer server : servers) {
			server.sessions().broadcast("/topic", toAll);
			server.sessions().broadcast("/topic", "group", toGroup);
		}
	}

	private static HandshakeDecision decide(HandshakeRequest request) {
		SessionHandler handler = switch (request.path()) {
			case "/" -> echo;
			case "/loop" -> echoOnLoop;
			case "/topic" -> topic;
			case "/stream" -> stream;
			default -> null;
		};
		return (handler != null) ? HandshakeDecision.accept(handler).endpoint(request.path())
				: HandshakeDecision.reject(404);
	}

	private record Echoes(boolean nonBlocking) implements SessionHandler {

		@Override
		public boolean isNonBlocking(SessionEvent event) {
			return this.nonBlocking;
		}

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			session.send(PreparedMessage.of(message));
		}

	}

}
