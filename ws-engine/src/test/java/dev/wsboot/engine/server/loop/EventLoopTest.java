/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An event loop without connections.
 */
class EventLoopTest {

	@Test
	void aLoopSweepsWithinTheTimeoutsOfASession() throws Exception {
		EventLoop loop = new EventLoop("sweeping", SelectorProvider.provider(), new NoRoundEnd(),
				Duration.ofHours(1).toMillis(), System::nanoTime, () -> {
				});
		Pipe pipe = Pipe.open();
		pipe.source().configureBlocking(false);
		// one tick may come at the start, and the others only every hour
		CountDownLatch ticks = new CountDownLatch(3);
		loop.register(pipe.source(), SelectionKey.OP_READ, new WatchedProbe((now) -> ticks.countDown()));
		loop.start();
		loop.execute(() -> loop.sweepWithin(10));
		assertThat(ticks.await(60, TimeUnit.SECONDS)).as("the loop has looked for timeouts three times").isTrue();
		loop.stop().get(60, TimeUnit.SECONDS);
		pipe.source().close();
		pipe.sink().close();
	}

	private static final class NoRoundEnd implements RoundEnd {

		@Override
		public void onTurnOver() {
		}

		@Override
		public void onReadyServed() {
		}

		@Override
		public Continuation onRoundOver(long now) {
			return Continuation.WAIT;
		}

		@Override
		public void onEnd() {
		}

		@Override
		public void onTasksAfterEnd() {
		}

	}

}
