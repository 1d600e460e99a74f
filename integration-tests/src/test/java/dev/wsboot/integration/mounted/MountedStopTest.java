/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.test.WsHttpResponse;
import dev.wsboot.test.RawConnection;
import dev.wsboot.test.WsTestClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stop of an application in mounted mode.
 */
class MountedStopTest {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void sessionsAreDrainedBeforeTheWebServerStops() throws Exception {
		MountedApplication application = MountedApplication.start(Application.class);
		Application.Slow slow = application.context().getBean(Application.Slow.class);
		try (WsTestClient client = application.connect("/slow")) {
			client.send("message");
			assertThat(slow.entered.await(60, TimeUnit.SECONDS)).as("handler is running").isTrue();
			CompletableFuture<Void> stop = CompletableFuture.runAsync(application::close);
			Awaitility.await("handshakes are rejected")
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(handshake(application).status()).isEqualTo(503));
			WsHttpResponse rejection = handshake(application);
			assertThat(rejection.headers().first("Retry-After")).isEqualTo("5");
			assertThat(application.get("/hello").body()).isEqualTo("hello");
			assertThat(application.context().getBean(ApplicationAvailability.class).getReadinessState())
				.isEqualTo(ReadinessState.REFUSING_TRAFFIC);
			slow.release.countDown();
			client.expectText("done");
			client.expectClose(1001);
			stop.get(60, TimeUnit.SECONDS);
		}
		finally {
			slow.release.countDown();
			application.close();
		}
	}

	@Test
	void webServerThatStopsAloneClosesSessions() throws Exception {
		try (MountedApplication application = MountedApplication.start(EchoApplication.class);
				WsTestClient client = application.connect("/echo")) {
			client.send("a").expectText("a");
			application.stopWebServer();
			// Tomcat may close the socket before the Close frame is sent
			Awaitility.await("session is closed")
				.atMost(PATIENCE)
				.until(() -> application.server().sessions().count() == 0);
		}
	}

	@Test
	void restartOfTheContextServesAgain() throws Exception {
		try (MountedApplication application = MountedApplication.start(EchoApplication.class)) {
			try (WsTestClient client = application.connect("/echo")) {
				client.send("a").expectText("a");
				CompletableFuture<Void> stop = CompletableFuture.runAsync(application.context()::stop);
				client.expectClose(1001);
				client.close();
				stop.get(60, TimeUnit.SECONDS);
			}
			application.context().start();
			try (WsTestClient client = application.connect("/echo")) {
				client.send("b").expectText("b");
			}
		}
	}

	private static WsHttpResponse handshake(MountedApplication application) {
		try (RawConnection raw = application.raw()) {
			return raw.send(MountedTest.REQUEST.formatted("/slow", application.port())).expectResponse();
		}
	}

	/** An application with REST and an endpoint. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		/** An endpoint whose handler takes its time. */
		@WsEndpoint("/slow")
		static class Slow {

			final CountDownLatch entered = new CountDownLatch(1);

			final CountDownLatch release = new CountDownLatch(1);

			@OnMessage
			String handle(String text) throws InterruptedException {
				this.entered.countDown();
				this.release.await();
				return "done";
			}

		}

	}

}
