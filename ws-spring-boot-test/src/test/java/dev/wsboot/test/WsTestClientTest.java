/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import dev.wsboot.engine.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WsTestClientTest {

	/** Time in which nothing comes of what never comes. */
	private static final Duration SHORT = Duration.ofSeconds(1);

	@Test
	void takesEachKindInTurn() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 2, 'h', 'i', 0x82, 1, 7, 0x8A, 1, 'p', 0x89, 1, 'q',
				0x81, 7, '{', '"', 'a', '"', ':', '1', '}', 0x88, 4, 0x03, 0xE8, 'o', 'k');
				WsTestClient client = WsTestClient.connect(server.uri())) {
			assertThat(client.expectText()).isEqualTo("hi");
			assertThat(client.expectBinary()).containsExactly(7);
			client.expectPong("p");
			assertThat(client.expectPing()).containsExactly('q');
			Map<?, ?> json = client.expectJson(Map.class);
			assertThat(json.get("a")).isEqualTo(1);
			assertThat(client.expectClose(1000)).isEqualTo(CloseStatus.NORMAL.withReason("ok"));
			assertThat(client.response().status()).isEqualTo(101);
			assertThat(client.subprotocol()).isNull();
		}
	}

	private static ScriptedServer texts(String... texts) throws Exception {
		ByteArrayOutputStream script = new ByteArrayOutputStream();
		for (String text : texts) {
			script.write(0x81);
			script.write(text.length());
			script.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
		}
		script.writeBytes(new byte[] { (byte) 0x88, 2, 0x03, (byte) 0xE8 });
		int[] bytes = new int[script.size()];
		Arrays.setAll(bytes, (index) -> script.toByteArray()[index]);
		return ScriptedServer.sending(bytes);
	}

	@Test
	void readsJsonOfGenericTypes() throws Exception {
		try (ScriptedServer server = texts("[{\"type\":\"a\",\"count\":1}]", "{}");
				WsTestClient client = WsTestClient.connect(server.uri())) {
			List<Counted> list = client.expectJson(new TypeReference<>() {
			});
			assertThat(list).containsExactly(new Counted("a", 1));
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> client.expectJson(new TypeReference<List<Counted>>() {
				}))
				.withMessageStartingWith("Expected JSON of java.util.List<")
				.withMessageContaining("but the text \"{}\" came");
		}
	}

	@Test
	void passesOverWhatDoesNotMatch() throws Exception {
		try (ScriptedServer server = texts("noise", "b", "{\"type\":\"x\",\"count\":1}", "{\"count\":7}",
				"{\"type\":\"y\",\"count\":2}", "[1]", "{\"type\":\"y\",\"count\":9}", "{\"count\":3}");
				WsTestClient client = WsTestClient.connect(server.uri())) {
			assertThat(client.awaitText((text) -> text.length() == 1)).isEqualTo("b");
			assertThat(client.awaitType("y", Counted.class)).isEqualTo(new Counted("y", 2));
			assertThat(client.awaitJson(Counted.class, (counted) -> counted.count() > 5).count()).isEqualTo(9);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.awaitType("z", Counted.class))
				.withMessageStartingWith(
						"Expected JSON of the type 'z', but a close with 1000 came, after 1 other message, "
								+ "the last of which was the text \"{\"count\":3}\"");
		}
	}

	@Test
	void waitsForAMatchOnlyForItsTime() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 1, 'a');
				WsTestClient client = WsTestClient.to(server.uri()).timeout(Duration.ofMillis(300)).connect()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.awaitText("b"::equals))
				.withMessageContaining("nothing more came within")
				.withMessageContaining("after 1 other message");
		}
	}

	@Test
	void usesTheMapperAndTheDiscriminatorThatItIsGiven() throws Exception {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
			.build();
		try (ScriptedServer server = texts("{\"kind\":\"k\",\"Type\":\"t\",\"Count\":4}");
				WsTestClient client = WsTestClient.to(server.uri()).json(mapper).discriminator("kind").connect()) {
			assertThat(client.awaitType("k", Counted.class)).isEqualTo(new Counted("t", 4));
		}
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Counted(String type, int count) {
	}

	@Test
	void answersPingsAndClosesWhileItWaits() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x89, 1, 'q', 0x81, 2, 'h', 'i', 0x88, 2, 0x03, 0xE9)) {
			try (WsTestClient client = WsTestClient.connect(server.uri())) {
				client.expectText("hi").expectClose(1001);
			}
			// two masked frames: a pong of 1 byte and a close of 2
			assertThat(server.heard()).hasSize(7 + 8).startsWith(0x8A, 0x81);
			assertThat(server.heard()[7]).isEqualTo((byte) 0x88);
		}
	}

	@Test
	void answersNothingIfToldSo() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x89, 1, 'q', 0x88, 0)) {
			try (WsTestClient client = WsTestClient.to(server.uri()).answerNothing().connect()) {
				client.expectClose(1005);
				client.raw().endOutput().close();
			}
			assertThat(server.heard()).isEmpty();
		}
	}

	@Test
	void saysWhatCameInstead() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x88, 5, 0x03, 0xEA, 'b', 'a', 'd');
				WsTestClient client = WsTestClient.connect(server.uri())) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectText("hello"))
				.withMessage("Expected the text \"hello\", but a close with 1002 and the reason \"bad\" came");
		}
	}

	@Test
	void saysWhichTextCameInstead() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x81, 2, 'h', 'i', 0x81, 2, 'h', 'i', 0x81, 2, 'h', 'i');
				WsTestClient client = WsTestClient.connect(server.uri())) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectText("ho"))
				.withMessage("Expected the text \"ho\", but the text \"hi\" came");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectJson(Map.class))
				.withMessage("Expected JSON of Map, but the text \"hi\" came");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(client::expectNothingMore)
				.withMessage("Expected nothing more but the reply to a close, but the text \"hi\" came");
		}
	}

	@Test
	void saysThatNothingCame() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending();
				WsTestClient client = WsTestClient.connect(server.uri())) {
			client.raw().timeout(SHORT);
			client.expectNothingFor(Duration.ofMillis(50));
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectPong("p"))
				.withMessage("Expected a pong with the payload \"p\", but nothing came within 1s");
		}
	}

	@Test
	void saysThatTheConnectionEnded() throws Exception {
		try (ScriptedServer server = ScriptedServer.answering("");
				RawConnection connection = WsTestClient.to(server.uri()).raw()) {
			connection.send("GET / HTTP/1.1\r\n\r\n");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(connection::expectResponse)
				.withMessage("Expected an HTTP response, but the connection ended after 0 bytes of it");
			connection.expectEnd();
		}
	}

	@Test
	void saysThatTheServerBrokeTheProtocol() throws Exception {
		try (ScriptedServer server = ScriptedServer.sending(0x83, 0);
				WsTestClient client = WsTestClient.connect(server.uri())) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(client::expectText)
				.withMessageStartingWith("The server violated the protocol: ");
		}
	}

	@Test
	void saysWhyTheHandshakeWasNotAccepted() throws Exception {
		try (ScriptedServer server = ScriptedServer
			.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 8\r\n\r\nnot here")) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> WsTestClient.connect(server.uri()))
				.withMessageContainingAll("Expected the handshake to be accepted", "404", "not here");
		}
	}

	@Test
	void expectsRejections() throws Exception {
		try (ScriptedServer server = ScriptedServer
			.answering("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 2\r\n\r\nno")) {
			WsHttpResponse answer = WsTestClient.to(server.uri()).expectRejection(405);
			assertThat(answer.headers().first("allow")).isEqualTo("GET");
			assertThat(answer.body()).isEqualTo("no");
		}
	}

	@Test
	void saysWhichStatusCameInstead() throws Exception {
		try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 403 Forbidden\r\n\r\nwrong origin")) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> WsTestClient.to(server.uri()).expectRejection(404))
				.withMessage("Expected an HTTP response with status 404, but status 403 came with the body "
						+ "\"wrong origin\"");
		}
	}

	@Test
	void refusesCompressionThatItHasNotOffered() throws Exception {
		try (ScriptedServer server = ScriptedServer.compressing()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> WsTestClient.connect(server.uri()))
				.withMessageContaining("an extension was not offered");
		}
	}

	@Test
	void understandsCompressedMessages() throws Exception {
		try (ScriptedServer server = ScriptedServer.compressing(0xC1, 7, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0xC1,
				5, 0xF2, 0x00, 0x11, 0x00, 0x00)) {
			try (WsTestClient client = WsTestClient.to(server.uri()).compression().connect()) {
				assertThat(client.compression()).isEqualTo("permessage-deflate");
				client.expectText("Hello").expectText("Hello");
				client.send("a".repeat(100));
			}
			// a masked frame with RSV1, and a close
			assertThat(server.heard()).startsWith(0xC1).hasSizeLessThan(30);
		}
	}

	@Test
	void takesOnlyLegalOffers() {
		for (String offer : List.of("", "permessage-deflate; server_max_window_bits=7", "permessage-deflate, foo",
				"foo")) {
			assertThatIllegalArgumentException().isThrownBy(() -> WsTestClient.to("ws://localhost").compression(offer))
				.withMessageContaining("permessage-deflate");
		}
	}

	@Test
	void takesOnlyWebSocketUris() {
		assertThatIllegalArgumentException().isThrownBy(() -> WsTestClient.connect("http://localhost/"))
			.withMessageContaining("ws://host:port/path");
	}

}
