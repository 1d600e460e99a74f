/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The bytes on the wire when a client misbehaves. For the reactions of servers:
 * {@link FaultsAgainstServerTest}.
 */
class ClientFaultsTest {

	/** Time in which nothing comes of what never comes. */
	private static final Duration SHORT = Duration.ofSeconds(1);

	@Test
	void writesAsMuchAsItIsTold() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending()) {
			try (WsTestClient client = WsTestClient.connect(server.uri())) {
				PacedSend hello = client.faults().pace("hello");
				// two bytes of header and four of masking key
				assertThat(hello.remaining()).isEqualTo(11);
				assertThat(hello.next(3).next(1).remaining()).isEqualTo(7);
				client.faults().vanish();
			}
			assertThat(server.heard()).hasSize(4).startsWith(0x81, 0x85);
		}
	}

	@Test
	void writesTheRestInAnyPieces() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending()) {
			try (WsTestClient client = WsTestClient.to(server.uri()).connect()) {
				client.faults().pace("a").next(1).byteByByte().rest();
				client.faults().paceFrame(false, 0xB, new byte[300]).next(1000).rest();
				client.faults().vanish();
			}
			byte[] heard = server.heard();
			assertThat(heard).hasSize(7 + 308);
			// the length in two bytes, masked
			assertThat(Arrays.copyOfRange(heard, 7, 11)).containsExactly(0x0B, 0xFE, 1, 44);
		}
	}

	@Test
	void readsAsMuchAsItIsTold() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 2, 'h', 'i', 0x89, 1, 'q', 0x81, 1, 'x', 0x81, 1)) {
			WsTestClient client = WsTestClient.connect(server.uri());
			client.faults().read(3);
			client.faults().read(1);
			client.expectText("hi");
			// a ping, up to its payload
			client.faults().read(2);
			client.expectText("x");
			client.raw().timeout(SHORT);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.faults().read(1))
				.withMessage("Expected 1 bytes, but only 0 bytes came within 1s");
			client.raw().close();
			// the pong
			assertThat(server.heard()).hasSize(7);
		}
	}

	@Test
	void answersOnlyWhatItIsToldTo() throws Exception {
		int[] pingAndClose = { 0x89, 1, 'q', 0x88, 2, 0x03, 0xE9 };
		try (ScriptedServer server = ScriptedServer.sending(pingAndClose)) {
			try (WsTestClient client = WsTestClient.to(server.uri()).answerNoCloses().connect()) {
				client.expectClose(1001);
				client.faults().vanish();
			}
			assertThat(server.heard()).hasSize(7).startsWith(0x8A);
		}
		try (ScriptedServer server = ScriptedServer.sending(pingAndClose)) {
			try (WsTestClient client = WsTestClient.to(server.uri()).answerNoPings().connect()) {
				client.expectClose(1001);
			}
			assertThat(server.heard()).hasSize(8).startsWith(0x88);
		}
	}

	@Test
	void cannotBeUsedOnceItHasVanished() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 1, 'x')) {
			try (WsTestClient client = WsTestClient.connect(server.uri())) {
				client.faults().vanish();
				assertThatIllegalStateException().isThrownBy(() -> client.send("a"))
					.withMessage("This side of the connection has vanished");
				assertThatIllegalStateException().isThrownBy(client::expectText);
				assertThatIllegalStateException().isThrownBy(() -> client.raw().expectBytes(1));
				assertThatIllegalStateException().isThrownBy(() -> client.faults().floodWithPings(1));
			}
			assertThat(server.heard()).as("no Close frame").isEmpty();
		}
	}

	@Test
	void resetsBehindTheByteThatItWasTold() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending()) {
			WsTestClient client = WsTestClient.connect(server.uri());
			client.faults().pace("hello").next(5).reset();
			client.close();
			assertThatExceptionOfType(Exception.class).isThrownBy(server::heard).withMessageContaining("reset");
		}
	}

	@Test
	void floodsWithPingsAndFragments() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending()) {
			try (WsTestClient client = WsTestClient.connect(server.uri())) {
				client.faults().floodWithPings(5000).floodWithFragments(3);
				client.faults().vanish();
			}
			byte[] heard = server.heard();
			assertThat(heard).hasSize(7 * 5003);
			for (int i = 0; i < 5000; i++) {
				assertThat(heard[7 * i]).isEqualTo((byte) 0x89);
			}
			assertThat(heard[7 * 5000]).isEqualTo((byte) 0x01);
			assertThat(heard[7 * 5001]).isEqualTo((byte) 0x00);
			assertThat(heard[7 * 5002]).isEqualTo((byte) 0x00);
		}
	}

	@Test
	@Tag("slow")
	void saysThatTheServerDoesNotTakeAFlood() throws Exception {
		try (ScriptedServer server = ScriptedServer.deaf(); WsTestClient client = WsTestClient.connect(server.uri())) {
			client.raw().timeout(SHORT);
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> client.raw().flood(new byte[1000], 100_000))
				.withMessageMatching("Expected the server to take 100000 times 1000 bytes, but it took only \\d+ of "
						+ "them within 1s.*");
		}
	}

	@Test
	void shakesHandsByteByByte() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 1, 'x')) {
			PacedHandshake handshake = WsTestClient.to(server.uri()).header("Origin", "http://a").paced();
			int size = handshake.remaining();
			while (handshake.remaining() > 1) {
				handshake.next(1);
			}
			assertThat(size).isGreaterThan(100);
			try (WsTestClient client = handshake.connect()) {
				handshake.close();
				client.expectText("x");
			}
		}
	}

	@Test
	void closesAHandshakeThatStalls() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending();
				PacedHandshake handshake = WsTestClient.to(server.uri()).paced().next(10)) {
			handshake.raw().timeout(SHORT);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(handshake.raw()::expectEnd)
				.withMessageContaining("only 0 bytes came");
		}
	}

	@Test
	void opensManyAndSaysWhichWereRefused() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 1, 'x')) {
			try (WsTestClients clients = WsTestClient.to(server.uri()).connectMany(3)) {
				assertThat(clients.size()).isEqualTo(1);
				assertThat(clients.rejected()).hasSize(2);
				clients.get(0).expectText("x");
				assertThat(clients).hasSize(1);
			}
		}
	}

}
