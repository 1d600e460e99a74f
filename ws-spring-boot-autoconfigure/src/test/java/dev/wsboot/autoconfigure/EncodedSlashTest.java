/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Encoded slashes in paths, from the socket to the path variable.
 */
class EncodedSlashTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
		.withUserConfiguration(Station.class, Files.class)
		.withPropertyValues("ws.port=0");

	@Test
	void encodedSlashesAreRejectedByDefault() {
		this.runner.run((context) -> {
			String answer = WsTestClient.to(WsAutoConfigurationTest.uri(context, "/ocpp/RDAM%7C123%2Fx"))
				.expectRejection(400)
				.body();
			assertThat(answer).contains("encoded dot, slash or backslash");
		});
	}

	@Test
	void thePropertyLetsThemStayInTheirSegment() {
		this.runner.withPropertyValues("ws.handshake.allow-encoded-slash=true").run((context) -> {
			expect(WsAutoConfigurationTest.uri(context, "/ocpp/RDAM%7C123%2Fx"), "RDAM|123/x in /ocpp/RDAM|123%2Fx");
			expect(WsAutoConfigurationTest.uri(context, "/files/a%2Fb/c"), "/a/b/c in /files/a%2Fb/c");
			WsTestClient.to(WsAutoConfigurationTest.uri(context, "/ocpp%2FRDAM")).expectRejection(404);
			WsTestClient.to(WsAutoConfigurationTest.uri(context, "/files/a%2F..%2Fb")).expectRejection(400);
			WsTestClient.to(WsAutoConfigurationTest.uri(context, "/ocpp/..%2Ffiles")).expectRejection(400);
		});
	}

	private static void expect(String uri, String text) {
		try (WsTestClient client = WsTestClient.connect(uri)) {
			client.expectText(text);
		}
	}

	@WsEndpoint("/ocpp/{id}")
	static class Station {

		@OnOpen
		String onOpen(WsSession session, @PathVariable String id) {
			return id + " in " + session.handshakeRequest().path();
		}

	}

	@WsEndpoint("/files/{*rest}")
	static class Files {

		@OnOpen
		String onOpen(WsSession session, @PathVariable String rest) {
			return rest + " in " + session.handshakeRequest().path();
		}

	}

}
