/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.ServerProcess;
import dev.wsboot.engine.server.fixture.Usage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traffic of all kinds for a given time ({@code ./mvnw -Psoak -Dsoak=20m}), after which
 * the server's process has to use what it used before. No part of a normal build, as its
 * name does not end with Test.
 */
class Soak {

	private static final int MEGABYTE = 1024 * 1024;

	private static final Duration TIME = duration(System.getProperty("ws.soak", "2m"));

	/** For compilers, classes and pools, before the first measurement. */
	private static final Duration WARM_UP = Duration.ofSeconds(Math.min(60, Math.max(20, TIME.toSeconds() / 5)));

	/** Idle threads, and connections without an answer, are gone after less than that. */
	private static final Duration REST = Duration.ofMinutes(3);

	/**
	 * Before JDK 21, the two servers' handlers run on pools, which lose idle threads one
	 * a minute.
	 */
	private static final int MOST_THREADS = 40 + ((Runtime.version().feature() < 21) ? 2 * 200 : 0);

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final Map<SoakClient, AtomicInteger> rounds = new ConcurrentHashMap<>();

	@Test
	void everythingIsBackWhereItWas() throws Exception {
		try (ServerProcess server = ServerProcess.start(SoakServer.class, "-Xms128m", "-Xmx128m",
				"-XX:+AlwaysPreTouch")) {
			traffic(server, WARM_UP);
			Usage before = rest(server);
			System.out.println("Before: " + before);
			traffic(server, TIME);
			Usage after = rest(server);
			System.out.println("After:  " + after);
			System.out.println("Rounds: " + this.rounds);
			assertThat(this.failures).isEmpty();
			assertThat(this.rounds).containsOnlyKeys(SoakClient.values());
			assertThat(after.sessions()).isZero();
			assertThat(after.connections()).isZero();
			assertThat(after.buffered()).isZero();
			assertThat(after.zips()).isZero();
			assertThat(after.files()).as("file descriptors").isLessThanOrEqualTo(before.files() + 3);
			assertThat(after.threads()).isLessThanOrEqualTo(MOST_THREADS);
			assertThat(after.heap()).as("heap").isLessThan(before.heap() + 4 * MEGABYTE);
			// write buffers of as many threads as write at once
			assertThat(after.direct()).as("direct memory").isLessThan(before.direct() + 4 * MEGABYTE);
			// the compiler goes on, and malloc keeps what was freed
			assertThat(after.resident()).as("resident memory").isLessThan(before.resident() + 48 * MEGABYTE);
		}
	}

	/** Several clients of each kind at once, until the time is over. */
	private void traffic(ServerProcess server, Duration time) throws Exception {
		long end = System.nanoTime() + time.toNanos();
		List<Thread> clients = new ArrayList<>();
		for (SoakClient client : SoakClient.values()) {
			for (int i = 0; i < client.atOnce; i++) {
				Random random = new Random(31L * client.ordinal() + i);
				Thread thread = new Thread(() -> run(client, server.ports, random, end), client + "-" + i);
				clients.add(thread);
				thread.start();
			}
		}
		long report = System.nanoTime();
		while (System.nanoTime() - end < 0 && this.failures.isEmpty()) {
			LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
			if (System.nanoTime() - report > Duration.ofMinutes(1).toNanos()) {
				report = System.nanoTime();
				System.out.println(server.usage());
			}
		}
		for (Thread client : clients) {
			Await.end(client);
		}
		assertThat(this.failures).isEmpty();
	}

	private void run(SoakClient client, int[] ports, Random random, long end) {
		while (System.nanoTime() - end < 0 && this.failures.isEmpty()) {
			try {
				client.round(ports[0], ports[1], random);
				this.rounds.computeIfAbsent(client, (key) -> new AtomicInteger()).incrementAndGet();
			}
			catch (Throwable ex) {
				this.failures.add(new AssertionError(client + " failed", ex));
			}
		}
	}

	/** Waits until the server is idle, and returns its usage. */
	private static Usage rest(ServerProcess server) throws Exception {
		long patience = System.nanoTime() + REST.toNanos();
		Usage usage = server.usage();
		while (!isAtRest(usage) && System.nanoTime() - patience < 0) {
			LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
			usage = server.usage();
		}
		return usage;
	}

	private static boolean isAtRest(Usage usage) {
		return usage.connections() == 0 && usage.sessions() == 0 && usage.zips() == 0 && usage.buffered() == 0
				&& usage.threads() <= MOST_THREADS;
	}

	private static Duration duration(String text) {
		return Duration.parse("PT" + text);
	}

}
