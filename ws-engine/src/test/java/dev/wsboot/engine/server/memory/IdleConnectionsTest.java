/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;

import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ServerProcess;
import dev.wsboot.engine.server.fixture.Usage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Idle connections cost neither threads nor buffers. Prints what they do cost; more of
 * them with {@code -Dws.idle.connections=10000}.
 */
@Tag("long")
class IdleConnectionsTest {

	private static final byte[] MESSAGE = message();

	@ParameterizedTest
	@EnumSource
	void costNoThreadsAndLittleMemory(Kind kind) throws Exception {
		int connections = Integer.getInteger("ws.idle.connections", kind.connections);
		List<Peer> peers = new ArrayList<>();
		// with a heap that is resident from the start, what grows is outside of it
		try (ServerProcess server = ServerProcess.start("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch",
				"-Dws.compression.enabled=" + (kind == Kind.COMPRESSION), "-Dws.test.tls=" + (kind == Kind.TLS),
				"-Dws.handshake.timeout=300")) {
			// classes are loaded and code is compiled before the first measurement
			for (int i = 0; i < connections / 10; i++) {
				open(server.port, kind).close();
			}
			peers.add(open(server.port, kind));
			Await.until("the first sessions have ended", () -> server.usage().sessions() == 1);
			Usage before = server.usage();
			for (int i = 0; i < connections; i++) {
				peers.add(open(server.port, kind));
			}
			Usage after = awaitSweep(server, kind, before, connections);
			assertThat(after.sessions()).isGreaterThan(connections);
			assertThat(after.threads() - before.threads()).as("threads more than before").isLessThan(20);
			// an inflater has 40 KB
			assertThat((after.resident() - before.resident()) / connections)
				.as("bytes outside of the heap per idle connection")
				.isLessThan(kind.outside);
		}
		finally {
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

	/**
	 * Waits for the next sweep of the server, which gives up what the handshakes have
	 * needed, and prints the memory that is left.
	 */
	private static Usage awaitSweep(ServerProcess server, Kind kind, Usage before, int connections) throws Exception {
		AtomicReference<Usage> last = new AtomicReference<>(before);
		try {
			Await.until("an idle connection takes at most " + kind.heap + " bytes of heap", () -> {
				last.set(server.usage());
				return (last.get().heap() - before.heap()) / connections <= kind.heap;
			});
		}
		finally {
			Usage after = last.get();
			System.out.printf(
					"%d idle connections (%s): %d threads (%d before), %d bytes of heap and %d bytes outside of it for each%n",
					connections, kind, after.threads(), before.threads(), (after.heap() - before.heap()) / connections,
					(after.resident() - before.resident()) / connections);
		}
		return last.get();
	}

	private static byte[] message() {
		Deflater deflater = new Deflater(6, true);
		deflater.setInput(TestData.RECORDS.bytes(4000, 1));
		byte[] deflated = new byte[4000];
		int length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
		deflater.end();
		return DeflatePeer.frame(true, Opcode.TEXT, Arrays.copyOf(deflated, length - 4));
	}

	private static Peer open(int port, Kind kind) throws IOException {
		if (kind == Kind.TLS) {
			return Peer.openTls(port, Certificates.trustAll());
		}
		if (kind == Kind.PLAIN) {
			return Peer.open(port);
		}
		Peer peer = Peer.openOffering(port, "permessage-deflate; client_max_window_bits");
		peer.sends(MESSAGE);
		assertThat(peer.receives().rsv1()).isTrue();
		return peer;
	}

	/**
	 * The kinds of connections.
	 */
	enum Kind {

		/** Frames without compression, over TCP. */
		PLAIN(2000, 1536, 16 * 1024),
		/** Sessions that have received and sent a compressed message before. */
		COMPRESSION(2000, 2048, 32 * 1024),
		/**
		 * Frames over TLS 1.3. Most of the heap belongs to the engines of the JDK; the
		 * buffers of one connection would be 16 KB and more.
		 */
		TLS(250, 12 * 1024, 128 * 1024);

		/** The number of connections that are opened. */
		private final int connections;

		/** The maximum bytes of heap for each connection. */
		private final int heap;

		/** The limit of the bytes outside of the heap for each connection. */
		private final int outside;

		Kind(int connections, int heap, int outside) {
			this.connections = connections;
			this.heap = heap;
			this.outside = outside;
		}

	}

}
