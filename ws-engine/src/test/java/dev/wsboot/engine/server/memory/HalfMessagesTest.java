/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;

import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ServerProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hostile peers that each send the largest half message they may, many times more than
 * the heap together: the server closes those that hold the most, throws no
 * OutOfMemoryError, and serves honest clients, whose round trips are printed.
 * {@code -Dws.connections} says how many come, {@code -Dws.round-trips} how many are
 * measured.
 */
@Timeout(900)
@Tag("long")
class HalfMessagesTest {

	private static final int CONNECTIONS = Integer.getInteger("ws.connections", 1000);

	private static final int ROUND_TRIPS = Integer.getInteger("ws.round-trips", 1000);

	private static final int HONEST = 10;

	private static final int ATTACKERS = 4;

	private static final int SIZE = 1024 * 1024 - 1;

	private static final long HEAP = 256 * 1024 * 1024;

	/** One of them is for the honest. */
	private final ExecutorService threads = Executors.newFixedThreadPool(ATTACKERS + 1);

	private final List<Peer> honest = new ArrayList<>();

	private final Queue<Peer> hostile = new ConcurrentLinkedQueue<>();

	@AfterEach
	void leave() throws Exception {
		this.threads.shutdownNow();
		for (Peer peer : this.honest) {
			peer.close();
		}
		for (Peer peer : this.hostile) {
			peer.close();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void manyTimesTheHeapDoesNotUseItUp(boolean compressed) throws Exception {
		byte[] half = compressed ? deflatedHalf() : Peer.frame(false, Opcode.BINARY, new byte[SIZE]);
		try (ServerProcess server = ServerProcess.start("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError",
				"-Dws.compression.enabled=true")) {
			for (int i = 0; i < HONEST; i++) {
				this.honest.add(Peer.open(server.port));
			}
			for (int i = 0; i < 3; i++) {
				// compilers warm up
				roundTrips(new AtomicBoolean(true));
			}
			long without = roundTrips(new AtomicBoolean(true));
			AtomicBoolean allHaveCome = new AtomicBoolean();
			Future<Long> meanwhile = this.threads.submit(() -> roundTrips(allHaveCome));
			attack(server.port, compressed, half);
			allHaveCome.set(true);
			long arriving = meanwhile.get(100, TimeUnit.SECONDS);
			// a quarter of the heap is what all may hold
			long most = HONEST + HEAP / 4 / SIZE;
			Await.until("no more are left than fit", () -> server.usage().connections() <= most);
			assertThat(server.usage().sessions()).isGreaterThan(HONEST + 20);
			long holding = roundTrips(new AtomicBoolean(true));
			System.out.printf(
					"%d half messages%s, of which %d are held; p99 of honest round trips: %d us without them, %d us while they come, %d us while they are held%n",
					CONNECTIONS, compressed ? " (compressed)" : "", server.usage().sessions() - HONEST, without,
					arriving, holding);
		}
	}

	private void attack(int port, boolean compressed, byte[] half) throws Exception {
		List<Callable<Void>> attacks = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			attacks.add(() -> {
				Peer peer = compressed ? Peer.openOffering(port, "permessage-deflate") : Peer.open(port);
				this.hostile.add(peer);
				try {
					peer.sends(half);
				}
				catch (IOException ex) {
					// it was closed while it sent
				}
				return null;
			});
		}
		for (Future<Void> attack : this.threads.invokeAll(attacks)) {
			attack.get();
		}
	}

	/** A kilobyte that inflates to {@link #SIZE}, and is no whole message. */
	private static byte[] deflatedHalf() {
		Deflater deflater = new Deflater(9, true);
		deflater.setInput(new byte[SIZE]);
		byte[] deflated = new byte[8192];
		int length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
		deflater.end();
		return DeflatePeer.frame(false, Opcode.BINARY, Arrays.copyOf(deflated, length));
	}

	/**
	 * Has the honest clients measure, at least {@link #ROUND_TRIPS} times and until
	 * enough.
	 * @return microseconds, the 99th percentile
	 */
	private long roundTrips(AtomicBoolean enough) throws Exception {
		List<Long> nanos = new ArrayList<>();
		while (nanos.size() < ROUND_TRIPS || !enough.get()) {
			for (Peer peer : this.honest) {
				String text = "message " + nanos.size();
				long start = System.nanoTime();
				assertThat(peer.sendsText(text).receivesText()).isEqualTo(text);
				nanos.add(System.nanoTime() - start);
			}
			LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
		}
		nanos.sort(null);
		return TimeUnit.NANOSECONDS.toMicros(nanos.get(nanos.size() * 99 / 100));
	}

}
