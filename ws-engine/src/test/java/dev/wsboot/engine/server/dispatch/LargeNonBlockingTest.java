/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are too large for a handler on the event loop.
 */
@Timeout(60)
class LargeNonBlockingTest {

	/** Notes the size of each message, and whether it came on the event loop. */
	private static final class Sizes implements SessionHandler {

		final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		private final int limit;

		Sizes(int limit) {
			this.limit = limit;
		}

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			see(message.size());
		}

		@Override
		public void onBinary(WsSession session, ByteBuffer payload) {
			see(payload.remaining());
		}

		private void see(int size) {
			this.seen.add(size + " " + Thread.currentThread().getName().startsWith("ws-loop-"));
		}

		@Override
		public boolean isNonBlocking(SessionEvent event) {
			return true;
		}

		@Override
		public int maxNonBlockingSize(SessionEvent event) {
			return this.limit;
		}

	}

	@Test
	void messagesUpToTheLimitStayOnTheLoop() throws Exception {
		Sizes sizes = new Sizes(2000);
		try (WsServer server = Servers.start(sizes); Peer peer = Peer.open(server)) {
			for (int size : List.of(1, 2000, 2001, 100_000)) {
				peer.sends(Peer.text("x".repeat(size)));
				assertThat(Await.next(sizes.seen)).isEqualTo(size + " " + (size <= 2000));
				peer.sends(Peer.frame(true, Opcode.BINARY, new byte[size]));
				assertThat(Await.next(sizes.seen)).isEqualTo(size + " " + (size <= 2000));
			}
		}
	}

	@Test
	void orderIsKept() throws Exception {
		Sizes sizes = new Sizes(1500);
		try (WsServer server = Servers.start(sizes); Peer peer = Peer.open(server)) {
			List<byte[]> frames = new ArrayList<>();
			for (int i = 0; i < 2000; i++) {
				frames.add(Peer.text("x".repeat(size(i))));
			}
			peer.sends(Peer.concat(frames.toArray(byte[][]::new)));
			for (int i = 0; i < 2000; i++) {
				assertThat(Await.next(sizes.seen)).startsWith(size(i) + " ");
			}
		}
	}

	private static int size(int number) {
		return (number % 7 == 0) ? 2000 + number : number;
	}

}
