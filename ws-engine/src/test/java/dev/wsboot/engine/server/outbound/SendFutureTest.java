/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.wsboot.engine.SendException;
import dev.wsboot.engine.SendException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SendFutureTest {

	private final ExecutorService elsewhere = Executors.newCachedThreadPool();

	private final AtomicBoolean usedElsewhere = new AtomicBoolean();

	@AfterEach
	void stop() {
		this.elsewhere.shutdown();
	}

	private void execute(Runnable task) {
		this.usedElsewhere.set(true);
		this.elsewhere.execute(task);
	}

	@Test
	void isToldAtOnceIfNobodyAsks() {
		SendFuture outcome = new SendFuture(null);
		outcome.complete(null, this::execute);
		assertThat(outcome).isCompletedWithValue(null);
		assertThat(this.usedElsewhere).isFalse();
	}

	@Test
	void codeThatIsAttachedBeforeRunsElsewhere() throws Exception {
		SendFuture outcome = new SendFuture(null);
		CompletableFuture<Thread> thread = outcome.thenApply((nothing) -> Thread.currentThread()).toCompletableFuture();
		outcome.complete(null, this::execute);
		assertThat(thread.get(60, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
	}

	@Test
	void codeThatIsAttachedMeanwhileNeverRunsWhereItIsTold() throws Exception {
		for (int i = 0; i < 20_000; i++) {
			SendFuture outcome = new SendFuture(null);
			CyclicBarrier start = new CyclicBarrier(2);
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			this.elsewhere.execute(() -> {
				awaitAt(start);
				outcome.whenComplete((nothing, failure) -> thread.complete(Thread.currentThread()));
			});
			awaitAt(start);
			outcome.complete(null, this::execute);
			assertThat(thread.get(60, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
		}
	}

	@Test
	void othersAreToldTheSame() {
		SendFuture first = new SendFuture(null);
		SendFuture second = new SendFuture(first);
		second.complete(Reason.CLOSED, this::execute);
		assertThatThrownBy(first::join).hasCauseInstanceOf(SendException.class);
		assertThatThrownBy(second::join).hasCauseInstanceOf(SendException.class);
	}

	@Test
	void nobodyDecidesForTheOthers() throws Exception {
		SendFuture outcome = new SendFuture(null);
		CompletionStage<Void> given = outcome;
		assertThat(outcome.isSeen()).isFalse();
		given.toCompletableFuture().cancel(true);
		assertThat(outcome).isNotDone();
		assertThat(outcome.isSeen()).isTrue();
		outcome.complete(null, this::execute);
		outcome.get(60, TimeUnit.SECONDS);
	}

	private static void awaitAt(CyclicBarrier barrier) {
		try {
			barrier.await(60, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
