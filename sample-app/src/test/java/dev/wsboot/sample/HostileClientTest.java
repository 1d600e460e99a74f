/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.RawConnection;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that break the rules get the answer that they should, the application hears of
 * the end, and the server continues to work.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(ClosingEndpoint.class)
class HostileClientTest {

	@LocalWsPort
	private int port;

	@Autowired
	private ClosingEndpoint endpoint;

	@BeforeEach
	void forget() {
		this.endpoint.forget();
	}

	@AfterEach
	void serverGoesOn() {
		try (WsTestClient client = to("/echo").connect()) {
			client.send("still there").expectText("still there").expectNothingMore();
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# what,                                frame,            code
			reserved opcode,                       8380 00000000,    1002
			reserved bit,                          A180 00000000,    1002
			no mask,                               8100,             1002
			length not in its shortest form,       81FE 0001,        1002
			length with its top bit set,           81FF 80,          1002
			continuation without a start,          8080 00000000,    1002
			fragmented ping,                       0980 00000000,    1002
			ping of 126 bytes,                     89FE 007E,        1002
			close code that may not be sent,       8882 00000000 03ED, 1002
			half a close code,                     8881 00000000 03, 1002
			text that is not UTF-8,                8181 00000000 FF, 1007
			bad UTF-8 in an unfinished fragment,   0182 00000000 C0AF, 1007
			a gigabyte announced,                  82FF 0000000040000000, 1009
			""")
	void brokenFrameFailsTheConnection(String what, String frame, int code) throws Exception {
		try (WsTestClient client = to("/close/0").connect()) {
			client.sendRaw(HexFormat.of().parseHex(frame.replace(" ", ""))).expectClose(code);
			client.expectEnd();
		}
		assertThat(this.endpoint.nextSeen().code()).as(what).isEqualTo(code);
	}

	@Test
	void answersWhatCameBeforeTheBrokenFrame() {
		try (WsTestClient client = to("/echo").connect()) {
			client.send("first").send("second").sendFrame(true, 3);
			client.expectText("first").expectText("second").expectClose(1002);
			client.expectEnd();
		}
	}

	@Test
	void frameInSingleBytesIsWhole() {
		try (WsTestClient client = to("/echo").connect()) {
			for (byte next : HexFormat.of().parseHex("81850000000068656C6C6F")) {
				client.sendRaw(next);
			}
			client.expectText("hello");
		}
	}

	@Test
	void messageOverTheLimitIs1009() {
		try (WsTestClient client = to("/echo").connect()) {
			client.sendFrame(false, 2, new byte[1048576]).sendFrame(true, 0, (byte) 1).expectClose(1009);
		}
	}

	@Test
	void endOfStreamWithoutACloseIs1006() throws Exception {
		try (WsTestClient client = to("/close/0").connect()) {
			client.sendRaw((byte) 0x81).raw().endOutput();
			assertThat(this.endpoint.nextSeen()).isEqualTo(CloseStatus.ABNORMAL);
			client.expectEnd();
		}
	}

	@Test
	void resetIs1006() throws Exception {
		WsTestClient client = to("/close/0").connect();
		client.raw().reset();
		assertThat(this.endpoint.nextSeen()).isEqualTo(CloseStatus.ABNORMAL);
	}

	@Test
	void foreignOriginIsRejected() {
		to("/echo").header("Origin", "https://evil.example").expectRejection(403);
	}

	@Test
	void unknownPathIsRejected() {
		to("/nowhere").expectRejection(404);
	}

	@Test
	void plainHttpIsToldWhatToDo() {
		try (RawConnection connection = to("/echo").raw()) {
			assertThat(connection.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n").expectResponse(426).body())
				.contains("WebSocket");
			connection.expectEnd();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n",
					"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /echo HTTP/1.1\nHost: a\n\n" })
	void noiseEndsAtOnce(String noise) {
		try (RawConnection connection = to("/echo").raw()) {
			String answer = new String(connection.send(noise).expectBytesToEnd(), StandardCharsets.ISO_8859_1);
			assertThat(answer).matches("(?s)|HTTP/1.1 [45].*");
		}
	}

	private WsTestConnector to(String path) {
		return WsTestClient.to("ws://localhost:" + this.port + path);
	}

}
