/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.invocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.server.waits.PeerFuture;
import dev.wsboot.engine.server.waits.PeerWaits;
import dev.wsboot.engine.server.waits.PoolThreads;
import dev.wsboot.test.WsTestClient;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages that are handled concurrently and wait for their clients leave threads of a
 * small pool for others.
 */
@Timeout(300)
class ConcurrentWaitsOverSocketTest {

	private static final int PERMITS = 4;

	private static final int MAX_CONCURRENCY = 8;

	private static final int HOSTILE = 3;

	private final List<WsTestClient> clients = new ArrayList<>();

	private EndpointServer server;

	private Waiting waiting;

	@BeforeEach
	void start() {
		this.server = EndpointServer.of(SmallPool.class, Waiting.class, Honest.class);
		this.waiting = this.server.bean(Waiting.class);
	}

	@AfterEach
	void stop() {
		this.waiting.release();
		this.clients.forEach((client) -> client.raw().reset());
		this.server.close();
	}

	private static ConditionFactory awaiting(String condition) {
		return await(condition).pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(60));
	}

	private WsTestClient connect() {
		WsTestClient client = this.server.connect("/waiting");
		this.clients.add(client);
		return client;
	}

	private void isServed() {
		try (WsTestClient honest = this.server.connect("/honest")) {
			honest.send("hello").expectText("hello");
		}
	}

	@Test
	void waitingCallsLeaveThreadsForOthersAndReturnTheirPermits() throws InterruptedException {
		WsTestClient first = connect().send("first");
		this.waiting.next().complete("response");
		first.expectText("response");
		for (int i = 0; i < HOSTILE; i++) {
			WsTestClient hostile = connect();
			for (int j = 0; j < MAX_CONCURRENCY; j++) {
				hostile.send("hostile");
			}
		}
		List<PeerFuture<String>> responses = new ArrayList<>();
		for (int i = 0; i < PERMITS; i++) {
			responses.add(this.waiting.next());
		}
		isServed();
		assertThat(this.waiting.most.get()).as("calls that wait at once").isLessThanOrEqualTo(PERMITS);
		for (int i = PERMITS; i < HOSTILE * MAX_CONCURRENCY; i++) {
			responses.forEach((response) -> response.complete("response"));
			responses.add(this.waiting.next());
		}
		responses.forEach((response) -> response.complete("response"));
		awaiting("the end of all calls").until(() -> this.waiting.ended.get() == HOSTILE * MAX_CONCURRENCY + 1);
		assertThat(this.waiting.most.get()).as("calls that wait at once").isLessThanOrEqualTo(PERMITS);
		WsTestClient last = connect();
		for (int i = 0; i < PERMITS; i++) {
			last.send("last");
		}
		awaiting("a permit for each call").until(() -> this.waiting.now.get() == PERMITS);
		isServed();
		for (int i = 0; i < PERMITS; i++) {
			this.waiting.next().complete("response");
			last.expectText("response");
		}
	}

	@Test
	void callThatLacksAPermitDoesNotDelayTheEndOfItsSession() throws InterruptedException {
		WsTestClient first = connect().send("first");
		this.waiting.next().complete("response");
		first.expectText("response");
		for (int i = 0; i < PERMITS; i++) {
			first.send("wait");
			this.waiting.next();
		}
		WsTestClient lacking = this.server.connect("/waiting").send("wait");
		lacking.raw().reset();
		this.waiting.next().complete("response");
		awaiting("the end of the call that lacks a permit").until(() -> this.waiting.ended.get() > 1);
	}

	@Configuration(proxyBeanMethods = false)
	static class SmallPool {

		@Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
		Executor wsExecutor() {
			PoolThreads threads = new PoolThreads("small-", getClass().getClassLoader(),
					new PeerWaits(PERMITS, System::nanoTime));
			return new ForkJoinPool(PERMITS, threads, null, true, 0, 2 * PERMITS, PERMITS, (pool) -> true, 60,
					TimeUnit.SECONDS);
		}

	}

	@WsEndpoint(path = "/waiting", ordering = Ordering.CONCURRENT, maxConcurrency = MAX_CONCURRENCY)
	static class Waiting {

		final AtomicInteger now = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		final AtomicInteger ended = new AtomicInteger();

		private final BlockingQueue<PeerFuture<String>> responses = new LinkedBlockingQueue<>();

		private final Queue<PeerFuture<String>> all = new ConcurrentLinkedQueue<>();

		private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

		/** Returns the response for which the next call waits. */
		PeerFuture<String> next() throws InterruptedException {
			PeerFuture<String> next = this.responses.poll(60, TimeUnit.SECONDS);
			assertThat(next).as("a call that waits").isNotNull();
			Thread thread = this.threads.take();
			awaiting("the wait of a call")
				.until(() -> next.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
			return next;
		}

		/** Ends all waits, so that the server need not wait for them when it stops. */
		void release() {
			this.all.forEach((response) -> response.complete("response"));
		}

		@OnMessage
		String onMessage(String text) {
			this.most.accumulateAndGet(this.now.incrementAndGet(), Math::max);
			PeerFuture<String> response = new PeerFuture<>();
			this.threads.add(Thread.currentThread());
			this.all.add(response);
			this.responses.add(response);
			try {
				return response.join();
			}
			finally {
				this.now.decrementAndGet();
				this.ended.incrementAndGet();
			}
		}

		@OnError
		void onError(Exception error) {
			// the client has not responded in time
		}

	}

	@WsEndpoint("/honest")
	static class Honest {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

}
