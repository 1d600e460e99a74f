/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The subjects of the cases 12 and 13 of the Autobahn test suite: messages of different
 * kinds and sizes, many of them under way at once, in one frame or many, for each set of
 * offers. None of them may be declined, and all messages come back.
 */
@Timeout(120)
@Tag("long")
class AutobahnCasesTest {

	/** Bytes of a message, and of the largest fragment of what it is deflated to. */
	private static final int[][] SIZES = { { 16, 0 }, { 64, 0 }, { 256, 0 }, { 1024, 0 }, { 4096, 0 }, { 8192, 0 },
			{ 16384, 0 }, { 32768, 0 }, { 65536, 0 }, { 131072, 0 }, { 8192, 256 }, { 16384, 256 }, { 32768, 256 },
			{ 65536, 256 }, { 131072, 256 }, { 131072, 1024 }, { 131072, 4096 }, { 131072, 32768 } };

	private static final List<TestData> KINDS = List.of(TestData.RECORDS, TestData.TEXT, TestData.ECHO);

	private static final int AT_ONCE = 4;

	private final Echo echo = new Echo();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "12, 13.1 | '; client_max_window_bits'",
					"13.2 | '; server_no_context_takeover; client_max_window_bits'",
					"13.3 | '; server_max_window_bits=9; client_max_window_bits'",
					"13.4 | '; server_max_window_bits=15; client_max_window_bits'",
					"13.5 | '; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits'",
					"13.6 | '; server_no_context_takeover; server_max_window_bits=15; client_max_window_bits'",
					"13.7 | '; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits, "
							+ "permessage-deflate; server_no_context_takeover; client_max_window_bits, "
							+ "permessage-deflate; client_max_window_bits'" })
	void allMessagesComeBack(String number, String offers) throws Exception {
		for (ContextTakeover takeover : ContextTakeover.values()) {
			try (WsServer server = Servers.start(
					Servers.options()
						.compression(CompressionOptions.defaults().enabled(true).contextTakeover(takeover).minSize(0)),
					this.echo); DeflatePeer peer = DeflatePeer.open(server, offers)) {
				assertThat(peer.peer.extensions()).as(number)
					.matches((answer) -> answer.contains("server_max_window_bits=9") == offers.contains("bits=9;"))
					.matches((answer) -> answer.contains("server_no_context_takeover") == (!takeover.byServer()
							|| offers.startsWith("; server_no")));
				for (int[] size : SIZES) {
					exchange(peer, size[0], size[1]);
				}
				peer.closes();
			}
		}
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.errors).isEmpty();
	}

	private static void exchange(DeflatePeer peer, int size, int fragment) throws Exception {
		Queue<byte[]> sent = new ArrayDeque<>();
		for (int i = 0; i < AT_ONCE; i++) {
			byte[] message = KINDS.get(i % KINDS.size()).bytes(size, size + i);
			peer.sendsFragments(opcode(i), message, (fragment > 0) ? fragment : Integer.MAX_VALUE);
			sent.add(message);
		}
		for (int i = 0; i < AT_ONCE; i++) {
			assertThat(peer.receives(opcode(i))).as("%d bytes in fragments of %d", size, fragment)
				.isEqualTo(sent.poll());
		}
	}

	private static Opcode opcode(int message) {
		return (KINDS.get(message % KINDS.size()) == TestData.RECORDS) ? Opcode.TEXT : Opcode.BINARY;
	}

}
