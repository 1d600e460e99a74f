/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class WsExecutorTest {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void ownExecutorWins() {
		Executor own = Runnable::run;
		assertThat(WsExecutor.choose(own, this.environment).get()).isSameAs(own);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsAreTheDefaultWhereThereAreAny() throws Exception {
		Thread thread = threadOf(WsExecutor.choose(null, this.environment));
		assertThat(thread.getClass().getName()).contains("Virtual");
		assertThat(thread.getName()).startsWith("ws-handler-");
	}

	@Test
	void poolRunsHandlersIfVirtualThreadsAreDisabled() throws Exception {
		this.environment.setProperty("spring.threads.virtual.enabled", "false");
		WsExecutor executor = WsExecutor.choose(null, this.environment);
		Thread thread = threadOf(executor);
		assertThat(thread.getClass().getName()).doesNotContain("Virtual");
		assertThat(thread.getName()).startsWith("ws-handler-");
		assertThat(thread.isDaemon()).isTrue();
	}

	@Test
	void ownExecutorIsNotShutDown() {
		ExecutorService own = Executors.newSingleThreadExecutor();
		WsExecutor.choose(own, this.environment).destroy();
		assertThat(own.isShutdown()).isFalse();
		own.shutdown();
	}

	@Test
	void chosenExecutorIsShutDown() {
		WsExecutor executor = WsExecutor.choose(null, this.environment);
		executor.destroy();
		assertThat(((ExecutorService) executor.get()).isShutdown()).isTrue();
	}

	private static Thread threadOf(WsExecutor executor) throws Exception {
		return CompletableFuture.supplyAsync(Thread::currentThread, executor.get()).get(60, TimeUnit.SECONDS);
	}

}
