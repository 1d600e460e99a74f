/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.handshake;

import java.util.List;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits of a handshake: its time, its size, its origin; and decisions that come
 * late, or never. Each refusal is counted.
 */
class HandshakeLimitsTest {

	/** The number of connections that come and go while others stall. */
	private static final int CHURNING = Integer.getInteger("ws.connections", 200);

	private static final Duration SHORT = Duration.ofMillis(60);

	private final WsServerOptions.Builder options = Servers.options();

	private final Echo echo = new Echo();

	private final CompletableFuture<HandshakeDecision> later = new CompletableFuture<>();

	private final CountDownLatch asked = new CountDownLatch(1);

	private WsServer server;

	private void start() throws IOException {
		start((request) -> HandshakeDecision.accept(this.echo));
	}

	private void start(HandshakeHandler handler) throws IOException {
		this.server = WsServer.start(this.options.build(), handler);
	}

	private void startWithLateDecision() throws IOException {
		start((request) -> {
			this.asked.countDown();
			return HandshakeDecision.later(this.later);
		});
	}

	@AfterEach
	void stop() {
		this.server.close();
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.closed).hasSameSizeAs(this.echo.opened);
	}

	private void assertRejected(RejectReason reason, int count) throws Exception {
		Await.until(count + " times " + reason, () -> Servers.rejected(this.server, reason) == count);
		long all = this.server.counters().rejected().values().stream().mapToLong(Long::longValue).sum();
		assertThat(all).as("rejected for any reason").isEqualTo(count);
		assertThat(this.server.counters().accepted()).isZero();
		Servers.awaitEmpty(this.server);
	}

	// handshake.timeout

	@Test
	void silenceIsEnded() throws Exception {
		this.options.handshake((handshake) -> handshake.timeout(SHORT));
		start();
		try (Peer peer = Peer.connect(this.server)) {
			peer.receivesEnd();
			assertRejected(RejectReason.TIMEOUT, 1);
		}
	}

	@Test
	void oneByteAtATimeDoesNotExtendTheTimeout() throws Exception {
		this.options.handshake((handshake) -> handshake.timeout(SHORT));
		start();
		try (Peer peer = Peer.connect(this.server)) {
			Thread sender = new Thread(() -> {
				try {
					peer.sends("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
					while (true) {
						peer.sends("x");
						LockSupport.parkNanos(2_000_000);
					}
				}
				catch (IOException ex) {
					// cut
				}
			});
			sender.start();
			peer.receivesUntilEnd();
			Await.end(sender);
			assertRejected(RejectReason.TIMEOUT, 1);
		}
	}

	@Test
	void timeoutIsKeptWhileOthersConnectAndLeave() throws Exception {
		// enough for the honest handshake on a slow machine
		this.options.handshake((handshake) -> handshake.timeout(Duration.ofSeconds(3)));
		start();
		List<Peer> stalled = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Peer peer = Peer.connect(this.server);
			stalled.add((i % 2 == 0) ? peer : peer.sends("GET / HTTP/1.1\r\n"));
		}
		AtomicBoolean ended = new AtomicBoolean();
		Thread churn = new Thread(() -> {
			for (int i = 0; i < CHURNING || !ended.get(); i++) {
				try (Peer peer = Peer.connect(this.server)) {
					if (i % 3 != 0) {
						peer.sends((i % 3 == 1) ? "GET / HTTP/1.1\r\nHost: " : Peer.REQUEST);
					}
					peer.resets();
				}
				catch (IOException ex) {
					// rejected in time
				}
			}
		});
		churn.start();
		for (Peer peer : stalled) {
			peer.receivesUntilEnd();
			peer.close();
		}
		ended.set(true);
		try (Peer honest = Peer.open(this.server)) {
			assertThat(honest.sendsText("hello").receivesText()).isEqualTo("hello");
		}
		Await.end(churn);
		Servers.awaitEmpty(this.server);
		assertThat(Servers.rejected(this.server, RejectReason.TIMEOUT)).isGreaterThanOrEqualTo(stalled.size());
	}

	@Test
	void whoLeavesBeforeTheEndOfTheRequestIsCounted() throws Exception {
		start();
		try (Peer ended = Peer.connect(this.server); Peer reset = Peer.connect(this.server)) {
			ended.sends("GET / HTTP/1.1\r\n").sendsEnd().receivesEnd();
			Await.until("the first one is counted",
					() -> Servers.rejected(this.server, RejectReason.DISCONNECTED) == 1);
			reset.sends("GET / HTTP/1.1\r\n");
			Await.until("32 bytes are received", () -> this.server.counters().bytesReceived() == 2 * 16);
			reset.resets();
			assertRejected(RejectReason.DISCONNECTED, 2);
		}
	}

	// handshake.max-request-line, max-header-size, max-headers

	@Test
	void aRequestLineOverTheLimitIsRefused() throws Exception {
		this.options.handshake((handshake) -> handshake.maxRequestLine(100));
		start();
		String longest = "GET /" + "x".repeat(100 - "GET / HTTP/1.1".length()) + " HTTP/1.1";
		assertThat(longest).hasSize(100);
		String rest = Peer.REQUEST.substring(Peer.REQUEST.indexOf("\r\n"));
		try (Peer peer = Peer.connect(this.server).sends(longest.replace("x ", "xx ") + rest)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(414);
			peer.receivesEnd();
		}
		assertRejected(RejectReason.TOO_LARGE, 1);
		try (Peer peer = Peer.connect(this.server).sends(longest + rest)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
		}
	}

	@Test
	void headersOverTheLimitAreRefused() throws Exception {
		int size = Peer.REQUEST.length() - "GET / HTTP/1.1\r\n".length() - "\r\n".length();
		this.options.handshake((handshake) -> handshake.maxHeaderSize(size + 100));
		start();
		try (Peer peer = Peer.connect(this.server).sends(withHeader("X: " + "x".repeat(100 - 5 + 1)))) {
			assertThat(peer.receivesResponse().status()).isEqualTo(431);
			peer.receivesEnd();
		}
		assertRejected(RejectReason.TOO_LARGE, 1);
		try (Peer peer = Peer.connect(this.server).sends(withHeader("X: " + "x".repeat(100 - 5)))) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
		}
	}

	@Test
	void moreHeadersThanTheLimitAreRefused() throws Exception {
		this.options.handshake((handshake) -> handshake.maxHeaders(6));
		start();
		try (Peer peer = Peer.connect(this.server).sends(withHeader("A: 1\r\nB: 2"))) {
			assertThat(peer.receivesResponse().status()).isEqualTo(431);
			peer.receivesEnd();
		}
		assertRejected(RejectReason.TOO_LARGE, 1);
		try (Peer peer = Peer.connect(this.server).sends(withHeader("A: 1"))) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
		}
	}

	@Test
	void headersWithoutEndAreRefusedWithoutWaitingForThem() throws Exception {
		start();
		try (Peer peer = Peer.connect(this.server)) {
			Thread sender = new Thread(() -> {
				try {
					peer.sends("GET / HTTP/1.1\r\n");
					while (true) {
						peer.sends("X-Another: header\r\n".repeat(1000));
					}
				}
				catch (IOException ex) {
					// closed at last
				}
			});
			sender.start();
			assertThat(peer.receivesResponse().status()).isEqualTo(431);
			peer.resets();
			Await.end(sender);
		}
		assertRejected(RejectReason.TOO_LARGE, 1);
	}

	private static String withHeader(String line) {
		return Peer.REQUEST.replace("Host:", line + "\r\nHost:");
	}

	// allowed-origins

	@ParameterizedTest
	@CsvSource({ "http://localhost:1234, 101", "http://evil.example, 403", "null, 403", "http://localhost.evil, 403" })
	void onlyPagesOfTheSameHostMayConnect(String origin, int status) throws Exception {
		start();
		try (Peer peer = Peer.connect(this.server).sends(withHeader("Origin: " + origin))) {
			assertThat(peer.receivesResponse().status()).isEqualTo(status);
		}
		if (status == 403) {
			assertRejected(RejectReason.ORIGIN, 1);
		}
	}

	// What the application decides

	@ParameterizedTest
	@CsvSource({ "401, FORBIDDEN", "403, FORBIDDEN", "404, NOT_FOUND", "302, APPLICATION", "500, APPLICATION" })
	void refusalsOfTheApplicationAreCounted(int status, RejectReason reason) throws Exception {
		start((request) -> HandshakeDecision.reject(status).header("X-Why", "because").body("No"));
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			Peer.Response response = peer.receivesResponse();
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.header("X-Why")).isEqualTo("because");
			assertThat(response.body()).contains("No");
			peer.receivesEnd();
		}
		assertRejected(reason, 1);
	}

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class })
	void anApplicationThatThrowsRefuses(Class<? extends Throwable> type) throws Exception {
		start((request) -> {
			Throwable failure = type.getDeclaredConstructor().newInstance();
			if (failure instanceof Error error) {
				throw error;
			}
			throw (Exception) failure;
		});
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(500);
			peer.receivesEnd();
		}
		assertRejected(RejectReason.ERROR, 1);
	}

	@Test
	void anApplicationThatDecidesNothingRefuses() throws Exception {
		start((request) -> null);
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(500);
			peer.receivesEnd();
		}
		assertRejected(RejectReason.ERROR, 1);
	}

	// Decisions that come late

	@Test
	void aLateDecisionMayAccept() throws Exception {
		startWithLateDecision();
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			Await.on(this.asked);
			this.later.complete(HandshakeDecision.accept(this.echo));
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(peer.sendsText("hello").receivesText()).isEqualTo("hello");
		}
	}

	@Test
	void aLateDecisionMayRefuse() throws Exception {
		startWithLateDecision();
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			Await.on(this.asked);
			this.later.complete(HandshakeDecision.reject(401));
			assertThat(peer.receivesResponse().status()).isEqualTo(401);
			peer.receivesEnd();
		}
		assertRejected(RejectReason.FORBIDDEN, 1);
	}

	@Test
	void aLateDecisionMayFail() throws Exception {
		startWithLateDecision();
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			Await.on(this.asked);
			this.later.completeExceptionally(new StackOverflowError());
			assertThat(peer.receivesResponse().status()).isEqualTo(500);
			peer.receivesEnd();
		}
		assertRejected(RejectReason.ERROR, 1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aLateDecisionMustBeOne(boolean absent) throws Exception {
		startWithLateDecision();
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			Await.on(this.asked);
			this.later.complete(absent ? null : HandshakeDecision.later(new CompletableFuture<>()));
			assertThat(peer.receivesResponse().status()).isEqualTo(500);
			peer.receivesEnd();
		}
		assertRejected(RejectReason.ERROR, 1);
	}

	@Test
	void aDecisionThatNeverComesRunsIntoTheTimeout() throws Exception {
		this.options.handshake((handshake) -> handshake.timeout(SHORT));
		startWithLateDecision();
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			// a reset if the time was over before it had sent that
			assertThat(peer.receivesUntilEnd()).isZero();
			assertRejected(RejectReason.TIMEOUT, 1);
			this.later.complete(HandshakeDecision.accept(this.echo));
			assertThat(this.echo.callbacks).hasValue(0);
		}
	}

	@Test
	void whoIsGoneWhenTheDecisionComesIsOpenedAndClosedOrNeither() throws Exception {
		startWithLateDecision();
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			Await.on(this.asked);
			peer.resets();
			this.later.complete(HandshakeDecision.accept(this.echo));
			Servers.awaitEmpty(this.server);
			Await.until("open and close are in balance", () -> this.echo.opened.size() == this.echo.closed.size());
			assertThat(this.echo.closed).allMatch(CloseStatus.ABNORMAL::equals);
		}
	}

	@Test
	void aDecisionMayComeBeforeItIsAskedFor() throws Exception {
		this.later.complete(HandshakeDecision.accept(this.echo));
		startWithLateDecision();
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(peer.sendsText("hello").receivesText()).isEqualTo("hello");
		}
	}

	// Frames right behind the request

	@Test
	void framesBehindTheRequestAreHandledBehindTheAcceptance() throws Exception {
		start();
		try (Peer peer = Peer.connect(this.server)) {
			peer.sends(Peer.concat(Peer.REQUEST.getBytes(), Peer.text("1"), Peer.text("2"), Peer.close(1000)));
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(peer.receivesText()).isEqualTo("1");
			assertThat(peer.receivesText()).isEqualTo("2");
			assertThat(peer.receivesClose()).isEqualTo(1000);
			peer.receivesEnd();
		}
	}

	@Test
	void framesBehindTheRequestWaitForALateAcceptance() throws Exception {
		startWithLateDecision();
		try (Peer peer = Peer.connect(this.server)) {
			peer.sends(Peer.concat(Peer.REQUEST.getBytes(), Peer.text("1"), Peer.text("2")));
			Await.on(this.asked);
			// these are not even read before the decision
			peer.sends(Peer.concat(Peer.text("3"), Peer.close(1000)));
			this.later.complete(HandshakeDecision.accept(this.echo));
			assertThat(peer.receivesResponse().status()).isEqualTo(101);
			assertThat(peer.receivesText()).isEqualTo("1");
			assertThat(peer.receivesText()).isEqualTo("2");
			assertThat(peer.receivesText()).isEqualTo("3");
			assertThat(peer.receivesClose()).isEqualTo(1000);
			peer.receivesEnd();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void framesBehindTheRequestAreThrownAwayBehindARefusal(boolean late) throws Exception {
		start((request) -> late ? HandshakeDecision.later(this.later) : HandshakeDecision.reject(403));
		try (Peer peer = Peer.connect(this.server)) {
			peer.sends(Peer.concat(Peer.REQUEST.getBytes(), Peer.text("1"), Peer.REQUEST.getBytes(), Peer.close(1000)));
			this.later.complete(HandshakeDecision.reject(403));
			assertThat(peer.receivesResponse().status()).isEqualTo(403);
			peer.receivesEnd();
		}
		assertThat(this.echo.callbacks).hasValue(0);
		assertRejected(RejectReason.FORBIDDEN, 1);
	}

	@Test
	void whatFollowsARefusalIsThrownAwayForALimitedTime() throws Exception {
		this.options.closeTimeout(Duration.ofMillis(500));
		start((request) -> HandshakeDecision.reject(403));
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(403);
			Thread sender = new Thread(() -> {
				try {
					while (true) {
						peer.sends("more and more");
					}
				}
				catch (IOException ex) {
					// cut at last
				}
			});
			sender.start();
			Await.end(sender);
		}
		assertRejected(RejectReason.FORBIDDEN, 1);
	}

}
