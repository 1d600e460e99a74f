/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Binary messages that are read into a buffer of the loop, and written from it. */
class LargeMessageTest {

	private static final int MEBIBYTE = 1024 * 1024;

	private static WsServerOptions.Builder large() {
		return Servers.options()
			.eventLoops(1)
			.messages((messages) -> messages.maxFrameSize(16 * MEBIBYTE).maxSize(16 * MEBIBYTE))
			.send((send) -> send.bufferLimit(32 * MEBIBYTE));
	}

	private static SessionHandler echo(boolean onLoop) {
		return new SessionHandler() {

			@Override
			public void onMessage(WsSession session, WsMessage message) {
				session.sendBinary(message.bytes());
			}

			@Override
			public void onBinary(WsSession session, ByteBuffer payload) {
				assertThat(payload.isReadOnly()).isTrue();
				assertThat(payload.capacity()).isEqualTo(payload.remaining());
				assertThat(payload.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
				session.sendBinary(payload);
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return onLoop;
			}

		};
	}

	private static byte[] random(int size) {
		byte[] payload = new byte[size];
		new Random(size).nextBytes(payload);
		return payload;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void comeBackAsTheyWere(boolean onLoop) throws Exception {
		try (WsServer server = Servers.start(large(), echo(onLoop)); Peer peer = Peer.open(server)) {
			for (int size : new int[] { 0, 1, 125, 126, 8191, 8192, 32768, 32769, 65521, 65522, 65535, 65536, 65537,
					MEBIBYTE, MEBIBYTE + 1, 9 * MEBIBYTE }) {
				byte[] payload = random(size);
				Thread sender = new Thread(() -> sends(peer, Peer.frame(true, Opcode.BINARY, payload), size));
				sender.start();
				assertThat(peer.receives().payload()).as("%d bytes", size).isEqualTo(payload);
				Await.end(sender);
			}
		}
	}

	@Test
	void smallOnesAreLookedAtWhereTheyLie() throws Exception {
		AtomicInteger looks = new AtomicInteger();
		SessionHandler handler = new SessionHandler() {

			@Override
			public void onBinary(WsSession session, ByteBuffer payload) {
				looks.incrementAndGet();
				session.sendBinary(payload);
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}

		};
		try (WsServer server = Servers.start(large(), handler); Peer peer = Peer.open(server)) {
			for (int i = 1; i < 20; i++) {
				byte[] payload = random(i * 30);
				assertThat(peer.sendsBinary(payload).receives().payload()).isEqualTo(payload);
				assertThat(looks).hasValue(i);
			}
		}
	}

	/** In pieces, so that frames end and begin anywhere in what is read. */
	private static void sends(Peer peer, byte[] bytes, int seed) {
		Random random = new Random(seed);
		try {
			for (int from = 0; from < bytes.length;) {
				int to = Math.min(bytes.length, from + 1 + random.nextInt(100_000));
				peer.sends(Arrays.copyOfRange(bytes, from, to));
				from = to;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void waitForAPeerThatReadsLate() throws Exception {
		byte[] payload = random(7 * MEBIBYTE);
		try (WsServer server = Servers.start(large(), echo(true)); Peer peer = Peer.openNarrow(server)) {
			peer.sends(Peer.frame(true, Opcode.BINARY, payload));
			peer.sendsBinary("behind".getBytes(StandardCharsets.UTF_8));
			Await.until("the rest of the message is queued",
					() -> server.sessions().all().stream().mapToLong(WsSession::queuedBytes).sum() > 0);
			assertThat(peer.receives().payload()).isEqualTo(payload);
			assertThat(peer.receives().payload()).asString().isEqualTo("behind");
		}
	}

	/**
	 * The loops lend 8 MiB each, so that peers that claim more find none left; nobody is
	 * refused, and what the dead held is lent again.
	 */
	@Test
	void doNotNeedALentBuffer() throws Exception {
		byte[] payload = random(2 * MEBIBYTE);
		byte[] frame = Peer.frame(true, Opcode.BINARY, payload);
		try (WsServer server = Servers.start(large(), echo(true))) {
			for (int round = 0; round < 5; round++) {
				Peer[] stalled = new Peer[6];
				for (int i = 0; i < stalled.length; i++) {
					stalled[i] = Peer.open(server).sends(Arrays.copyOf(frame, 100_000));
				}
				try (Peer peer = Peer.open(server)) {
					Thread sender = new Thread(() -> sends(peer, frame, 1));
					sender.start();
					assertThat(peer.receives().payload()).isEqualTo(payload);
					Await.end(sender);
				}
				for (Peer peer : stalled) {
					peer.resets();
				}
				Await.until("all sessions are gone", () -> server.sessions().count() == 0);
			}
		}
	}

}
