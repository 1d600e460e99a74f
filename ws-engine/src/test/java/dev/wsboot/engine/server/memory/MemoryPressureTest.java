/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.fixture.TlsPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where all connections together hold more than they may, those that hold the most are
 * closed, and what they held is given back.
 */
class MemoryPressureTest {

	private static final int KB = 1024;

	/** Bytes that the kernels may still accept for a full socket. */
	private static final int SOME = 400 * KB;

	private final WsServerOptions.Builder options = Servers.options()
		.connections((connections) -> connections.maxBufferedBytes(1000 * KB));

	private final List<Peer> peers = new ArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private final Recorder recorder = new Recorder() {
		@Override
		protected void whenMessage(WsSession session, WsMessage message) throws Exception {
			if (!message.isText()) {
				MemoryPressureTest.this.release.await();
			}
			session.send(PreparedMessage.of(message));
		}
	};

	private WsServer server;

	@AfterEach
	void nothingIsHeldInTheEnd() throws Exception {
		this.release.countDown();
		for (Peer peer : this.peers) {
			peer.close();
		}
		Await.until("no memory is held", () -> this.server.counters().bufferedBytes() == 0);
		this.server.close();
	}

	@Test
	void theLargestUnfinishedMessageHasToGo() throws Exception {
		this.release.countDown();
		start();
		Peer honest = peer();
		List<Peer> small = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			small.add(peer().sends(half(50 * KB)));
		}
		Await.until("the 8 small half messages are held", () -> held() >= 8 * 50 * KB);
		// what is unfinished has room for up to twice as much
		Peer large = peer().sends(half(500 * KB));
		Await.until("the large half message is held", () -> held() >= 900 * KB);
		assertThat(this.server.counters().sessionsShed()).isZero();
		Peer last = peer().sends(half(200 * KB));
		assertThat(large.receivesClose()).isEqualTo(1013);
		large.sendsClose(1013).receivesUntilEnd();
		assertThat(this.recorder.awaitClosed().code()).isEqualTo(1013);
		Await.until("1 session is shed", () -> this.server.counters().sessionsShed() == 1);
		for (Peer peer : small) {
			peer.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
			assertThat(peer.receives().payload()).hasSize(50 * KB);
		}
		last.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
		assertThat(last.receives().payload()).hasSize(200 * KB);
		assertThat(honest.sendsText("still here").receivesText()).isEqualTo("still here");
	}

	@Test
	void sessionWhoseMessagesWaitForTheirHandlerIsShed() throws Exception {
		start();
		Peer waiting = peer();
		for (int i = 0; i < 9; i++) {
			waiting.sendsBinary(new byte[100 * KB]);
		}
		Await.until("8 messages of the waiting session are held", () -> held() >= 800 * KB);
		Peer other = peer().sends(half(250 * KB));
		assertThat(waiting.receivesClose()).isEqualTo(1013);
		Await.until("the messages of the shed session are dropped", () -> held() < 600 * KB);
		this.release.countDown();
		waiting.sendsClose(1013).receivesUntilEnd();
		assertThat(this.recorder.awaitClosed().code()).isEqualTo(1013);
		assertThat(this.server.counters().messagesReceived()).isGreaterThanOrEqualTo(8);
		other.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
		assertThat(other.receives().payload()).hasSize(250 * KB);
	}

	@Test
	void sessionThatDoesNotReadIsShed() throws Exception {
		this.options.send((send) -> send.bufferLimit(10_000 * KB));
		start();
		Peer stalled = Peer.openNarrow(this.server);
		this.peers.add(stalled);
		WsSession session = this.recorder.awaitOpen();
		Servers.fillSocket(session);
		// too much for all sessions, but not for this one, however late it is closed
		for (int i = 0; i < 50; i++) {
			session.sendBinary(new byte[50 * KB]);
		}
		assertThat(this.recorder.awaitClosed().code()).isEqualTo(1013);
		Await.until("1 session is shed", () -> this.server.counters().sessionsShed() == 1);
	}

	@Test
	void whatManyShareIsNotCountedForEach() throws Exception {
		this.options.send((send) -> send.bufferLimit(10_000 * KB));
		start();
		Peer stalled = Peer.openNarrow(this.server);
		this.peers.add(stalled);
		WsSession session = this.recorder.awaitOpen();
		Servers.fillSocket(session);
		PreparedMessage message = PreparedMessage.binary(new byte[500 * KB]);
		for (int i = 0; i < 8; i++) {
			this.server.sessions().broadcast(session.endpoint(), message);
		}
		assertThat(session.queuedBytes()).isGreaterThan(4000 * KB);
		Peer honest = peer();
		assertThat(honest.sendsText("still here").receivesText()).isEqualTo("still here");
		assertThat(session.isOpen()).isTrue();
	}

	@Test
	void tinyMessagesThatNobodyReadsCountForWhatTheyOccupy() throws Exception {
		this.options.send((send) -> send.bufferLimit(10_000 * KB))
			.connections((connections) -> connections.maxBufferedBytes(100_000 * KB));
		start();
		WsSession session = stalled();
		long before = held();
		for (int i = 0; i < 10_000; i++) {
			session.sendBinary(new byte[1]);
		}
		Await.until("10000 tiny messages are counted", () -> held() - before >= 1_040_000 - SOME);
		assertThat(held() - before).isLessThan(1_040_000 + SOME);
	}

	@Test
	void tinyBroadcastsCountForEachReceiverAndTheirPayloadOnce() throws Exception {
		this.options.send((send) -> send.bufferLimit(10_000 * KB))
			.connections((connections) -> connections.maxBufferedBytes(100_000 * KB));
		start();
		WsSession one = stalled();
		stalled();
		long before = held();
		PreparedMessage again = PreparedMessage.binary(new byte[500 * KB]);
		for (int i = 0; i < 5000; i++) {
			this.server.sessions().broadcast(one.endpoint(), PreparedMessage.binary(new byte[1]));
		}
		for (int i = 0; i < 3; i++) {
			this.server.sessions().broadcast(one.endpoint(), again);
		}
		int each = 2 * Footprint.FRAME;
		long expected = 5000L * (each + SharedPayloads.OVERHEAD + Footprint.array(1)) + 500 * KB;
		Await.until("the broadcasts are counted", () -> held() - before >= expected - SOME);
		assertThat(held() - before).isLessThan(expected + SOME);
	}

	@Test
	@Tag("slow")
	void tinyMessagesThatWaitCountForWhatTheyOccupy() throws Exception {
		start();
		Peer waiting = peer().sendsBinary(new byte[1]);
		Await.until("the first is being handled", () -> this.recorder.callbacks.get() == 2);
		for (int i = 0; i < 10; i++) {
			waiting.sendsBinary(new byte[1]);
		}
		Await.until("the others are counted, though they are little", () -> held() == 800);
	}

	@Test
	void recordsOfTlsCountToo() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost")))
			.connections((connections) -> connections.maxBufferedBytes(100 * KB));
		start();
		try (TlsPeer peer = TlsPeer.open(this.server, "TLSv1.3")) {
			this.recorder.awaitOpen();
			peer.sends(half(200 * KB));
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1013);
		}
	}

	@Test
	void theInflaterOfAnUnfinishedMessageCounts() throws Exception {
		this.options.compression(CompressionOptions.defaults().enabled(true));
		start();
		byte[] half = DeflatePeer.frame(false, Opcode.BINARY, new byte[] { 0 });
		for (int i = 0; i < 50; i++) {
			DeflatePeer peer = DeflatePeer.open(this.server);
			this.peers.add(peer.peer);
			peer.peer.sends(half);
		}
		Await.until("as many had to go as are too much",
				() -> this.server.counters().sessionsShed() >= 50 - 1000 / 40 && held() <= 1000 * KB);
	}

	@Test
	void manyAtOnceAreShedTogether() throws Exception {
		start();
		Peer honest = peer();
		int count = 100;
		for (int i = 0; i < count; i++) {
			try {
				peer().sends(half(200 * KB));
			}
			catch (IOException ex) {
				// it was closed while it sent
			}
		}
		Await.until("memory is enough again",
				() -> held() <= 1000 * KB && this.server.counters().sessionsShed() >= count - 5);
		assertThat(honest.sendsText("still here").receivesText()).isEqualTo("still here");
	}

	@Test
	void whoIsClosedButDoesNotReadHasToGoBeforeOthers() throws Exception {
		this.options.send((send) -> send.bufferLimit(10_000 * KB));
		start();
		Peer stalled = Peer.openNarrow(this.server);
		this.peers.add(stalled);
		WsSession session = this.recorder.awaitOpen();
		Servers.fillSocket(session);
		while (session.queuedBytes() < 600 * KB) {
			session.sendBinary(new byte[10 * KB]);
		}
		session.close(CloseStatus.GOING_AWAY);
		Peer honest = peer().sends(half(150 * KB));
		Peer last = peer().sends(half(300 * KB));
		assertThat(this.recorder.awaitClosed()).isEqualTo(CloseStatus.GOING_AWAY);
		this.release.countDown();
		honest.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
		assertThat(honest.receives().payload()).hasSize(150 * KB);
		last.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
		assertThat(last.receives().payload()).hasSize(300 * KB);
		assertThat(this.server.counters().sessionsShed()).isZero();
	}

	@Test
	void waitingMessagesOfADeadPeerAreDropped() throws Exception {
		start();
		Peer gone = peer();
		for (int i = 0; i < 9; i++) {
			gone.sendsBinary(new byte[100 * KB]);
		}
		Await.until("9 messages are received", () -> this.server.counters().messagesReceived() == 9
				&& held() >= 800 * KB && this.recorder.callbacks.get() == 2);
		gone.resets();
		Await.until("the session of the dead peer is gone", () -> this.server.sessions().count() == 0);
		Peer last = peer().sends(half(350 * KB));
		Await.until("the messages of the dead peer are dropped", () -> held() < 700 * KB);
		this.release.countDown();
		last.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
		assertThat(last.receives().payload()).hasSize(350 * KB);
		assertThat(this.server.counters().sessionsShed()).isZero();
		assertThat(this.recorder.awaitClosed().code()).isEqualTo(1006);
		assertThat(this.recorder.callbacks.get()).as("open, open, first, last, close").isEqualTo(5);
	}

	@Test
	void whoIsNoSessionYetCostsOthersNothing() throws Exception {
		this.options.tls(TlsOptions.of(Certificates.of("localhost"))).eventLoops(1);
		start();
		this.release.countDown();
		try (TlsPeer honest = TlsPeer.open(this.server, "TLSv1.3")) {
			honest.sends(Peer.frame(false, Opcode.BINARY, new byte[100]));
			List<TlsPeer> handshaking = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				handshaking
					.add(TlsPeer.connect(this.server, "TLSv1.3").sendsHeader(22, 16 * KB).sendsRaw(new byte[16000]));
			}
			// a hundred would hold more than half of the budget
			Await.until("some handshakes are cut", () -> this.server.rejected(RejectReason.OVERLOAD) > 0);
			honest.sends(Peer.frame(true, Opcode.PING, new byte[0]));
			honest.receivesMessage();
			assertThat(held()).isLessThan(600 * KB);
			honest.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
			assertThat(honest.receivesMessage()).hasSize(100);
			for (TlsPeer peer : handshaking) {
				peer.close();
			}
		}
	}

	@Test
	void pongsThatReplaceOthersAreCountedOnce() throws Exception {
		this.options.send((send) -> send.bufferLimit(10_000 * KB));
		start();
		Peer stalled = Peer.openNarrow(this.server);
		this.peers.add(stalled);
		WsSession session = this.recorder.awaitOpen();
		Servers.fillSocket(session);
		for (int i = 0; i < 70; i++) {
			stalled.sendsPing("");
		}
		for (int i = 0; i < 70; i++) {
			stalled.sendsPing("x".repeat(125));
		}
		Await.until("140 pings are received", () -> this.server.counters().pingsReceived() == 140);
		session.sendText("last");
		while (stalled.receives().opcode() != Opcode.TEXT) {
			// what fills the socket, and pongs
		}
		Await.until("no memory is held", () -> held() == 0);
	}

	@Test
	void aBroadcastThatIsDeflatedForEachSessionCountsForEach() throws Exception {
		this.options.connections((connections) -> connections.maxBufferedBytes(200_000 * KB))
			.compression(CompressionOptions.defaults().enabled(true).contextTakeover(ContextTakeover.SERVER));
		start();
		Peer stalled = Peer.openNarrow(this.server, "permessage-deflate");
		this.peers.add(stalled);
		this.recorder.awaitOpen();
		byte[] random = new byte[12_000 * KB];
		new Random(1).nextBytes(random);
		// more than the kernels take, and a quarter less once it is deflated
		this.server.sessions().broadcast("test", PreparedMessage.text(Base64.getEncoder().encodeToString(random)));
		Await.until("text and deflated bytes of the broadcast are counted", () -> held() > 27_000 * KB);
		assertThat(held()).isLessThan(29_000 * KB);
	}

	private void start() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
	}

	/** Opens a session whose peer reads nothing, so that what is sent is held. */
	private WsSession stalled() throws Exception {
		this.peers.add(Peer.openNarrow(this.server));
		WsSession session = this.recorder.awaitOpen();
		Servers.fillSocket(session);
		return session;
	}

	private Peer peer() throws Exception {
		Peer peer = Peer.open(this.server);
		this.peers.add(peer);
		this.recorder.awaitOpen();
		return peer;
	}

	private long held() {
		return this.server.counters().bufferedBytes();
	}

	/** The first fragment of a binary message. */
	private static byte[] half(int size) {
		return Peer.frame(false, Opcode.BINARY, new byte[size]);
	}

}
