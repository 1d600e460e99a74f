/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.wsboot.test.WsHttpResponse;
import dev.wsboot.test.RawConnection;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions whose handshake has come in through Tomcat.
 */
class MountedTest {

	static final String REQUEST = """
			GET %s HTTP/1.1\r
			Host: localhost:%d\r
			Upgrade: websocket\r
			Connection: Upgrade\r
			Sec-WebSocket-Version: 13\r
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
			\r
			""";

	/** A masked text frame with "hi", whose mask is zero. */
	static final byte[] FRAME = { (byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i' };

	static Stream<List<String>> variants() {
		List<String> tls = List.of(WebKeyStore.serverSsl());
		List<String> both = new ArrayList<>(tls);
		both.add("server.http2.enabled=true");
		both.add("spring.threads.virtual.enabled=true");
		return Stream.of(List.of(), tls, List.of("server.http2.enabled=true", "spring.threads.virtual.enabled=true"),
				both);
	}

	@ParameterizedTest
	@MethodSource("variants")
	void messagesComeBack(List<String> properties) {
		try (MountedApplication application = MountedApplication.start(EchoApplication.class,
				properties.toArray(String[]::new));
				WsTestClient client = application.connect("/echo");
				WsTestClient compressed = WsTestClient.to(application.uri("/echo")).compression().connect()) {
			String large = "0123456789".repeat(30_000);
			for (int i = 0; i < 200; i++) {
				client.send("message " + i).expectText("message " + i);
			}
			client.send(large).expectText(large);
			compressed.send(large).expectText(large);
			byte[] bytes = large.getBytes(StandardCharsets.UTF_8);
			client.sendBinary(bytes).expectBinary(bytes);
			assertThat(application.server().counters().openSessions()).isEqualTo(2);
			client.close(1000, "").expectClose(1000);
			client.expectEnd();
		}
	}

	@Test
	void restAndSessionsShareThePort() throws Exception {
		try (MountedApplication application = MountedApplication.start(EchoApplication.class);
				WsTestClient client = application.connect("/echo")) {
			assertThat(application.get("/hello").body()).isEqualTo("hello");
			client.send("a").expectText("a");
			assertThat(application.get("/hello").body()).isEqualTo("hello");
			assertThat(application.context().getEnvironment().getProperty("local.ws.port", Integer.class))
				.isEqualTo(application.port());
		}
	}

	@Test
	void controllerOnTheSamePathKeepsItsRequests() throws Exception {
		try (MountedApplication application = MountedApplication.start(EchoApplication.class);
				WsTestClient client = application.connect("/page")) {
			assertThat(application.get("/page").body()).isEqualTo("page");
			assertThat(application.get("/echo").statusCode()).isEqualTo(426);
			client.send("").expectText("127.0.0.1 false localhost:" + application.port() + " /page");
		}
	}

	@Test
	void framesInThePacketOfTheRequestAreReceived() {
		try (MountedApplication application = MountedApplication.start(EchoApplication.class);
				RawConnection raw = application.raw()) {
			byte[] head = REQUEST.formatted("/echo", application.port()).getBytes(StandardCharsets.US_ASCII);
			byte[] packet = java.util.Arrays.copyOf(head, head.length + 2 * FRAME.length);
			System.arraycopy(FRAME, 0, packet, head.length, FRAME.length);
			System.arraycopy(FRAME, 0, packet, head.length + FRAME.length, FRAME.length);
			raw.send(packet);
			WsHttpResponse answer = raw.expectResponse(101);
			assertThat(answer.headers().first("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
			assertThat(raw.expectBytes(8)).containsExactly(0x81, 2, 'h', 'i', 0x81, 2, 'h', 'i');
		}
	}

	@Test
	void contextPathAndServletPathAreNoPartOfTheEndpoints() {
		try (MountedApplication application = MountedApplication.start(EchoApplication.class,
				"server.servlet.context-path=/app", "spring.mvc.servlet.path=/mvc");
				WsTestClient client = application.connect("/app/mvc/page")) {
			client.send("").expectText("127.0.0.1 false localhost:" + application.port() + " /page");
		}
	}

}
