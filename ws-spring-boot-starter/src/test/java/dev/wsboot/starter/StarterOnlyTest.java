/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.starter;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * An application that has the starter and nothing else: no web server, no Actuator, no
 * test support. Its client is the JDK's.
 */
class StarterOnlyTest {

	@Test
	void servesJson() throws Exception {
		SpringApplication application = new SpringApplication(App.class);
		application.setDefaultProperties(Map.of("ws.port", "0"));
		try (ConfigurableApplicationContext context = application.run()) {
			Client client = new Client();
			WebSocket socket = HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(
						URI.create(
								"ws://localhost:" + context.getEnvironment().getProperty("local.ws.port") + "/greet"),
						client)
				.get(60, TimeUnit.SECONDS);
			socket.sendText("{\"name\":\"Ann\"}", true).get(60, TimeUnit.SECONDS);
			assertEquals("{\"text\":\"Hello, Ann\"}", client.received.poll(60, TimeUnit.SECONDS));
			assertTrue(
					Thread.getAllStackTraces()
						.keySet()
						.stream()
						.anyMatch((thread) -> thread.getName().startsWith("ws-loop") && !thread.isDaemon()),
					"The server keeps the JVM alive");
			socket.sendClose(1000, "").get(60, TimeUnit.SECONDS);
			assertEquals("closed 1000", client.received.poll(60, TimeUnit.SECONDS));
		}
	}

	@Test
	void bringsNothingElse() {
		for (String foreign : new String[] { "org.springframework.web.servlet.DispatcherServlet",
				"org.springframework.boot.actuate.endpoint.annotation.Endpoint", "jakarta.servlet.Servlet",
				"jakarta.websocket.Session", "io.netty.channel.Channel", "reactor.core.publisher.Flux" }) {
			assertFalse(ClassUtils.isPresent(foreign, null), foreign);
		}
	}

	@SpringBootApplication
	static class App {

	}

	@WsEndpoint("/greet")
	static class Greeter {

		@OnMessage
		Greeting greet(Person person) {
			return new Greeting("Hello, " + person.name());
		}

	}

	record Person(String name) {
	}

	record Greeting(String text) {
	}

	static class Client implements WebSocket.Listener {

		final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		private final StringBuilder parts = new StringBuilder();

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.parts.append(data);
			if (last) {
				this.received.add(this.parts.toString());
				this.parts.setLength(0);
			}
			socket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.received.add("closed " + code);
			return null;
		}

	}

}
