package dev.wsboot.actuate;

import java.time.Duration;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.autoconfigure.WsMetricsAutoConfiguration;
import dev.wsboot.lifecycle.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

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
	void countsWhatTheServerDoes() {
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

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String echo(String message) {
			return message;
		}

	}

}
