/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.BlockedSender;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.fixture.TlsPeer;
import dev.wsboot.engine.server.session.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mailbox that is full pauses reading, so that TCP pushes back; nothing is lost.
 */
@Timeout(120)
class BackPressureTest {

	private static final int MESSAGES = 100_000;

	@Test
	void readingPausesAtTheNumberOfMessages() throws Exception {
		pausesAndLosesNothing(Servers.options().inbound((inbound) -> inbound.maxMessages(8)), "x".repeat(200));
	}

	@Test
	void readingPausesAtTheNumberOfBytes() throws Exception {
		pausesAndLosesNothing(Servers.options().inbound((inbound) -> inbound.maxMessages(1_000_000).maxBytes(2000)),
				"x".repeat(200));
	}

	private void pausesAndLosesNothing(WsServerOptions.Builder options, String padding) throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger handled = new AtomicInteger();
		AtomicInteger misplaced = new AtomicInteger();
		AtomicLong mostWaiting = new AtomicLong();
		Recorder slow = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				Await.on(release);
				mostWaiting.accumulateAndGet(((Session) session).waitingMessages(), Math::max);
				String text = message.text();
				int number = Integer.parseInt(text.substring(0, text.indexOf(' ')));
				if (number != handled.getAndIncrement()) {
					misplaced.incrementAndGet();
				}
			}
		};
		try (WsServer server = Servers.start(options, slow); Peer peer = Peer.open(server)) {
			BlockedSender sender = BlockedSender.start((sent) -> {
				for (int i = 0; i < MESSAGES; i++) {
					peer.sendsText(i + " " + padding);
					sent.incrementAndGet();
				}
				peer.sendsClose(1000);
			});
			// 20 MB do not fit into the kernels
			sender.awaitBlocked();
			assertThat(sender.sent()).isLessThan(MESSAGES);
			assertThat(server.counters().messagesReceived()).isLessThan(50);
			release.countDown();
			sender.awaitEnd();
			assertThat(peer.receivesClose()).isEqualTo(1000);
			assertThat(slow.awaitClosed().code()).isEqualTo(1000);
		}
		assertThat(handled).hasValue(MESSAGES);
		assertThat(misplaced).hasValue(0);
		assertThat(mostWaiting.get()).isLessThan(50);
	}

	@Test
	void theEndOfTlsWaitsBehindWhatCameBeforeIt() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Recorder slow = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				Await.on(release);
			}
		};
		WsServerOptions.Builder options = Servers.options()
			.inbound((inbound) -> inbound.maxMessages(1))
			.tls(TlsOptions.of(Certificates.of("localhost")));
		try (WsServer server = Servers.start(options, slow); TlsPeer peer = TlsPeer.open(server, "TLSv1.3")) {
			byte[] data = peer
				.encrypt(Peer.concat(Peer.text("1"), Peer.text("2"), Peer.text("3"), Peer.text("4"), Peer.close(1000)));
			peer.engine.closeOutbound();
			peer.sendsRaw(Peer.concat(data, peer.encrypt(new byte[0])));
			assertThat(slow.awaitMessage()).isEqualTo("1");
			release.countDown();
			assertThat(slow.awaitMessage()).isEqualTo("2");
			assertThat(slow.awaitMessage()).isEqualTo("3");
			assertThat(slow.awaitMessage()).isEqualTo("4");
			assertThat(slow.awaitClosed().code()).isEqualTo(1000);
			Servers.awaitEmpty(server);
		}
		assertThat(slow.closed).isEmpty();
		assertThat(slow.faults).isEmpty();
	}

}
