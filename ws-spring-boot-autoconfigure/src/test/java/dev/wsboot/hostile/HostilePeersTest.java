/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.hostile;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that hold what they may in every way at once: a server with a small heap throws
 * no OutOfMemoryError, and answers honest clients, whose round trips are printed.
 * {@code -Dws.connections} is the number of peers, {@code -Dws.heap} the server's heap in
 * megabytes, {@code -Dws.kinds} a list of the kinds that come.
 */
@Timeout(900)
@Tag("long")
class HostilePeersTest {

	private static final int CONNECTIONS = Integer.getInteger("ws.connections", 1000);

	private static final int ROUND_TRIPS = Integer.getInteger("ws.round-trips", 1000);

	private static final int HEAP = Integer.getInteger("ws.heap", 128);

	private static final int ATTACKERS = 4;

	private static final List<HostilePeer> KINDS = kinds(System.getProperty("ws.kinds", ""));

	private static final String OPTIONS = System.getProperty("ws.server-options", "-Xmx" + HEAP + "m");

	private final ExecutorService threads = Executors.newFixedThreadPool(ATTACKERS + 1);

	private final Queue<SocketChannel> peers = new ConcurrentLinkedQueue<>();

	@AfterEach
	void leave() throws IOException {
		this.threads.shutdownNow();
		for (SocketChannel peer : this.peers) {
			peer.close();
		}
	}

	@Test
	void peersHoldTheirMaximumInEachWay() throws Exception {
		try (HostileProcess server = new HostileProcess(OPTIONS);
				WsTestClient blocking = WsTestClient.connect("ws://localhost:" + server.port + "/echo");
				WsTestClient loop = WsTestClient.connect("ws://localhost:" + server.port + "/loop")) {
			List<WsTestClient> honest = List.of(blocking, loop);
			for (int i = 0; i < 3; i++) {
				roundTrips(honest, new AtomicBoolean(true));
			}
			Usage before = server.usage();
			long without = roundTrips(honest, new AtomicBoolean(true));
			AtomicBoolean allHaveCome = new AtomicBoolean();
			Future<Long> meanwhile = this.threads.submit(() -> roundTrips(honest, allHaveCome));
			int held = attack(server.port, server.tlsPort);
			allHaveCome.set(true);
			long arriving = meanwhile.get(300, TimeUnit.SECONDS);
			long holding = roundTrips(honest, new AtomicBoolean(true));
			System.out.printf(
					"%s: %d hostile peers, of which %d got in. p99 of honest round trips: %d us without them, %d us while they come, %d us while they hold what they have. Before: %s, with them: %s%n",
					KINDS, CONNECTIONS, held, without, arriving, holding, before, server.usage());
			assertThat(held).isGreaterThan(CONNECTIONS / 2);
		}
	}

	private static List<HostilePeer> kinds(String names) {
		return names.isEmpty() ? List.of(HostilePeer.values())
				: Stream.of(names.split(",", -1)).map(HostilePeer::valueOf).toList();
	}

	private int attack(int port, int tlsPort) throws Exception {
		List<Callable<Void>> attacks = new ArrayList<>();
		AtomicInteger held = new AtomicInteger();
		for (int i = 0; i < CONNECTIONS; i++) {
			HostilePeer kind = KINDS.get(i % KINDS.size());
			attacks.add(() -> {
				try {
					this.peers.add(kind.attack(port, tlsPort));
					held.incrementAndGet();
				}
				catch (IOException ex) {
					// it was refused or closed while it sent
				}
				return null;
			});
		}
		for (Future<Void> attack : this.threads.invokeAll(attacks)) {
			attack.get();
		}
		return held.get();
	}

	/**
	 * Has the honest clients measure, at least {@link #ROUND_TRIPS} times and until
	 * enough.
	 * @return microseconds, the 99th percentile
	 */
	private static long roundTrips(List<WsTestClient> honest, AtomicBoolean enough) {
		List<Long> nanos = new ArrayList<>();
		while (nanos.size() < ROUND_TRIPS || !enough.get()) {
			for (WsTestClient client : honest) {
				String text = "message " + nanos.size();
				long start = System.nanoTime();
				client.send(text).expectText(text);
				nanos.add(System.nanoTime() - start);
			}
			LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
		}
		nanos.sort(null);
		return TimeUnit.NANOSECONDS.toMicros(nanos.get(nanos.size() * 99 / 100));
	}

}
