/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events that a handler receives before its turn: arriving messages, and the end.
 */
@Timeout(60)
class ArrivalTest {

	/**
	 * Takes messages that begin with "!" when they arrive, and waits for one in others.
	 */
	private static class Taker extends Recorder {

		final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

		final CountDownLatch ended = new CountDownLatch(1);

		final CountDownLatch begun = new CountDownLatch(1);

		@Override
		public boolean onArrival(WsSession session, WsMessage message) {
			String text = message.text();
			if (text.equals("!throw")) {
				throw new IllegalStateException(text);
			}
			if (!text.startsWith("!")) {
				return false;
			}
			this.arrived.add(text + " on " + Thread.currentThread().getName().startsWith("ws-loop-"));
			return true;
		}

		@Override
		public void onEnd(WsSession session, CloseStatus status) {
			this.ended.countDown();
		}

		@Override
		protected void whenMessage(WsSession session, WsMessage message) throws Exception {
			if (message.text().equals("wait for a message")) {
				session.sendText("got " + Await.next(this.arrived));
			}
			if (message.text().equals("wait for the end")) {
				this.begun.countDown();
				assertThat(this.ended.await(30, TimeUnit.SECONDS)).isTrue();
			}
		}

	}

	@Test
	void aCallbackMayWaitForAMessageOfItsOwnSession() throws Exception {
		Taker taker = new Taker();
		try (WsServer server = Servers.start(taker); Peer peer = Peer.open(server)) {
			// in one read
			peer.sends(Peer.concat(Peer.text("wait for a message"), Peer.text("behind"), Peer.text("!answer")));
			assertThat(peer.receivesText()).isEqualTo("got !answer on true");
			assertThat(taker.awaitMessage()).isEqualTo("wait for a message");
			assertThat(taker.awaitMessage()).isEqualTo("behind");
			assertThat(taker.messages).isEmpty();
		}
		assertThat(taker.faults).isEmpty();
	}

	@Test
	void aCallbackMayWaitForTheEnd() throws Exception {
		Taker taker = new Taker();
		try (WsServer server = Servers.start(taker); Peer peer = Peer.open(server)) {
			peer.sends(Peer.text("wait for the end"));
			assertThat(taker.begun.await(30, TimeUnit.SECONDS)).isTrue();
			peer.resets();
			taker.awaitClosed();
		}
		assertThat(taker.faults).isEmpty();
		assertThat(taker.errors).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatItThrowsGoesToTheErrorCallback(boolean nonBlocking) throws Exception {
		Taker taker = new Taker() {

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return nonBlocking;
			}

		};
		try (WsServer server = Servers.start(taker); Peer peer = Peer.open(server)) {
			peer.sends(Peer.text("!throw"));
			assertThat(peer.receivesClose()).isEqualTo(1011);
			peer.resets();
			assertThat(taker.awaitClosed().code()).isEqualTo(1011);
			assertThat(taker.errors).singleElement().isInstanceOf(IllegalStateException.class);
		}
	}

}
