/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each fault of the client against a real server, with the guarantee (docs/guarantees.md)
 * that holds all the same.
 */
class FaultsAgainstServerTest {

	private static final int PATIENCE = 30;

	private static final Duration SHORT = Duration.ofMillis(100);

	private final WsServerOptions.Builder options = WsServerOptions.builder()
		.port(0)
		.address(InetAddress.getLoopbackAddress())
		.eventLoops(1);

	private final Echo echo = new Echo();

	private WsServer server;

	private WsTestConnector start() throws IOException {
		this.server = WsServer.start(this.options.build(), (request) -> HandshakeDecision.accept(this.echo));
		return WsTestClient.to("ws://localhost:" + this.server.port() + "/").timeout(Duration.ofSeconds(PATIENCE));
	}

	private static void until(String condition, Callable<Boolean> isTrue) {
		await(condition).atMost(PATIENCE, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(5)).until(isTrue);
	}

	@AfterEach
	void nobodyIsLeft() {
		until("nobody is connected", () -> this.server.counters().openConnections() == 0);
		this.server.close();
		assertThat(this.echo.closed).as("further close callbacks").isEmpty();
	}

	/** Guarantee 1. */
	@Test
	void bytesThatTrickleInAreMessagesInOrder() throws Exception {
		try (WsTestClient client = start().connect()) {
			for (String text : List.of("first", "second", "½∑𝄞")) {
				client.faults().pace(text).byteByByte();
			}
			client.expectText("first").expectText("second").expectText("½∑𝄞");
		}
		assertThat(this.echo.awaitClosed().code()).isEqualTo(1000);
	}

	/** Guarantee 2. */
	@ParameterizedTest
	@EnumSource
	void eachFaultEndsInOneCloseCallback(Fault fault) throws Exception {
		this.options.closeTimeout(SHORT).messages((messages) -> messages.maxFragments(100));
		if (fault.code == 1006) {
			// others must not be taken for dead only because this thread is slow
			this.options.keepAlive((keepAlive) -> keepAlive.pingInterval(SHORT).pongTimeout(SHORT));
		}
		try (WsTestClient client = start().answerNoCloses().connect()) {
			this.echo.opened.poll(PATIENCE, TimeUnit.SECONDS);
			fault.action.accept(client);
			assertThat(this.echo.awaitClosed().code()).isEqualTo(fault.code);
		}
	}

