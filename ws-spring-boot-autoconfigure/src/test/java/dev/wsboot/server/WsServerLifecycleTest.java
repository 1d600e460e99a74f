/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WsServerLifecycleTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
		.withUserConfiguration(Echo.class, Listener.class)
		.withPropertyValues("ws.port=0");

	@Test
	void publishesItsPort() {
		this.runner.run((context) -> {
			int port = context.getBean(WsServerLifecycle.class).port();
			assertThat(port).isPositive();
			assertThat(localPort(context)).isEqualTo(port);
			assertThat(context.getBean(Listener.class).ports).containsExactly(port);
		});
	}

	@Test
	void publishesItsPortInParentContextsToo() {
		new ApplicationContextRunner().run((parent) -> this.runner.withParent(parent).run((context) -> {
			assertThat(localPort(parent)).isEqualTo(localPort(context));
		}));
	}

	@Test
	@Tag("slow")
	void stopsAndStartsWithItsContext() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext app = context.getSourceApplicationContext();
			for (int i = 0; i < 5; i++) {
				echo(localPort(context));
				app.stop();
				assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isFalse();
				assertThat(context.getBean(WsServerLifecycle.class).port()).isEqualTo(-1);
				app.start();
			}
			echo(localPort(context));
			assertThat(context.getBean(Listener.class).ports).hasSize(6).last().isEqualTo(localPort(context));
		});
	}

	@Test
	void startsAgainOnTheSamePort() {
		int port = freePort();
		this.runner.withPropertyValues("ws.port=" + port).run((context) -> {
			ConfigurableApplicationContext app = context.getSourceApplicationContext();
			for (int i = 0; i < 5; i++) {
				try (WsTestClient client = connect(port)) {
					client.send("hi").expectText("hi");
					CompletableFuture<Void> stopping = CompletableFuture.runAsync(app::stop);
					client.expectClose(1001);
					stopping.get(60, TimeUnit.SECONDS);
				}
				app.start();
			}
			echo(port);
		});
	}

	@Test
	void isNotPaused() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext app = context.getSourceApplicationContext();
			try (WsTestClient client = connect(localPort(context))) {
				app.pause();
				client.send("hi").expectText("hi");
				app.restart();
				client.send("again").expectText("again");
			}
		});
	}

	@Test
	void closingTheContextClosesSessionsWhileTheirBeansStillWork() {
		Echo[] echo = new Echo[1];
		this.runner.run((context) -> {
			echo[0] = context.getBean(Echo.class);
			try (WsTestClient client = connect(localPort(context))) {
				client.send("hi").expectText("hi");
				CompletableFuture<Void> closing = CompletableFuture
					.runAsync(context.getSourceApplicationContext()::close);
				client.expectClose(1001);
				closing.get(60, TimeUnit.SECONDS);
			}
		});
		assertThat(echo[0].events).containsExactly("closed 1001", "destroyed");
	}

	@Test
	void readinessChangesBeforeConnectionsAreRejected() {
		this.runner.withPropertyValues("ws.shutdown.delay=1h").run((context) -> {
			WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
			Listener listener = context.getBean(Listener.class);
			CountDownLatch stopped = new CountDownLatch(1);
			lifecycle.stop(stopped::countDown);
			assertThat(listener.readiness).containsExactly(ReadinessState.REFUSING_TRAFFIC);
			echo(localPort(context));
			// a second stop waits no longer
			lifecycle.stop();
			assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(lifecycle.isRunning()).isFalse();
			lifecycle.start();
			assertThat(listener.readiness).containsExactly(ReadinessState.REFUSING_TRAFFIC,
					ReadinessState.ACCEPTING_TRAFFIC);
			echo(localPort(context));
			lifecycle.stop();
		});
	}

	@Test
	void delayedStopIsCompleted() {
		this.runner.withPropertyValues("ws.shutdown.delay=10ms", "ws.shutdown.restarting=true").run((context) -> {
			try (WsTestClient client = connect(localPort(context))) {
				CountDownLatch stopped = new CountDownLatch(2);
				WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
				lifecycle.stop(stopped::countDown);
				lifecycle.stop(stopped::countDown);
				client.expectClose(1012);
				assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
			}
		});
	}

	@Test
	@Tag("slow")
	@ExtendWith(OutputCaptureExtension.class)
	void saysHowTheStopWent(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(WsServerLifecycle.class.getName(), LogLevel.INFO);
		this.runner.withPropertyValues("ws.shutdown.grace-period=2s").run((context) -> {
			String uri = "ws://localhost:" + localPort(context) + "/echo";
			try (WsTestClient polite = WsTestClient.connect(uri);
					WsTestClient silent = WsTestClient.to(uri).answerNoCloses().connect()) {
				polite.send("hi").expectText("hi");
				silent.send("hi").expectText("hi");
				CompletableFuture<Void> stopping = CompletableFuture
					.runAsync(context.getSourceApplicationContext()::stop);
				polite.expectClose(1001);
				silent.expectClose(1001);
				stopping.get(60, TimeUnit.SECONDS);
			}
			assertThat(output).containsPattern("Stopping the WebSocket server, open sessions: 2")
				.contains("WebSocket server stopped: 2 sessions closed, 1 of them cut at the end of the grace period");
		});
		logging.setLogLevel(WsServerLifecycle.class.getName(), null);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsOfAStopThatSpringDoesNotWaitFor(CapturedOutput output) {
		this.runner.withPropertyValues("ws.shutdown.drain-period=11s")
			.run((context) -> assertThat(output).contains("may take 31 s", "waits only 30 s",
					"spring.lifecycle.timeout-per-shutdown-phase"));
		this.runner
			.withPropertyValues("ws.shutdown.drain-period=12s", "spring.lifecycle.timeout-per-shutdown-phase=40s")
			.run((context) -> assertThat(output).doesNotContain("may take 32 s"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void serverWithoutEndpointsDoesNotListen(CapturedOutput output) {
		int port = freePort();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
			.withUserConfiguration(Scanned.class, Listener.class)
			.withPropertyValues("ws.port=" + port)
			.run((context) -> {
				assertNobodyListens(port);
				WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
				assertThat(lifecycle.isRunning()).isFalse();
				assertThat(lifecycle.port()).isEqualTo(-1);
				assertThat(context.getBean(Listener.class).ports).isEmpty();
				assertThat(context.getEnvironment().getProperty(WsServerLifecycle.LOCAL_PORT_PROPERTY)).isNull();
				assertThat(output).contains("WARN")
					.contains("There is no bean of a class with @WsEndpoint, so the WebSocket server does not listen "
							+ "on port " + port)
					.contains("[" + getClass().getPackageName() + "]", "@ComponentScan", "'ws.enabled'");
				lifecycle.stop();
			});
	}

	@AutoConfigurationPackage
	static class Scanned {

	}

	@Test
	void sessionsAreLiveOverRestarts() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext app = context.getSourceApplicationContext();
			WsSessions sessions = context.getBean(WsSessions.class);
			Collection<WsSession> all = sessions.all();
			Collection<WsSession> ofEcho = sessions.of("/echo");
			assertThat(all).isEmpty();
			try (WsTestClient client = connect(localPort(context))) {
				client.send("hi").expectText("hi");
				assertThat(all).hasSize(1);
				assertThat(ofEcho).hasSize(1);
				assertThat(sessions.count()).isEqualTo(1);
				assertThat(sessions.count("/echo")).isEqualTo(1);
				assertThat(sessions.count("/other")).isZero();
				assertThat(sessions.endpoints()).containsExactly("/echo");
				WsSession session = all.iterator().next();
				assertThat(sessions.find(session.id())).isSameAs(session);
				CompletableFuture<Void> stopping = CompletableFuture.runAsync(app::stop);
				client.expectClose(1001);
				stopping.get(60, TimeUnit.SECONDS);
				assertThat(sessions.find(session.id())).isNull();
			}
			assertThat(all).isEmpty();
			assertThat(ofEcho).isEmpty();
			assertThat(sessions.endpoints()).isEmpty();
			assertThat(sessions.count()).isZero();
			assertThat(sessions.count("/echo")).isZero();
			app.start();
			try (WsTestClient client = connect(localPort(context))) {
				client.send("hi").expectText("hi");
				assertThat(all).hasSize(1);
				assertThat(ofEcho).hasSize(1);
			}
		});
	}

	@Test
	void stopWithoutStartDoesNothing() {
		this.runner.run((context) -> {
			WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
			lifecycle.stop();
			lifecycle.stop();
			CompletableFuture<Void> stopped = new CompletableFuture<>();
			lifecycle.stop(() -> stopped.complete(null));
			assertThat(stopped).isDone();
			lifecycle.start();
			int port = lifecycle.port();
			lifecycle.start();
			assertThat(lifecycle.port()).isEqualTo(port);
		});
	}

	@Test
	void contextThatFailsAfterTheServersStartClosesThePort() {
		int port = freePort();
		for (int i = 0; i < 3; i++) {
			this.runner.withPropertyValues("ws.port=" + port)
				.withUserConfiguration(FailsToStart.class)
				.run((context) -> {
					assertThat(context).hasFailed();
					assertThat(context.getStartupFailure())
						.hasRootCauseMessage("A bean that starts last, with a server on " + port);
					assertNobodyListens(port);
				});
		}
		this.runner.withPropertyValues("ws.port=" + port).run((context) -> echo(port));
	}

	@Test
	void listenerThatFailsWhenTheServerStartsClosesThePort() {
		int port = freePort();
		this.runner.withPropertyValues("ws.port=" + port).withUserConfiguration(FailsToListen.class).run((context) -> {
			assertThat(context).hasFailed();
			assertNobodyListens(port);
		});
		this.runner.withPropertyValues("ws.port=" + port).run((context) -> echo(port));
	}

	@Test
	void contextThatIsClosedWhileTheServerStartsClosesThePort() {
		int port = freePort();
		this.runner.withPropertyValues("ws.port=" + port)
			.withUserConfiguration(ClosesAtTheStart.class)
			.run((context) -> {
				assertNobodyListens(port);
				assertThat(ClosesAtTheStart.stillRunning).isFalse();
			});
		this.runner.withPropertyValues("ws.port=" + port).run((context) -> echo(port));
	}

	private static void assertNobodyListens(int port) {
		assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
			.isInstanceOf(ConnectException.class);
	}

	private static int localPort(ApplicationContext context) {
		return context.getEnvironment().getRequiredProperty(WsServerLifecycle.LOCAL_PORT_PROPERTY, Integer.class);
	}

	/**
	 * A port below those that systems hand out to clients, who might take one of theirs
	 * while the server is down, or be connected to themselves.
	 */
	private static int freePort() {
		for (int i = 0; i < 1000; i++) {
			int candidate = ThreadLocalRandom.current().nextInt(20_000, 30_000);
			try (ServerSocket socket = new ServerSocket(candidate)) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// taken
			}
		}
		throw new AssertionError("No free port");
	}

	private static WsTestClient connect(int port) {
		return WsTestClient.connect("ws://localhost:" + port + "/echo");
	}

	private static void echo(int port) {
		try (WsTestClient client = connect(port)) {
			client.send("hi").expectText("hi");
		}
	}

	@WsEndpoint("/echo")
	static class Echo implements AutoCloseable {

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		@OnMessage
		String onMessage(String text) {
			return text;
		}

		@OnClose
		void onClose(CloseStatus status) {
			this.events.add("closed " + status.code());
		}

		@Override
		public void close() {
			this.events.add("destroyed");
		}

	}

	/** Starts behind the server, and finds it. */
	static class FailsToStart implements SmartLifecycle {

		private final WsServerLifecycle server;

		FailsToStart(WsServerLifecycle server) {
			this.server = server;
		}

		@Override
		public void start() {
			throw new IllegalStateException("A bean that starts last, with a server on " + this.server.port());
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	static class FailsToListen {

		@EventListener
		void on(WsServerStartedEvent event) {
			throw new IllegalStateException("A listener that fails");
		}

	}

	static class ClosesAtTheStart {

		/** Behind the close. Static, as a closed context gives no bean. */
		static volatile boolean stillRunning = true;

		private final ApplicationContext context;

		ClosesAtTheStart(ApplicationContext context) {
			this.context = context;
		}

		@EventListener
		void on(WsServerStartedEvent event) {
			((ConfigurableApplicationContext) this.context).close();
			stillRunning = ((WsServerLifecycle) event.getSource()).isRunning();
		}

	}

	static class Listener {

		final List<Integer> ports = new ArrayList<>();

		final List<ReadinessState> readiness = new ArrayList<>();

		@EventListener
		void on(WsServerStartedEvent event) {
			this.ports.add(event.port());
		}

		@EventListener
		void on(AvailabilityChangeEvent<ReadinessState> event) {
			this.readiness.add(event.getState());
		}

	}

}
