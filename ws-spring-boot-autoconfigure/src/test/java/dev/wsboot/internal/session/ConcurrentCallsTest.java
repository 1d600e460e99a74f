/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.waits.PeerFuture;
import dev.wsboot.engine.server.waits.PeerWaits;
import dev.wsboot.engine.server.waits.PoolThreads;
import dev.wsboot.engine.server.waits.SessionWaits;
import dev.wsboot.engine.server.waits.WaitingSession;
import dev.wsboot.internal.invocation.ConcurrencyLimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Calls that may wait for their peers begin with a permit, and return it on every path.
 */
class ConcurrentCallsTest {

	private static final int PERMITS = 2;

	private final PeerWaits waits = new PeerWaits(PERMITS, System::nanoTime);

	private final ForkJoinPool pool = new ForkJoinPool(1,
			new PoolThreads("test-", getClass().getClassLoader(), this.waits), null, true);

	/** The tasks for which the executor would use a thread. */
	private final Queue<Runnable> submitted = new ArrayDeque<>();

	private final List<Integer> handled = new ArrayList<>();

	private final ConcurrencyLimit limit = new ConcurrencyLimit(100);

	private final WsSession session = newSession();

	private final ConcurrentCalls calls = new ConcurrentCalls(this.submitted::add, this.limit);

	private WsSession newSession() {
		SessionWaits own = this.waits.newSession("kind");
		return (WsSession) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WsSession.class, WaitingSession.class },
				(proxy, method, arguments) -> method.getName().equals("waits") ? own : null);
	}

	/** Lets one call wait, so that calls of its kind need permits from now on. */
	@BeforeEach
	void waitOnce() {
		SessionWaits own = ((WaitingSession) this.session).waits();
		this.pool.submit(() -> own.run(SessionEvent.TEXT, null, () -> assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> new PeerFuture<String>().get(1, TimeUnit.MILLISECONDS)))).join();
	}

	@AfterEach
	void stop() {
		this.pool.shutdown();
	}

	private void start(int count) {
		for (int i = 0; i < count; i++) {
			int number = i;
			this.calls.start(SessionEvent.TEXT, this.session, () -> this.handled.add(number));
		}
	}

	private void runSubmitted() {
		for (Runnable task = this.submitted.poll(); task != null; task = this.submitted.poll()) {
			task.run();
		}
	}

	/** All permits are free: so many calls of another session begin at once. */
	private void assertPermitsAreReturned() {
		ConcurrentCalls others = new ConcurrentCalls(this.submitted::add, this.limit);
		WsSession other = newSession();
		for (int i = 0; i <= PERMITS; i++) {
			others.start(SessionEvent.TEXT, other, () -> {
			});
		}
		assertThat(this.submitted).as("calls with a permit").hasSize(PERMITS);
		runSubmitted();
		assertThat(this.limit.runAfterLast(() -> {
		})).as("calls that have not ended").isFalse();
	}

	@Test
	void callsWithoutAPermitUseNoThread() {
		start(5);
		assertThat(this.submitted).hasSize(PERMITS);
		this.submitted.remove().run();
		assertThat(this.submitted).as("tasks after one call has ended").hasSize(PERMITS);
		runSubmitted();
		assertThat(this.handled).containsExactly(0, 1, 2, 3, 4);
		assertPermitsAreReturned();
	}

	@Test
	void callsForOtherEventsNeedNoPermit() {
		start(5);
		this.calls.start(SessionEvent.BINARY, this.session, () -> this.handled.add(5));
		assertThat(this.submitted).hasSize(PERMITS + 1);
		runSubmitted();
		assertThat(this.handled).hasSize(6);
		assertPermitsAreReturned();
	}

	@Test
	void failedCallsReturnTheirPermits() {
		for (int i = 0; i < 5; i++) {
			this.calls.start(SessionEvent.TEXT, this.session, () -> {
				throw new IllegalStateException();
			});
		}
		for (int i = 0; i < 5; i++) {
			assertThatIllegalStateException().isThrownBy(() -> this.submitted.remove().run());
		}
		assertPermitsAreReturned();
	}

	@Test
	void queuedCallsOfASessionThatHasEndedNeedNoPermit() {
		start(5);
		this.calls.end();
		assertThat(this.submitted).hasSize(5);
		this.calls.start(SessionEvent.TEXT, this.session, () -> this.handled.add(5));
		assertThat(this.submitted).hasSize(6);
		runSubmitted();
		assertThat(this.handled).containsExactly(0, 1, 2, 3, 4, 5);
		assertPermitsAreReturned();
	}

	@Test
	void callsThatTheExecutorRejectsReturnTheirPermits() {
		Executor stopped = (task) -> {
			throw new RejectedExecutionException();
		};
		ConcurrentCalls rejected = new ConcurrentCalls(stopped, this.limit);
		for (int i = 0; i < 5; i++) {
			rejected.start(SessionEvent.TEXT, this.session, () -> this.handled.add(0));
		}
		assertThat(this.handled).isEmpty();
		assertPermitsAreReturned();
	}

}
