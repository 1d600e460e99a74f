/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.autoconfigure.metrics.WsMetricsAutoConfiguration;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WsMetricsTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class, WsMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class))
		.withUserConfiguration(Echo.class)
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("ws.port=0");

	@Test
	void metersCountTheServersWork() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
			try (WsTestClient client = WsTestClient.to("ws://localhost:" + lifecycle.port() + "/echo").connect()) {
				client.send("hi").expectText("hi");
				assertThat(gauge(registry, "ws.sessions")).isEqualTo(1);
				assertThat(gauge(registry, "ws.connections")).isEqualTo(1);
				// they are counted when all that came together is with its handlers
				await().atMost(Duration.ofSeconds(60))
					.untilAsserted(() -> assertThat(counter(registry, "ws.messages.received")).isEqualTo(1));
				assertThat(counter(registry, "ws.handshakes.accepted")).isEqualTo(1);
				assertThat(counter(registry, "ws.bytes.received")).isPositive();
			}
			lifecycle.stop();
			assertThat(gauge(registry, "ws.sessions")).isZero();
		});
	}

	@Test
	void namesAndTagsOfMetersStayAsDocumented() {
		this.runner.run((context) -> assertThat(context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName()
					+ meter.getId().getTags().stream().map((tag) -> " " + tag.getKey()).collect(Collectors.joining()))
			.filter((name) -> name.startsWith("ws."))
			.distinct()).containsExactlyInAnyOrder("ws.bytes.received", "ws.bytes.sent",
					"ws.client.errors endpoint kind", "ws.closes code", "ws.compression.context.memory",
					"ws.compression.context.memory.max", "ws.compression.context.refused", "ws.connections",
					"ws.handler.errors endpoint", "ws.handshakes.accepted", "ws.handshakes.rejected reason",
					"ws.memory.buffered", "ws.messages.dropped", "ws.messages.received", "ws.messages.sent",
					"ws.probes", "ws.protocol.violations violation", "ws.rate.limit.exceeded limit", "ws.send.queue",
					"ws.sessions endpoint", "ws.sessions.shed"));
	}

	@Test
	void startAndRestartRegisterNoMeterTwice() {
		ListAppender<ILoggingEvent> warnings = new ListAppender<>();
		warnings.start();
		Logger logger = (Logger) LoggerFactory.getLogger(MeterRegistry.class);
		logger.addAppender(warnings);
		try {
			this.runner.run((context) -> {
				WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
				lifecycle.stop();
				lifecycle.start();
				assertThat(gauge(context.getBean(MeterRegistry.class), "ws.sessions")).isZero();
			});
		}
		finally {
			logger.detachAppender(warnings);
		}
		assertThat(warnings.list).as("what the registry logs").isEmpty();
	}

	@Test
	void tellsHowMuchMemoryCompressionContextsTake() {
		this.runner
			.withPropertyValues("ws.compression.enabled=true", "ws.compression.context-takeover=client",
					"ws.compression.max-memory=50KB")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				String uri = "ws://localhost:" + context.getBean(WsServerLifecycle.class).port() + "/echo";
				assertThat(gauge(registry, "ws.compression.context.memory.max")).isEqualTo(51_200);
				try (WsTestClient first = WsTestClient.to(uri).compression().connect();
						WsTestClient second = WsTestClient.to(uri).compression().connect()) {
					first.send("hi").expectText("hi");
					second.send("hi").expectText("hi");
					assertThat(gauge(registry, "ws.compression.context.memory")).isPositive();
					assertThat(counter(registry, "ws.compression.context.refused")).isEqualTo(1);
				}
			});
	}

	@Test
	void tagsHaveFewValues() {
		this.runner.withUserConfiguration(Room.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			String uri = "ws://localhost:" + context.getBean(WsServerLifecycle.class).port();
			WsTestClient.to(uri + "/nowhere").expectRejection(404);
			try (WsTestClient tea = WsTestClient.connect(uri + "/rooms/tea");
					WsTestClient echo = WsTestClient.connect(uri + "/echo")) {
				assertThat(registry.get("ws.sessions").tag("endpoint", "/rooms/{room}").gauge().value()).isEqualTo(1);
				assertThat(registry.get("ws.sessions").tag("endpoint", "/echo").gauge().value()).isEqualTo(1);
				tea.send("4321").expectClose(4321);
				echo.close(1000, "").expectClose(1000);
			}
			try (WsTestClient tea = WsTestClient.connect(uri + "/rooms/tea")) {
				tea.send("fail").expectClose(1011);
			}
			await("three sessions are closed").untilAsserted(() -> {
				assertThat(counter(registry, "ws.closes", "code", "1000")).isEqualTo(1);
				assertThat(counter(registry, "ws.closes", "code", "4xxx")).isEqualTo(1);
				assertThat(counter(registry, "ws.closes", "code", "1011")).isEqualTo(1);
			});
			assertThat(counter(registry, "ws.closes", "code", "other")).isZero();
			assertThat(counter(registry, "ws.handshakes.rejected", "reason", "not_found")).isEqualTo(1);
			assertThat(counter(registry, "ws.handshakes.rejected", "reason", "forbidden")).isZero();
			assertThat(counter(registry, "ws.handler.errors", "endpoint", "/rooms/{room}")).isEqualTo(1);
			assertThat(counter(registry, "ws.handler.errors", "endpoint", "/echo")).isZero();
		});
	}

	@Test
	void mistakesOfClientsAreCountedByKind() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			String uri = "ws://localhost:" + context.getBean(WsServerLifecycle.class).port() + "/echo";
			try (WsTestClient client = WsTestClient.connect(uri)) {
				client.sendBinary(new byte[] { 1 }).expectClose(1003);
			}
			assertThat(registry.get("ws.client.errors")
				.tags("endpoint", "/echo", "kind", "unexpected")
				.functionCounter()
				.count()).isEqualTo(1);
			assertThat(counter(registry, "ws.handler.errors", "endpoint", "/echo")).isZero();
		});
	}

	@Test
	void violationsOfTheProtocolAreCountedByTheBrokenRule() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			String uri = "ws://localhost:" + context.getBean(WsServerLifecycle.class).port() + "/echo";
			try (WsTestClient client = WsTestClient.connect(uri)) {
				client.sendFrame(true, 3, new byte[0]).expectClose(1002);
			}
			assertThat(counter(registry, "ws.protocol.violations", "violation", "reserved_opcode")).isEqualTo(1);
			assertThat(counter(registry, "ws.protocol.violations", "violation", "unmasked_frame")).isZero();
		});
	}

	@Test
	void namesForPrometheusReadWell() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		this.runner.run((context) -> {
			context.getBean(WsMetrics.class).bindTo(prometheus);
			List<String> names = prometheus.scrape()
				.lines()
				.filter((line) -> line.startsWith("# TYPE ws_"))
				.map((line) -> line.substring("# TYPE ".length()))
				.toList();
			assertThat(names).containsExactlyInAnyOrder("ws_bytes_received_total counter",
					"ws_bytes_sent_total counter", "ws_client_errors_total counter", "ws_closes_total counter",
					"ws_compression_context_memory_bytes gauge", "ws_compression_context_memory_max_bytes gauge",
					"ws_compression_context_refused_total counter", "ws_connections gauge",
					"ws_handler_errors_total counter", "ws_handshakes_accepted_total counter",
					"ws_handshakes_rejected_total counter", "ws_memory_buffered_bytes gauge",
					"ws_messages_dropped_total counter", "ws_messages_received_total counter",
					"ws_messages_sent_total counter", "ws_probes_total counter", "ws_protocol_violations_total counter",
					"ws_rate_limit_exceeded_total counter", "ws_send_queue_bytes gauge", "ws_sessions gauge",
					"ws_sessions_shed_total counter");
			assertThat(prometheus.scrape()).contains("ws_sessions{endpoint=\"/echo\"} 0.0",
					"ws_closes_total{code=\"3xxx\"} 0.0", "ws_handshakes_rejected_total{reason=\"too_large\"} 0.0");
		});
	}

	@Test
	void needsMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).doesNotHaveBean("wsMetrics"));
	}

	private static double gauge(MeterRegistry registry, String name) {
		return registry.get(name).gauge().value();
	}

	private static double counter(MeterRegistry registry, String name) {
		return registry.get(name).functionCounter().count();
	}

	private static double counter(MeterRegistry registry, String name, String key, String value) {
		return registry.get(name).tag(key, value).functionCounter().count();
	}

	@WsEndpoint("/rooms/{room}")
	static class Room {

		@OnMessage
		void close(String code, WsSession session) {
			session.close(CloseStatus.of(Integer.parseInt(code)));
		}

	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String echo(String message) {
			return message;
		}

	}

}
