/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts servers for tests, on loopback and a free port.
 */
final class Servers {

	/** More than the kernel may still take once it has refused some. */
	private static final int STUCK = 256 * 1024;

	/** With {@code -Dws.test.tls=true} all servers and peers of these tests speak TLS. */
	static final boolean TLS = Boolean.getBoolean("ws.test.tls");

	private Servers() {
	}

	static WsServerOptions.Builder options() {
		WsServerOptions.Builder options = WsServerOptions.builder()
			.port(0)
			.address(InetAddress.getLoopbackAddress())
			// neither comes by itself where a test is slow and does not ask for it
			.handshake((handshake) -> handshake.timeout(Duration.ofMinutes(5)))
			.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofMinutes(10)))
			.eventLoops(2);
		return TLS ? options.tls(TlsOptions.of(Certificates.of("localhost"))) : options;
	}

	static WsServer start(SessionHandler handler) throws IOException {
		return start(options(), handler);
	}

	/** Starts a server that accepts every handshake for one handler. */
	static WsServer start(WsServerOptions.Builder options, SessionHandler handler) throws IOException {
		return WsServer.start(options.build(), (request) -> HandshakeDecision.accept(handler).endpoint("test"));
	}

	/**
	 * Sends to a peer that does not read, until its kernel and ours take no more and the
	 * rest waits in the session's queue, which must have room for that.
	 * @return what became of the messages, in order
	 */
	static List<CompletionStage<Void>> fillSocket(WsSession session, Supplier<CompletionStage<Void>> send) {
		List<CompletionStage<Void>> sent = new ArrayList<>();
		do {
			while (session.queuedBytes() < STUCK) {
				assertThat(session.isOpen()).isTrue();
				sent.add(send.get());
			}
			// the kernels may be moving things around
			LockSupport.parkNanos(20_000_000);
		}
		while (session.queuedBytes() < STUCK);
		return sent;
	}

	static List<CompletionStage<Void>> fillSocket(WsSession session) {
		PreparedMessage message = PreparedMessage.binary(new byte[16 * 1024]);
		return fillSocket(session, () -> session.send(message));
	}

	/** Sends to a peer that does not read, until that has a consequence. */
	static void sendUntilClosed(WsSession session) {
		PreparedMessage message = PreparedMessage.binary(new byte[16 * 1024]);
		while (session.isOpen()) {
			session.send(message);
			if (session.queuedBytes() > STUCK) {
				LockSupport.parkNanos(1_000_000);
			}
		}
	}

	/** How many handshakes were refused for that reason. */
	static long rejected(WsServer server, RejectReason reason) {
		return server.counters().rejected().get(reason);
	}

	/** How many sessions have ended with that code. */
	static long closes(WsServer server, int code) {
		return server.counters().closes().getOrDefault(code, 0L);
	}

	/** Waits until nobody is connected any more. */
	static void awaitEmpty(WsServer server) throws Exception {
		Await.until("nobody is connected", () -> {
			WsCounters counters = server.counters();
			return counters.openConnections() == 0 && counters.openSessions() == 0;
		});
	}

}
