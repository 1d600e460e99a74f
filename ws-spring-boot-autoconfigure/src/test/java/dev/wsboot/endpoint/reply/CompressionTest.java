/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints whose sessions are compressed, or not, and a client that compresses, too.
 */
class CompressionTest {

	private static final String TEXT = "the same words again and again ".repeat(1000);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
		.withUserConfiguration(Default.class, Enabled.class, Disabled.class)
		.withPropertyValues("ws.port=0");

	@ParameterizedTest
	@CsvSource({ "false, false, true, false", "true, true, true, false" })
	void propertiesDecideUnlessTheEndpointDoes(boolean enabled, boolean byDefault, boolean ifEnabled,
			boolean ifDisabled) {
		this.runner.withPropertyValues("ws.compression.enabled=" + enabled).run((context) -> {
			WsServer server = context.getBean(WsServerLifecycle.class).server();
			assertThat(isCompressed(server, "/default")).isEqualTo(byDefault);
			assertThat(isCompressed(server, "/enabled")).isEqualTo(ifEnabled);
			assertThat(isCompressed(server, "/disabled")).isEqualTo(ifDisabled);
		});
	}

	@Test
	void declinesASubprotocolThatIsNotOffered() {
		this.runner.withPropertyValues("ws.compression.enabled=true").run((context) -> {
			WsServer server = context.getBean(WsServerLifecycle.class).server();
			try (WsTestClient client = to(server, "/default").connect()) {
				assertThat(client.compression()).isNull();
				client.send(TEXT).expectText(TEXT);
				assertThat(server.counters().deflations()).isZero();
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "none | permessage-deflate", "both | permessage-deflate",
					"server | permessage-deflate; server_max_window_bits=9",
					"client | permessage-deflate; client_max_window_bits=8",
					"both | permessage-deflate; server_no_context_takeover; client_max_window_bits" })
	void messagesAndRepliesAreCompressed(String takeover, String offer) {
		this.runner
			.withPropertyValues("ws.compression.enabled=true", "ws.compression.context-takeover=" + takeover,
					"ws.compression.level=9", "ws.compression.min-size=10B")
			.run((context) -> {
				WsServer server = context.getBean(WsServerLifecycle.class).server();
				try (WsTestClient client = to(server, "/default").compression(offer).connect()) {
					for (int i = 0; i < 3; i++) {
						long before = server.counters().bytesReceived();
						client.send(TEXT).expectText(TEXT);
						assertThat(server.counters().bytesReceived() - before).isLessThan(TEXT.length() / 5);
						client.sendBinary(new byte[10_000]).expectBinary(new byte[10_000]);
						client.send("tiny").expectText("tiny");
						client.sendFragments("in ", "three ", "parts").expectText("in three parts");
					}
					assertThat(server.counters().deflations()).isEqualTo(9);
					client.expectNothingMore();
				}
			});
	}

	private static boolean isCompressed(WsServer server, String path) {
		try (WsTestClient client = to(server, path).compression().connect()) {
			long before = server.counters().deflations();
			client.send(TEXT).expectText(TEXT);
			assertThat(server.counters().deflations() - before).isEqualTo((client.compression() != null) ? 1 : 0);
			return client.compression() != null;
		}
	}

	private static WsTestConnector to(WsServer server, String path) {
		return WsTestClient.to("ws://localhost:" + server.port() + path);
	}

	@WsEndpoint("/default")
	static class Default {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

		@OnMessage
		@NonBlocking
		byte[] onMessage(byte[] bytes) {
			return bytes;
		}

	}

	@WsEndpoint(path = "/enabled", compression = Compression.ENABLED)
	static class Enabled extends Default {

	}

	@WsEndpoint(path = "/disabled", compression = Compression.DISABLED)
	static class Disabled extends Default {

	}

}
