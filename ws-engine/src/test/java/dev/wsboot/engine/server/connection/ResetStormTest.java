/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ServerProcess;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.fixture.Usage;
import dev.wsboot.engine.server.memory.WriteBuffers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantee 10: a storm of resets leaves the CPU idle, and nothing behind.
 */
@Tag("slow")
class ResetStormTest {

	private static final int CONNECTIONS = Integer.getInteger("ws.connections", 2000);

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	@Test
	void leavesNothingBehind() throws Exception {
		Echo echo = new Echo();
		Set<Thread> loopsOfOthers = loops();
		try (WsServer server = Servers.start(Servers.options(), echo)) {
			// once before, for what is only made once
			storm(server.port(), 100);
			Servers.awaitEmpty(server);
			int fileDescriptors = Usage.fileDescriptors();
			long directMemory = Usage.directMemory();
			storm(server.port(), CONNECTIONS);
			Servers.awaitEmpty(server);
			Await.until("every session is closed", () -> echo.closed.size() == server.counters().accepted());
			WsCounters counters = server.counters();
			assertThat(echo.faults).isEmpty();
			assertThat(counters.inboundQueuedMessages()).isZero();
			assertThat(counters.outboundQueuedBytes()).isZero();
			assertThat(counters.openSessionsByEndpoint()).isEmpty();
			Await.until("file descriptors are back", () -> Usage.fileDescriptors() <= fileDescriptors + 3);
			// a few buffers for threads that write at once
			Await.until("direct memory is back", () -> {
				System.gc();
				return Usage.directMemory() <= directMemory + 16 * WriteBuffers.SIZE;
			});
			Set<Thread> loops = loops();
			loops.removeAll(loopsOfOthers);
			awaitLoopsSleep(loops);
		}
	}

	/** In a process of its own, so that its processor time is its own, too. */
	@Test
	void leavesTheProcessorAtRest() throws Exception {
		try (ServerProcess server = ServerProcess.start()) {
			storm(server.port, CONNECTIONS);
			Duration rest = server.awaitRest(2);
			System.out.printf("%d connections reset; below 2 %% of a processor from %d ms on%n", CONNECTIONS,
					rest.toMillis());
			assertThat(server.usage().connections()).isZero();
		}
	}

	/** Resets at every stage of a connection. */
	private static void storm(int port, int connections) throws IOException {
		List<Peer> open = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			Peer peer = Peer.connect(port);
			switch (i % 8) {
				case 0 -> {
				}
				case 1 -> peer.sends("GET / HT");
				case 2 -> peer.sends(Peer.REQUEST);
				case 3 -> peer.sends(Peer.concat(Peer.REQUEST.getBytes(), Peer.text("hello"), Peer.text("world")));
				case 4 -> peer.sends(Peer.concat(Peer.REQUEST.getBytes(), Peer.header(Opcode.TEXT, 1_000_000)));
				case 5 -> peer.sends(Peer.concat(Peer.REQUEST.getBytes(), Peer.close(1000)));
				case 6 -> peer.sends("nonsense\r\n\r\n");
				default -> {
					// lives a while, with answers that it does not read
					peer.sends(Peer.concat(Peer.REQUEST.getBytes(), Peer.frame(true, Opcode.BINARY, new byte[1000])));
					open.add(peer);
					continue;
				}
			}
			peer.resets();
		}
		for (Peer peer : open) {
			peer.resets();
		}
		// the last in the queue: who was before it has been accepted
		Peer.open(port).resets();
	}

	/** Waits until loops sleep: one that spins gets more of a processor than this. */
	private static void awaitLoopsSleep(Set<Thread> loops) throws Exception {
		assertThat(loops).isNotEmpty();
		Await.until("the loops of the server use less than 2 % of a processor for half a second", () -> {
			long before = nanos(loops);
			long from = System.nanoTime();
			LockSupport.parkNanos(500_000_000);
			return nanos(loops) - before < (System.nanoTime() - from) / 50;
		});
	}

	private static long nanos(Set<Thread> loops) {
		return loops.stream().mapToLong((thread) -> threads.getThreadCpuTime(thread.getId())).sum();
	}

	/** Returns the loops of all servers of this JVM. */
	private static Set<Thread> loops() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("ws-loop"))
			.collect(Collectors.toSet());
	}

}
