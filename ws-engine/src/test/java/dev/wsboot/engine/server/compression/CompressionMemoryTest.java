/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.compression;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.wsboot.engine.compression.ContextBudget;
import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.server.ServerInternals;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Native memory for compression: who owns it, for how long, and how much of it there is.
 */
@Timeout(120)
class CompressionMemoryTest {

	private static final String BOTH = "permessage-deflate";

	private static final String NEITHER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

	private final Echo echo = new Echo();

	@Test
	@Tag("slow")
	void aConnectionThatDiesInsideAMessageGivesItsInflaterBack() throws Exception {
		List<DeflatePeer> peers = new ArrayList<>();
		try (WsServer server = start(ContextTakeover.NONE, 1)) {
			for (int i = 0; i < 60; i++) {
				DeflatePeer peer = DeflatePeer.open(server);
				byte[] deflated = peer.deflate(TestData.TEXT.bytes(10_000, i));
				byte[] frame = DeflatePeer.frame(true, Opcode.TEXT, deflated);
				peer.peer.sends(Arrays.copyOf(frame, frame.length / 2));
				peers.add(peer);
			}
			Await.until("each session owns an inflater", () -> ServerInternals.zipsAlive(server) == peers.size());
			for (int i = 0; i < peers.size(); i++) {
				switch (i % 4) {
					case 0 -> peers.get(i).peer.resets();
					case 1 -> peers.get(i).peer.sendsEnd();
					// a masked Close inside of the payload is rubbish
					case 2 -> peers.get(i).peer.sends(new byte[10_000]);
					default -> server.sessions().all().forEach((session) -> session.close());
				}
			}
			for (DeflatePeer peer : peers) {
				peer.close();
			}
			Servers.awaitEmpty(server);
			// first given back, and then not needed any more
			Await.until("all inflaters are ended", () -> ServerInternals.zipsAlive(server) == 0);
			assertThat(server.counters().contextMemory()).isZero();
		}
	}

	@Test
	@Tag("slow")
	void anIdleSessionOwnsNothing() throws Exception {
		try (WsServer server = start(ContextTakeover.NONE, 1); DeflatePeer peer = DeflatePeer.open(server)) {
			byte[] message = TestData.TEXT.bytes(100_000, 1);
			assertThat(peer.sends(Opcode.TEXT, message).receives(Opcode.TEXT)).isEqualTo(message);
			assertThat(peer.inflated).isOne();
			Await.until("all inflaters and deflaters are ended", () -> ServerInternals.zipsAlive(server) == 0);
			assertThat(peer.sends(Opcode.TEXT, message).receives(Opcode.TEXT)).isEqualTo(message);
		}
	}

	@Test
	void sessionsBeyondTheBudgetKeepNoContext() throws Exception {
		long each = ContextBudget.DEFLATER + ContextBudget.INFLATER;
		try (WsServer server = start(ContextTakeover.BOTH, 2 * each + 1)) {
			DeflatePeer first = DeflatePeer.open(server);
			DeflatePeer second = DeflatePeer.open(server);
			assertThat(first.peer.extensions()).isEqualTo(BOTH);
			assertThat(second.peer.extensions()).isEqualTo(BOTH);
			assertThat(server.counters().contextMemory()).isEqualTo(2 * each);
			try (DeflatePeer third = DeflatePeer.open(server)) {
				assertThat(third.peer.extensions()).isEqualTo(NEITHER);
				assertThat(server.counters().contextsRefused()).isOne();
				for (DeflatePeer peer : List.of(first, second, third)) {
					byte[] message = TestData.RECORDS.bytes(20_000, 1);
					assertThat(peer.sends(Opcode.TEXT, message).receives(Opcode.TEXT)).isEqualTo(message);
				}
			}
			first.peer.resets();
			Await.until("the context memory of one session is reserved",
					() -> server.counters().contextMemory() == each);
			try (DeflatePeer next = DeflatePeer.open(server)) {
				assertThat(next.peer.extensions()).isEqualTo(BOTH);
				next.closes();
			}
			second.closes();
			Await.until("all context memory is free", () -> server.counters().contextMemory() == 0);
			assertThat(server.counters().contextsRefused()).isOne();
			first.close();
			second.close();
		}
	}

	/** The writer may be at work with the deflater when the connection ends. */
	@Test
	void connectionsThatDieWhileTheyAreSentToGiveTheirContextsBack() throws Exception {
		try (WsServer server = start(ContextTakeover.BOTH, 1024 * 1024 * 1024)) {
			AtomicBoolean stop = new AtomicBoolean();
			List<Thread> senders = new ArrayList<>();
			String text = new String(TestData.RECORDS.bytes(50_000, 1), StandardCharsets.UTF_8);
			for (int i = 0; i < 2; i++) {
				senders.add(new Thread(() -> {
					while (!stop.get()) {
						server.sessions().all().forEach((session) -> session.sendText(text));
					}
				}));
			}
			senders.forEach(Thread::start);
			for (int round = 0; round < 20; round++) {
				for (int i = 0; i < 10; i++) {
					DeflatePeer peer = DeflatePeer.open(server);
					byte[] message = TestData.TEXT.bytes(5_000, i);
					peer.sends(Opcode.TEXT, message);
					peer.peer.receives();
					if (i % 2 == 0) {
						peer.peer.resets();
					}
					peer.close();
				}
			}
			stop.set(true);
			for (Thread sender : senders) {
				Await.end(sender);
			}
			Servers.awaitEmpty(server);
			Await.until("all context memory is free", () -> server.counters().contextMemory() == 0);
			assertThat(server.counters().contextsRefused()).isZero();
		}
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.errors).isEmpty();
	}

	@Test
	void aServerThatStopsGivesAllBack() throws Exception {
		WsServer server = start(ContextTakeover.BOTH, 1024 * 1024);
		try (DeflatePeer peer = DeflatePeer.open(server); DeflatePeer other = DeflatePeer.open(server)) {
			byte[] message = TestData.TEXT.bytes(100_000, 1);
			assertThat(peer.sends(Opcode.TEXT, message).receives(Opcode.TEXT)).isEqualTo(message);
			other.peer.sends(DeflatePeer.frame(false, Opcode.TEXT, other.deflate(message)));
			var stop = server.stop();
			assertThat(peer.peer.receivesUntilClose()).isEqualTo(1001);
			peer.peer.sendsClose(1001);
			other.close();
			Await.end(stop);
			assertThat(server.counters().contextMemory()).isZero();
			assertThat(ServerInternals.zipsAlive(server)).isZero();
		}
	}

	private WsServer start(ContextTakeover takeover, long maxMemory) throws Exception {
		return Servers.start(Servers.options()
			.compression(CompressionOptions.defaults().enabled(true).contextTakeover(takeover).maxMemory(maxMemory)),
				this.echo);
	}

}
