/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.actuate;

import java.util.Map;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

class WsHealthIndicatorTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
		.withUserConfiguration(Room.class, Echo.class)
		.withPropertyValues("ws.port=0");

	@Test
	void upWithConnectionsOfEachEndpoint() {
		this.runner.run((context) -> {
			int port = context.getBean(WsServerLifecycle.class).port();
			assertThat(health(context)).isEqualTo(Health.up()
				.withDetail("port", port)
				.withDetail("scheme", "ws")
				.withDetail("connections", 0)
				.withDetail("endpoints", Map.of("/rooms/{room}", 0, "/echo", 0))
				.build());
			try (WsTestClient a = connect(port, "/rooms/a"); WsTestClient b = connect(port, "/rooms/b")) {
				a.send("hi").expectText("hi");
				b.send("hi").expectText("hi");
				assertThat(health(context).getDetails()).containsEntry("connections", 2)
					.containsEntry("endpoints", Map.of("/rooms/{room}", 2, "/echo", 0));
			}
		});
	}

	@Test
	void reportsThatNoMemoryIsLeftForCompressionContexts() {
		this.runner
			.withPropertyValues("ws.compression.enabled=true", "ws.compression.context-takeover=client",
					"ws.compression.max-memory=50KB")
			.run((context) -> {
				int port = context.getBean(WsServerLifecycle.class).port();
				assertThat(compression(context)).containsEntry("contextMemory", 0L)
					.containsEntry("maxContextMemory", 51_200L)
					.containsEntry("sessionsWithoutTakeover", 0L);
				try (WsTestClient first = compressing(port); WsTestClient second = compressing(port)) {
					assertThat(first.compression()).isEqualTo("permessage-deflate; server_no_context_takeover");
					assertThat(second.compression())
						.isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
					assertThat(compression(context)).containsEntry("contextMemory", 40_960L)
						.containsEntry("sessionsWithoutTakeover", 1L);
					assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				}
			});
	}

	@Test
	void outOfServiceWhileDraining() {
		this.runner.run((context) -> {
			WsServer server = context.getBean(WsServerLifecycle.class).server();
			try (WsTestClient client = connect(server.port(), "/echo")) {
				server.drain();
				assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
				assertThat(health(context).getDetails()).containsEntry("connections", 1);
				client.send("still here").expectText("still here");
			}
		});
	}

	@Test
	void outOfServiceWhileStopped() {
		this.runner.run((context) -> {
			context.getBean(WsServerLifecycle.class).stop();
			assertThat(health(context)).isEqualTo(Health.outOfService().build());
			context.getBean(WsServerLifecycle.class).start();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void upWithoutPortIfThereAreNoEndpoints() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
			.withPropertyValues("ws.port=0")
			.run((context) -> assertThat(health(context))
				.isEqualTo(Health.up().withDetail("endpoints", Map.of()).build()));
	}

	@Test
	void downWhenALoopHasDied() {
		this.runner.run((context) -> {
			WsServerLifecycle lifecycle = mock();
			WsServer failed = spy(context.getBean(WsServerLifecycle.class).server());
			given(lifecycle.server()).willReturn(failed);
			given(failed.state()).willReturn(WsServer.State.FAILED);
			assertThat(new WsHealthIndicator(lifecycle, context.getBean(WsEndpoints.class)).health().getStatus())
				.isEqualTo(Status.DOWN);
		});
	}

	@Test
	void tellsHowManyLoopsWereReplaced() {
		this.runner.run((context) -> {
			assertThat(health(context).getDetails()).doesNotContainKey("replacedEventLoops");
			WsServerLifecycle lifecycle = mock();
			WsServer server = spy(context.getBean(WsServerLifecycle.class).server());
			given(lifecycle.server()).willReturn(server);
			given(server.replacedEventLoops()).willReturn(2);
			Health health = new WsHealthIndicator(lifecycle, context.getBean(WsEndpoints.class)).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("replacedEventLoops", 2);
		});
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> compression(ApplicationContext context) {
		return (Map<String, Object>) health(context).getDetails().get("compression");
	}

	private static Health health(ApplicationContext context) {
		return new WsHealthIndicator(context.getBean(WsServerLifecycle.class), context.getBean(WsEndpoints.class))
			.health();
	}

	private static WsTestClient connect(int port, String path) {
		return WsTestClient.connect("ws://localhost:" + port + path);
	}

	private static WsTestClient compressing(int port) {
		return WsTestClient.to("ws://localhost:" + port + "/echo").compression().connect();
	}

	@WsEndpoint("/rooms/{room}")
	static class Room extends Echo {

	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

}
