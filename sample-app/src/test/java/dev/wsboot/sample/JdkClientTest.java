/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.test.LocalWsPort;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client of the JDK, an independent implementation, against the sample.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(ClosingEndpoint.class)
class JdkClientTest {

	@LocalWsPort
	private int port;

	@Autowired
	private ClosingEndpoint closing;

	@BeforeEach
	void forget() {
		this.closing.forget();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 125, 126, 65535, 65536, 1048576 })
	void textComesBack(int size) throws Exception {
		String text = EchoPayloads.text(size);
		assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(size);
		try (JdkClient client = connect("/echo")) {
			client.socket().sendText(text, true).join();
			Object came = client.next();
			// not isEqualTo: a failure would print a megabyte
			assertThat(text.equals(came)).as("same text").isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 125, 126, 65535, 65536, 1048576 })
	void binaryComesBack(int size) throws Exception {
		byte[] bytes = EchoPayloads.binary(size);
		try (JdkClient client = connect("/echo")) {
			client.socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
			Object came = client.next();
			assertThat(ByteBuffer.wrap(bytes).equals(came)).as("same bytes").isTrue();
		}
	}

	@Test
	void fragmentsComeBackAsOneMessage() throws Exception {
		try (JdkClient client = connect("/echo")) {
			WebSocket socket = client.socket();
			socket.sendText("one ", false).join();
			socket.sendPing(ByteBuffer.wrap("between".getBytes(StandardCharsets.UTF_8))).join();
			socket.sendText("two", true).join();
			assertThat(client.next()).isEqualTo(new JdkClient.Pong("between"));
			assertThat(client.next()).isEqualTo("one two");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "payload" })
	void pingIsAnsweredWithItsPayload(String payload) throws Exception {
		try (JdkClient client = connect("/echo")) {
			client.socket().sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
			assertThat(client.next()).isEqualTo(new JdkClient.Pong(payload));
		}
	}

	// the JDK's client refuses to send the codes in between
	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1008, 1011, 3000, 4999 })
	void closeOfTheClientIsSeenAndAnswered(int code) throws Exception {
		try (JdkClient client = connect("/close/0")) {
			client.socket().sendClose(code, "from the client").join();
			assertThat(this.closing.nextSeen()).isEqualTo(new CloseStatus(code, "from the client"));
			assertThat(client.next()).isInstanceOfSatisfying(CloseStatus.class,
					(status) -> assertThat(status.code()).isEqualTo(code));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1003, 1008, 1011, 1012, 1013, 1014, 3000, 4999 })
	void closeOfTheServerIsSeenAndAnswered(int code) throws Exception {
		CloseStatus asked = new CloseStatus(code, "as asked");
		try (JdkClient client = connect("/close/" + code)) {
			assertThat(client.next()).isEqualTo(asked);
			assertThat(this.closing.nextSeen()).isEqualTo(asked);
		}
	}

	@Test
	void abortIsSeenAs1006() throws Exception {
		try (JdkClient client = connect("/close/0")) {
			client.socket().abort();
			assertThat(this.closing.nextSeen()).isEqualTo(CloseStatus.ABNORMAL);
		}
	}

	private JdkClient connect(String path) {
		return JdkClient.connect("ws://localhost:" + this.port + path);
	}

}
