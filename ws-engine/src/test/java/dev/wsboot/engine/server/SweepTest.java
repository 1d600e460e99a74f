package dev.wsboot.engine.server;

import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RateLimit;
import dev.wsboot.engine.SessionOptions;
import dev.wsboot.engine.WsServerOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time between two looks for timeouts, of a server and of a loop with sessions that
 * have timeouts of their own.
 */
class SweepTest {

	private final WsServerOptions.Builder server = WsServerOptions.builder();

	private final SessionOptions session = WsServerOptions.builder().build().session();

	@Test
	void aServerWithTheDefaultsSweepsOnceASecond() {
		assertThat(Sweep.millis(this.server.build())).isEqualTo(1000);
	}

	@Test
	void aServerSweepsFourTimesWithinItsShortestTimeout() {
		assertThat(Sweep.millis(this.server.pongTimeout(Duration.ofMillis(800)).build())).isEqualTo(200);
		assertThat(Sweep.millis(this.server.closeTimeout(Duration.ofMillis(400)).build())).isEqualTo(100);
		assertThat(Sweep.millis(this.server.idleTimeout(Duration.ofMillis(1)).build())).isEqualTo(10);
	}

	@Test
	void aServerWithoutPingsNeedsNoSweepForTheirAnswers() {
		this.server.pingInterval(Duration.ZERO).pongTimeout(Duration.ofMillis(100));
		assertThat(Sweep.millis(this.server.build())).isEqualTo(1000);
	}

	@Test
	void aSessionSweepsForItsOwnTimeouts() {
		assertThat(Sweep.millis(this.session)).isEqualTo(1000);
		assertThat(Sweep.millis(this.session.idleTimeout(Duration.ofMillis(200)))).isEqualTo(50);
		assertThat(Sweep.millis(this.session.pingInterval(Duration.ofSeconds(2)))).isEqualTo(500);
		assertThat(Sweep.millis(this.session.rateLimit(RateLimit.defaults().messages(1)))).isEqualTo(250);
	}

	@Test
	void aLoopSweepsWithinTheTimeoutsOfASession() throws Exception {
		ExecutorService executor = HandlerExecutor.create("ws-completion-");
		ServerContext context = new ServerContext(this.server.build(), (request) -> HandshakeDecision.reject(404),
				executor, new Completions(executor, Runnable::run));
		EventLoop loop = new EventLoop("sweeping", SelectorProvider.provider(), new Handoff(context), 1,
				Duration.ofHours(1).toMillis(), () -> {
				});
		Pipe pipe = Pipe.open();
		CountDownLatch ticks = new CountDownLatch(3);
		loop.start();
		loop.execute(() -> {
			register(loop, pipe, ticks);
			loop.sweepWithin(10);
		});
		// one may come at the start, and the others only every hour
		Await.on(ticks);
		Await.end(loop.stop());
		pipe.source().close();
		pipe.sink().close();
		executor.shutdown();
	}

	private static void register(EventLoop loop, Pipe pipe, CountDownLatch ticks) {
		try {
			pipe.source().configureBlocking(false);
			loop.register(pipe.source(), SelectionKey.OP_READ, new EventLoop.Selectable() {

				@Override
				public void onReady(SelectionKey key) {
				}

				@Override
				public void onTick(long now) {
					ticks.countDown();
				}

				@Override
				public void onFailure(Throwable failure) {
				}

				@Override
				public void onStop() {
				}

			});
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
