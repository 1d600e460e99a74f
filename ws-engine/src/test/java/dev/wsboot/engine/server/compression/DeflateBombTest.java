/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.compression;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ServerProcess;
import dev.wsboot.engine.server.fixture.Usage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages of a megabyte that would inflate to a gigabyte, which is the most that DEFLATE
 * can do, against a small server: it inflates no further than the limit, and owns
 * afterwards what it owned before.
 */
@Timeout(180)
@Tag("slow")
class DeflateBombTest {

	private static final int MEGABYTE = 1024 * 1024;

	private static final int ROUNDS = 25;

	private static final int AT_ONCE = 20;

	/** Bytes by which the memory of the server may grow, at the end and at any time. */
	private static final long CEILING = 24 * MEGABYTE;

	private static final byte[] BOMB = bomb();

	@Test
	void isRefusedAtTheFirstByteOverTheLimit() throws Exception {
		try (ServerProcess server = ServerProcess.start("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch",
				"-XX:MaxDirectMemorySize=16m", "-Dws.compression.enabled=true"); Peer honest = Peer.open(server.port)) {
			explode(server, 3);
			Usage before = atRest(server);
			explode(server, ROUNDS);
			Usage after = atRest(server);
			System.out.printf("%d bombs: %d bytes of heap and %d resident bytes more than before%n", ROUNDS * AT_ONCE,
					after.heap() - before.heap(), after.resident() - before.resident());
			assertThat(after.resident() - before.resident()).as("resident bytes more").isLessThan(CEILING);
			assertThat(after.heap() - before.heap()).as("bytes of heap more").isLessThan(4 * MEGABYTE);
			honest.sendsText("still there?");
			assertThat(honest.receivesText()).isEqualTo("still there?");
		}
	}

	/** When only the honest one is left. */
	private static Usage atRest(ServerProcess server) throws Exception {
		Await.until("the others are gone", () -> server.usage().connections() == 1 && server.usage().sessions() == 1);
		return server.usage();
	}

	/** Many at once, each inside of its message while the others begin theirs. */
	private static void explode(ServerProcess server, int rounds) throws Exception {
		for (int i = 0; i < rounds; i++) {
			List<DeflatePeer> peers = new ArrayList<>();
			for (int j = 0; j < AT_ONCE; j++) {
				DeflatePeer peer = DeflatePeer.open(server.port, "; client_max_window_bits");
				// what half a megabyte inflates to is legal
				peer.peer.sends(Arrays.copyOf(BOMB, 400));
				peers.add(peer);
			}
			for (DeflatePeer peer : peers) {
				peer.peer.sends(Arrays.copyOfRange(BOMB, 400, BOMB.length / 50));
				assertThat(peer.peer.receivesClose()).isEqualTo(1009);
				peer.close();
			}
		}
	}

	private static byte[] bomb() {
		Deflater deflater = new Deflater(9, true);
		ByteArrayOutputStream deflated = new ByteArrayOutputStream();
		byte[] zeros = new byte[MEGABYTE];
		byte[] piece = new byte[MEGABYTE];
		while (deflated.size() < MEGABYTE - 2000) {
			deflater.setInput(zeros);
			int length = deflater.deflate(piece, 0, piece.length, Deflater.NO_FLUSH);
			deflated.write(piece, 0, length);
		}
		deflater.end();
		return DeflatePeer.frame(true, Opcode.BINARY, deflated.toByteArray());
	}

}
