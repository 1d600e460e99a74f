/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantee 11: stop and start on the same port, fifty times under load.
 */
class RestartTest {

	@Test
	void startsAgainOnTheSamePortUnderLoad() throws Exception {
		int port = freePort();
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger echoed = new AtomicInteger();
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		List<Thread> clients = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			clients.add(new Thread(() -> {
				while (!over.get()) {
					try {
						sendUntilClosed(port, echoed);
					}
					catch (IOException ex) {
						// stopped at the moment
						LockSupport.parkNanos(1_000_000);
					}
					catch (AssertionError ex) {
						failures.add(ex);
					}
				}
			}));
		}
		clients.forEach(Thread::start);
		for (int i = 0; i < 50; i++) {
			Echo echo = new Echo();
			WsServer server = Servers.start(Servers.options().port(port), echo);
			assertThat(server.port()).isEqualTo(port);
			int before = echoed.get();
			Await.until("20 more messages are echoed", () -> echoed.get() >= before + 20);
			Await.end(server.stop());
			assertThat(server.counters().openConnections()).isZero();
			assertThat(echo.closed).hasSameSizeAs(echo.opened);
			assertThat(echo.faults).isEmpty();
		}
		over.set(true);
		for (Thread client : clients) {
			Await.end(client);
		}
		assertThat(failures).isEmpty();
	}

	private static void sendUntilClosed(int port, AtomicInteger echoed) throws IOException {
		try (Peer peer = Peer.connect(port).sends(Peer.REQUEST)) {
			int status = peer.receivesResponse().status();
			if (status != 101) {
				assertThat(status).isEqualTo(503);
				return;
			}
			for (int number = 0;; number++) {
				peer.sendsText("message " + number);
				Peer.Frame frame = peer.receives();
				if (frame.opcode() == Opcode.CLOSE) {
					assertThat(frame.closeCode()).isEqualTo(1001);
					peer.sendsClose(1001).receivesEnd();
					return;
				}
				assertThat(frame.text()).isEqualTo("message " + number);
				echoed.incrementAndGet();
			}
		}
	}

	/**
	 * A port below those that systems hand out to clients: with one of theirs, a client
	 * that knocks while the server is down may be connected to itself, and hold it.
	 */
	private static int freePort() {
		for (int i = 0; i < 1000; i++) {
			int candidate = ThreadLocalRandom.current().nextInt(20_000, 30_000);
			try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// taken
			}
		}
		throw new AssertionError("No free port");
	}

}