	/** Guarantee 3. */
	@Test
	void sendsToAPeerThatResetsInTheMidstOfThemAllComplete() throws Exception {
		this.options.send((send) -> send.bufferLimit(100_000_000));
		WsTestClient client = start().receiveBuffer(128 * 1024).connect();
		WsSession session = this.echo.opened.poll(PATIENCE, TimeUnit.SECONDS);
		List<CompletionStage<Void>> sent = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			sent.add(session.sendBinary(ByteBuffer.allocate(10_000)));
		}
		// in the third message
		client.faults().read(2 * 10_004 + 1000).reset();
		int written = 0;
		for (CompletionStage<Void> each : sent) {
			try {
				each.toCompletableFuture().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
				written++;
			}
			catch (CompletionException ex) {
				assertThat(ex).hasCauseInstanceOf(SendException.class);
			}
		}
		assertThat(written).isBetween(2, 1999);
		assertThat(this.echo.awaitClosed().code()).isEqualTo(1006);
		client.close();
	}

	/** Guarantee 4. */
	@Test
	void aReaderThatStallsDoesNotExtendAStop() throws Exception {
		this.options.send((send) -> send.bufferLimit(100_000_000))
			.shutdown(ShutdownOptions.defaults().gracePeriod(SHORT));
		WsTestClient client = start().receiveBuffer(128 * 1024).answerNothing().connect();
		WsSession session = this.echo.opened.poll(PATIENCE, TimeUnit.SECONDS);
		for (int i = 0; i < 2000; i++) {
			session.sendBinary(ByteBuffer.allocate(10_000));
		}
		client.faults().read(50_000);
		this.server.stop().toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
		assertThat(this.echo.awaitClosed().code()).isEqualTo(1001);
		client.faults().reset();
	}

	/** Guarantees 5 and 7. */
	@Test
	void floodsOfPingsDelayNobodyAndPileNothingUp() throws Exception {
		WsTestConnector connector = start();
		try (WsTestClient honest = connector.connect()) {
			this.echo.opened.poll(PATIENCE, TimeUnit.SECONDS);
			try (WsTestClient flooding = connector.connect()) {
				WsSession flooded = this.echo.opened.poll(PATIENCE, TimeUnit.SECONDS);
				flooding.faults().floodWithPings(200_000);
				honest.send("hello").expectText("hello");
				until("all pings have come", () -> this.server.counters().pingsReceived() == 200_000);
				assertThat(flooded.queuedBytes()).as("pongs that wait").isLessThan(64 * (125 + 100));
				flooding.expectPong("f");
			}
		}
		this.echo.awaitClosed();
		this.echo.awaitClosed();
	}

	/** Guarantees 6 and 10. */
	@Test
	@Tag("slow")
	void aStormOfOpensAndResetsLeavesNothingBehind() throws Exception {
		WsTestConnector connector = start();
		int threads = Thread.activeCount();
		for (int round = 0; round < 5; round++) {
			try (WsTestClients clients = connector.connectMany(200)) {
				assertThat(clients.size()).isEqualTo(200);
				clients.reset();
			}
		}
		for (int i = 0; i < 1000; i++) {
			assertThat(this.echo.awaitClosed().code()).isEqualTo(1006);
		}
		// without virtual threads, up to the 200 of the pool that runs handlers
		int more = (Runtime.version().feature() < 21) ? 250 : 50;
		assertThat(Thread.activeCount()).isLessThan(threads + more);
		connector.connect().send("hello").expectText("hello").close();
		assertThat(this.echo.awaitClosed().code()).isEqualTo(1000);
	}

	/** Limit: connections in all. */
	@Test
	void opensOverTheLimitAreRefused() throws Exception {
		this.options.connections((connections) -> connections.max(10));
		try (WsTestClients clients = start().connectMany(12)) {
			assertThat(clients.size()).isEqualTo(10);
			assertThat(clients.rejected()).hasSize(2);
		}
		for (int i = 0; i < 10; i++) {
			this.echo.awaitClosed();
		}
	}

	/** Limit: deadline of the handshake, from accept. */
	@Test
	void handshakesThatStallAreEndedHoweverSlowlyTheyGoOn() throws Exception {
		this.options.handshake((handshake) -> handshake.timeout(SHORT));
		try (PacedHandshake stalled = start().paced().next(20)) {
			until("the time is over", () -> {
				if (stalled.remaining() > 1) {
					stalled.next(1);
				}
				return this.server.counters().rejected().getOrDefault(RejectReason.TIMEOUT, 0L) == 1;
			});
			stalled.raw().expectEnd();
		}
		assertThat(this.echo.opened).isEmpty();
	}

	/**
	 * The faults after the handshake, each with the close code that the application sees.
	 */
	enum Fault {

		RESET_IN_A_HEADER(1006, (client) -> client.faults().pace("hello").next(1).reset()),
		RESET_IN_A_PAYLOAD(1006, (client) -> client.faults().pace("hello").next(8).reset()),
		RESET_WHILE_RECEIVING(1006, (client) -> client.send("hello").faults().read(4).reset()),
		RESET_BEHIND_ITS_CLOSE(1000, (client) -> client.close(1000, "").faults().reset()),
		VANISHED(1006, (client) -> client.faults().vanish()), VANISHED_INSIDE_A_MESSAGE(1006, (client) -> {
			client.faults().pace("hello").next(7);
			client.faults().vanish();
		}), VANISHED_BEHIND_A_MESSAGE(1006, (client) -> client.send("hello").faults().vanish()),
		CLOSE_NEVER_ANSWERED(1000, (client) -> client.send("close").expectClose(1000)),
		FLOOD_OF_FRAGMENTS(1008, (client) -> client.faults().floodWithFragments(1000)),
		FRAME_OVER_THE_LIMIT(1009, (client) -> client.faults().paceFrame(true, 2, new byte[2_000_000]).next(20)),
		HALF_A_CLOSE(1006, (client) -> {
			client.faults().paceFrame(true, 8, (byte) 3, (byte) 0xE8).next(7);
			client.raw().endOutput();
		});

		private final int code;

		private final Consumer<WsTestClient> action;

		Fault(int code, Consumer<WsTestClient> action) {
			this.code = code;
			this.action = action;
		}

	}

	private static final class Echo implements SessionHandler {

		private final BlockingQueue<WsSession> opened = new LinkedBlockingQueue<>();

		private final BlockingQueue<CloseStatus> closed = new LinkedBlockingQueue<>();

		@Override
		public void onOpen(WsSession session) {
			this.opened.add(session);
		}

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			if (message.text().equals("close")) {
				session.close();
			}
			else {
				session.sendText(message.text());
			}
		}

		@Override
		public void onClose(WsSession session, CloseStatus status) {
			this.closed.add(status);
		}

		private CloseStatus awaitClosed() throws InterruptedException {
			CloseStatus status = this.closed.poll(PATIENCE, TimeUnit.SECONDS);
			assertThat(status).as("close callback").isNotNull();
			return status;
		}

	}

}
