/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ServerProcess;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers in JVMs with little direct memory, as images of buildpacks set it: peers that
 * claim large messages cost no collections, and sessions go on also where the application
 * has used up all direct memory.
 */
@Timeout(900)
@Tag("long")
class SmallDirectMemoryTest {

	private static final String[] JVM = { "-Xmx256m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=10m" };

	private static final int HEADERS = 300;

	private static final int[] CLAIMS = { 1024 * 1024, 600_000, 300_000, 100_000, 40_000 };

	private final List<Peer> honest = new ArrayList<>();

	private final Deque<Peer> hostile = new ArrayDeque<>();

	@AfterEach
	void leave() throws Exception {
		for (Peer peer : this.honest) {
			peer.close();
		}
		for (Peer peer : this.hostile) {
			peer.close();
		}
	}

	private static ServerProcess start(String... more) throws IOException {
		List<String> arguments = new ArrayList<>(Arrays.asList(JVM));
		arguments.addAll(Arrays.asList(more));
		return ServerProcess.start(SmallDirectMemoryServer.class, arguments.toArray(String[]::new));
	}

	private static long[] answer(ServerProcess server) throws IOException {
		return Arrays.stream(server.answer().split(" ")).mapToLong(Long::parseLong).toArray();
	}

	/** Half of the handlers run on event loops, the others may block. */
	private void comeHonestPeers(ServerProcess server) throws IOException {
		for (int i = 0; i < 10; i++) {
			this.honest.add(Peer.openAt(server.port, (i % 2 == 0) ? "/loop" : "/"));
		}
	}

	@Test
	void claimsOfLargeMessagesCostNoCollections() throws Exception {
		try (ServerProcess server = start()) {
			comeHonestPeers(server);
			long before = answer(server)[1];
			for (int i = 0; i < HEADERS; i++) {
				byte[] header = Peer.header(Opcode.BINARY, CLAIMS[i % CLAIMS.length]);
				this.hostile.add(Peer.open(server.port).sends(Peer.concat(header, new byte[10])));
				if (this.hostile.size() > 40) {
					this.hostile.remove().resets();
				}
				Peer peer = this.honest.get(i % this.honest.size());
				assertThat(peer.sendsText("message " + i).receivesText()).isEqualTo("message " + i);
			}
			long[] after = answer(server);
			assertThat(after[0]).as("limit of the JVM").isEqualTo(10 * 1024 * 1024);
			// one or two may have other causes
			assertThat(after[1] - before).as("collections of the old generation").isLessThanOrEqualTo(5);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sessionsGoOnWhereTheApplicationHasUsedUpAll(boolean nothingReserved) throws Exception {
		try (ServerProcess server = start("-Dws.used-up=true", "-Dws.nothing-reserved=" + nothingReserved)) {
			comeHonestPeers(server);
			byte[] large = new byte[300_000];
			String text = "x".repeat(20_000);
			for (int round = 0; round < 5; round++) {
				for (Peer peer : this.honest) {
					peer.sendsText("short").sendsText(text).sendsBinary(large);
				}
				for (Peer peer : this.honest) {
					assertThat(peer.receivesText()).isEqualTo("short");
					assertThat(peer.receivesText()).isEqualTo(text);
					assertThat(peer.receives().payload()).isEqualTo(large);
				}
			}
		}
	}

}
