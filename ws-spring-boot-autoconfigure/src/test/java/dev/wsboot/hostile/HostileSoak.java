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
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hostile peers of all kinds that come and go for a given time
 * ({@code ./mvnw -Psoak -Dsoak=20m}), beside honest clients, after which the server's
 * process has to use what it used before. No part of a normal build, as its name does not
 * end with Test.
 */
class HostileSoak {

	private static final int MEGABYTE = 1024 * 1024;

	private static final Duration TIME = Duration.parse("PT" + System.getProperty("ws.soak", "2m"));

	private static final Duration WARM_UP = Duration.ofSeconds(Math.min(60, Math.max(20, TIME.toSeconds() / 5)));

	/** Half handshakes and idle threads are gone after less than that. */
	private static final Duration REST = Duration.ofMinutes(6);

	/**
	 * Before JDK 21, the handlers of the two servers run on pools of 400 threads at most,
	 * which lose idle ones slowly.
	 */
	private static final int MOST_THREADS = 60 + ((Runtime.version().feature() < 21) ? 2 * 400 : 0);

	/** Peers that each attacker has at once. */
	private static final int PEERS = 100;

	private static final int ATTACKERS = 4;

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final LongAdder attacks = new LongAdder();

	private final LongAdder roundTrips = new LongAdder();

	@Test
	void everythingIsBackWhereItWas() throws Exception {
		try (HostileProcess server = new HostileProcess("-Xms128m -Xmx128m")) {
			traffic(server, WARM_UP);
			Usage before = rest(server);
			System.out.println("Before: " + before);
			traffic(server, TIME);
			Usage after = rest(server);
			System.out.println("After:  " + after);
			System.out.println("Attacks: " + this.attacks + ", honest round trips: " + this.roundTrips);
			assertThat(after.connections()).isZero();
			assertThat(after.buffered()).isZero();
			assertThat(after.files()).as("file descriptors").isLessThanOrEqualTo(before.files() + 3);
			assertThat(after.threads()).as("threads").isLessThanOrEqualTo(MOST_THREADS);
			assertThat(after.heap()).as("heap").isLessThan(before.heap() + 4 * MEGABYTE);
			assertThat(after.direct()).as("direct memory").isLessThan(before.direct() + 4 * MEGABYTE);
		}
	}

	private void traffic(HostileProcess server, Duration time) throws Exception {
		long end = System.nanoTime() + time.toNanos();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < ATTACKERS; i++) {
			Random random = new Random(i);
			threads.add(new Thread(() -> attack(server, random, end), "attacker-" + i));
		}
		for (String path : List.of("/echo", "/loop")) {
			threads.add(new Thread(() -> echo(server, path, end), "honest" + path));
		}
		threads.forEach(Thread::start);
		long report = System.nanoTime();
		while (System.nanoTime() - end < 0 && this.failures.isEmpty()) {
			LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
			if (System.nanoTime() - report > Duration.ofMinutes(1).toNanos()) {
				report = System.nanoTime();
				System.out.println(server.usage());
			}
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.failures).isEmpty();
	}

	private void attack(HostileProcess server, Random random, long end) {
		HostilePeer[] kinds = HostilePeer.values();
		SocketChannel[] peers = new SocketChannel[PEERS];
		try {
			while (System.nanoTime() - end < 0 && this.failures.isEmpty()) {
				int place = random.nextInt(PEERS);
				if (peers[place] != null) {
					peers[place].close();
					peers[place] = null;
				}
				try {
					peers[place] = kinds[random.nextInt(kinds.length)].attack(server.port, server.tlsPort);
				}
				catch (IOException ex) {
					// it was refused or closed while it sent
				}
				this.attacks.increment();
			}
			for (SocketChannel peer : peers) {
				if (peer != null) {
					peer.close();
				}
			}
		}
		catch (Throwable ex) {
			this.failures.add(ex);
		}
	}

	/** Checks that honest clients are answered, in connections of 100 messages. */
	private void echo(HostileProcess server, String path, long end) {
		try {
			while (System.nanoTime() - end < 0 && this.failures.isEmpty()) {
				try (WsTestClient client = WsTestClient.connect("ws://localhost:" + server.port + path)) {
					for (int i = 0; i < 100; i++) {
						client.send("message " + i).expectText("message " + i);
						this.roundTrips.increment();
					}
					client.close(1000, "").expectClose(1000);
				}
			}
		}
		catch (Throwable ex) {
			this.failures.add(new AssertionError("An honest client at " + path + " failed", ex));
		}
	}

	/** Returns what the server uses when nothing happens any more. */
	private static Usage rest(HostileProcess server) throws Exception {
		long patience = System.nanoTime() + REST.toNanos();
		Usage usage = server.usage();
		while ((usage.connections() > 0 || usage.buffered() > 0) && System.nanoTime() - patience < 0) {
			LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
			usage = server.usage();
		}
		return usage;
	}

}
