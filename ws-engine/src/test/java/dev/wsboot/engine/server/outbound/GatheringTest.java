/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.loop.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handlers on the event loop send while a connection is read is written together.
 */
class GatheringTest {

	private static final int[] SIZES = { 0, 1, 125, 126, 4_000, 8_192, 65_526, 65_532, 65_535, 65_536, 100_000 };

	private final List<CompletionStage<Void>> sent = new CopyOnWriteArrayList<>();

	private final List<Thread> told = new CopyOnWriteArrayList<>();

	private volatile WsSession session;

	private WsServer server;

	private Peer peer;

	@AfterEach
	void stop() throws Exception {
		this.peer.close();
		this.server.close();
	}

	private void start(MessageHandler handler) throws Exception {
		SessionHandler onLoop = new SessionHandler() {

			@Override
			public void onMessage(WsSession session, WsMessage message) {
				GatheringTest.this.session = session;
				handler.onMessage(session, message);
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}

		};
		this.server = Servers.start(Servers.options().send((send) -> send.bufferLimit(64 * 1024 * 1024)), onLoop);
		this.peer = Peer.openNarrow(this.server);
	}

	private void send(CompletionStage<Void> stage) {
		this.sent.add(stage);
	}

	@Test
	@Tag("slow")
	void allOfItComesInOrderToASlowReader() throws Exception {
		start((session, message) -> {
			int size = Integer.parseInt(message.text());
			byte[] payload = new byte[size];
			Arrays.fill(payload, (byte) this.sent.size());
			send(session.sendText(message.text()));
			send(session.sendBinary(ByteBuffer.wrap(payload)));
			ByteBuffer direct = ByteBuffer.allocateDirect(size).put(payload).flip();
			send(session.sendBinary(direct));
			assertThat(direct.remaining()).isEqualTo(size);
		});
		int rounds = 30;
		for (int i = 0; i < rounds; i++) {
			byte[][] messages = new byte[SIZES.length][];
			for (int j = 0; j < SIZES.length; j++) {
				messages[j] = Peer.text(Integer.toString(SIZES[j]));
			}
			// one piece, so that they are read together
			this.peer.sends(Peer.concat(messages)).sendsPing("ping");
		}
		Await.until("all messages are sent", () -> this.sent.size() == 3 * rounds * SIZES.length);
		assertThat(this.session.queuedBytes()).isPositive();
		for (int i = 0; i < 3 * rounds * SIZES.length; i += 3) {
			int size = SIZES[(i / 3) % SIZES.length];
			assertThat(receivesData().text()).isEqualTo(Integer.toString(size));
			for (int copy = 0; copy < 2; copy++) {
				Peer.Frame frame = receivesData();
				assertThat(frame.opcode()).isEqualTo(Opcode.BINARY);
				assertThat(frame.payload()).hasSize(size)
					.containsOnly((size == 0) ? new byte[0] : new byte[] { (byte) i });
			}
		}
		for (CompletionStage<Void> stage : this.sent) {
			Await.end(stage);
		}
		assertThat(this.server.counters().messagesSent()).isEqualTo(this.sent.size());
		assertThat(this.session.queuedBytes()).isZero();
	}

	/** Pongs may come between the messages. */
	private Peer.Frame receivesData() throws Exception {
		Peer.Frame frame = this.peer.receives();
		while (frame.opcode() == Opcode.PONG) {
			frame = this.peer.receives();
		}
		return frame;
	}

	@Test
	void codeThatWaitsForASendDoesNotRunOnTheLoop() throws Exception {
		start((session, message) -> {
			for (int i = 0; i < 3; i++) {
				send(session.sendText("a").thenRun(() -> this.told.add(Thread.currentThread())));
			}
		});
		this.peer.sends(Peer.concat(Peer.text("1"), Peer.text("2")));
		Await.until("6 sends are reported", () -> this.told.size() == 6);
		assertThat(this.told).noneMatch((thread) -> thread instanceof EventLoop.LoopThread);
	}

	@Test
	void nothingOvertakesAndNothingFollowsAClose() throws Exception {
		start((session, message) -> {
			send(session.sendText("before"));
			send(session.sendText("frag", false));
			send(session.sendText("ment", true));
			send(session.sendText("behind"));
			session.close(CloseStatus.NORMAL);
			send(session.sendText("never"));
		});
		this.peer.sends(Peer.concat(Peer.text("1"), Peer.text("2")));
		assertThat(this.peer.receivesText()).isEqualTo("before");
		assertThat(this.peer.receives().text()).isEqualTo("frag");
		assertThat(this.peer.receives().text()).isEqualTo("ment");
		assertThat(this.peer.receivesText()).isEqualTo("behind");
		assertThat(this.peer.receivesClose()).isEqualTo(1000);
		for (int i = 0; i < 4; i++) {
			Await.end(this.sent.get(i));
		}
		Await.until("the fifth send has failed", this.sent.get(4).toCompletableFuture()::isCompletedExceptionally);
	}

	@Test
	void isToldWhenThePeerIsGone() throws Exception {
		start((session, message) -> {
			for (int i = 0; i < 2_000; i++) {
				send(session.sendBinary(ByteBuffer.wrap(new byte[10_000])));
			}
		});
		this.peer.sendsText("go");
		Await.until("2000 messages are sent", () -> this.sent.size() == 2_000);
		this.peer.resets();
		for (CompletionStage<Void> stage : this.sent) {
			Await.until("each send is complete", stage.toCompletableFuture()::isDone);
		}
		assertThat(this.sent.get(1_999).toCompletableFuture()).isCompletedExceptionally();
		Servers.awaitEmpty(this.server);
	}

	private interface MessageHandler {

		void onMessage(WsSession session, WsMessage message);

	}

}
