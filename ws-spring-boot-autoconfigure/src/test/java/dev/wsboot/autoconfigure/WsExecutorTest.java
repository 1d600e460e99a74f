package dev.wsboot.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
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
		assertThat(thread.getName()).startsWith("ws-");
	}

	@Test
	void poolRunsHandlersWhereVirtualThreadsAreNotWanted() throws Exception {
		this.environment.setProperty("spring.threads.virtual.enabled", "false");
		WsExecutor executor = WsExecutor.choose(null, this.environment);
		Thread thread = threadOf(executor);
		assertThat(thread.getClass().getName()).doesNotContain("Virtual");
		assertThat(thread.getName()).startsWith("ws-");
		assertThat(thread.isDaemon()).isTrue();
		executor.destroy();
		thread.join(TimeUnit.SECONDS.toMillis(10));
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void poolIsBounded() throws Exception {
		this.environment.setProperty("spring.threads.virtual.enabled", "false");
		WsExecutor executor = WsExecutor.choose(null, this.environment);
		CountDownLatch allBusy = new CountDownLatch(WsExecutor.POOL_SIZE);
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 0; i < WsExecutor.POOL_SIZE; i++) {
			executor.get().execute(() -> {
				allBusy.countDown();
				awaitQuietly(release);
			});
		}
		assertThat(allBusy.await(10, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Long> waits = CompletableFuture.supplyAsync(release::getCount, executor.get());
		assertThat(waits).isNotDone();
		release.countDown();
		assertThat(waits.get(10, TimeUnit.SECONDS)).isZero();
		executor.destroy();
	}

	private static Thread threadOf(WsExecutor executor) throws Exception {
		return CompletableFuture.supplyAsync(Thread::currentThread, executor.get()).get(10, TimeUnit.SECONDS);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
