/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.DeflateParameters;
import dev.wsboot.engine.options.ContextTakeover;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ClientHandshakeTest {

	/** The nonce of the example of RFC 6455 1.3. */
	private static final byte[] NONCE = "the sample nonce".getBytes(StandardCharsets.US_ASCII);

	private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\n";

	private static final String UPGRADE = "Upgrade: websocket\r\n";

	private static final String CONNECTION = "Connection: Upgrade\r\n";

	private static final String ACCEPT = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

	private static final String ACCEPTED = SWITCH + UPGRADE + CONNECTION + ACCEPT + "\r\n";

	@Test
	void requestsAsInTheExampleOfTheRfc() {
		assertThat(request(client("ws://server.example.com/chat", "chat", "superchat"))).isEqualTo("""
				GET /chat HTTP/1.1
				Host: server.example.com
				Upgrade: websocket
				Connection: Upgrade
				Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
				Sec-WebSocket-Version: 13
				Sec-WebSocket-Protocol: chat, superchat

				""".replace("\n", "\r\n"));
	}

	@ParameterizedTest
	@CsvSource({ "ws://a, /, a", "ws://a:81, /, a:81", "WSS://a:443/, /, a:443", "ws://a?b=c, /?b=c, a",
			"ws://a/b%20c?d=%26, /b%20c?d=%26, a", "ws://a/b?, /b?, a", "ws://a/\u00e4, /%C3%A4, a",
			"ws://[::1]:8090/b, /b, [::1]:8090" })
	void takesTargetAndHostFromTheUri(String uri, String target, String host) {
		assertThat(request(client(uri))).startsWith("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
	}

	@Test
	void addsHeaders() {
		ClientHandshake client = new ClientHandshake(URI.create("ws://a"), List.of(),
				Headers.of("Host", "b", "Origin", "https://c"), NONCE);
		assertThat(request(client)).contains("\r\nHost: b\r\n", "\r\nOrigin: https://c\r\n").doesNotContain("Host: a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://a", "a", "/a", "ws:a", "ws:///a", "ws://a#b", "ws://a#" })
	void refusesOtherUris(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> client(uri)).withMessageContaining("'" + uri + "'");
	}

	@Test
	void refusesWhatItMustNotSend() {
		assertThatIllegalArgumentException().isThrownBy(() -> client("ws://a", "b c"));
		assertThatIllegalArgumentException().isThrownBy(() -> client("ws://a", "b", "b"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClientHandshake(URI.create("ws://a"), List.of(), Headers.empty(), new byte[15]));
	}

	@Test
	void understandsTheServer() throws Exception {
		ClientHandshake client = client("ws://server.example.com/chat", "a", "b");
		HttpRequestParser parser = new HttpRequestParser(4096, 8192, 100);
		byte[] bytes = client.request();
		parser.parse(bytes, 0, bytes.length);
		HandshakeRequest request = new Handshaker(new OriginPolicy(List.of()), false).check(parser.request(),
				new InetSocketAddress("192.0.2.1", 1), false, null);
		byte[] response = Handshaker.acceptResponse(request, HandshakeDecision.accept(new SessionHandler() {
		}).subprotocols(List.of("b")).header("X", "y"), null);
		assertThat(client.parse(response, 0, response.length)).isEqualTo(response.length);
		assertThat(client.isComplete()).isTrue();
		assertThat(client.subprotocol()).isEqualTo("b");
		assertThat(client.responseHeaders().first("x")).isEqualTo("y");
		client.endOfInput();
	}

	@Test
	void takesAnySplitAndLeavesTheFrames() throws Exception {
		byte[] bytes = (ACCEPTED + "\u0081\u0000").getBytes(StandardCharsets.ISO_8859_1);
		for (int split = 0; split <= bytes.length; split++) {
			ClientHandshake client = client("ws://a");
			int consumed = client.parse(bytes, 0, split);
			consumed += client.parse(bytes, consumed, bytes.length - consumed);
			assertThat(client.isComplete()).isTrue();
			assertThat(consumed).isEqualTo(ACCEPTED.length());
			assertThat(client.subprotocol()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "HTTP/1.1 101\r\nupgrade: WebSocket\r\nconnection: keep-alive, upgrade\r\n" + ACCEPT + "\r\n",
					"HTTP/1.1 101 \r\n" + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Protocol: a\r\n\r\n" })
	void accepts(String response) throws Exception {
		ClientHandshake client = client("ws://a", "a");
		parse(client, response);
		assertThat(client.isComplete()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { SWITCH + CONNECTION + ACCEPT, SWITCH + "Upgrade: h2c\r\n" + CONNECTION + ACCEPT,
			SWITCH + UPGRADE + ACCEPT, SWITCH + UPGRADE + "Connection: close\r\n" + ACCEPT,
			SWITCH + UPGRADE + CONNECTION, SWITCH + UPGRADE + CONNECTION + ACCEPT + ACCEPT,
			SWITCH + UPGRADE + CONNECTION + "Sec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==\r\n",
			SWITCH + UPGRADE + CONNECTION + "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=\r\n",
			SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Protocol: b\r\n",
			SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Protocol: A\r\n",
			SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: a\r\n",
			SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Extensions: permessage-deflate\r\n" })
	void refusesASwitchThatIsNone(String head) {
		// RFC 6455 4.1
		HandshakeRejectedException refusal = refusal(client("ws://a", "a"), head + "\r\n");
		assertThat(refusal.status()).isEqualTo(101);
		assertThat(refusal.headers().size()).isPositive();
		assertThat(refusal).hasMessageStartingWith("The response is not a WebSocket handshake: ");
	}

	@Test
	void offersCompressionAndUnderstandsTheServer() throws Exception {
		DeflateParameters offer = new DeflateParameters(false, true, 10, DeflateParameters.WITHOUT_VALUE);
		ClientHandshake client = compressing(offer);
		HttpRequestParser parser = new HttpRequestParser(4096, 8192, 100);
		byte[] bytes = client.request();
		parser.parse(bytes, 0, bytes.length);
		HandshakeRequest request = new Handshaker(new OriginPolicy(List.of()), false).check(parser.request(),
				new InetSocketAddress("192.0.2.1", 1), false, null);
		assertThat(request.headers().all("Sec-WebSocket-Extensions")).containsExactly(
				"permessage-deflate; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits");
		DeflateAgreement agreed = Handshaker.deflate(request, ContextTakeover.BOTH);
		byte[] response = Handshaker.acceptResponse(request, HandshakeDecision.accept(new SessionHandler() {
		}), agreed);
		client.parse(response, 0, response.length);
		DeflateAgreement seen = client.deflate();
		assertThat(seen.header()).isEqualTo(agreed.header())
			.isEqualTo("permessage-deflate; client_no_context_takeover; server_max_window_bits=10");
		assertThat(seen.ourTakeover()).isEqualTo(agreed.peerTakeover()).isFalse();
		assertThat(seen.peerTakeover()).isEqualTo(agreed.ourTakeover()).isTrue();
		assertThat(seen.peerWindowBits()).isEqualTo(agreed.ourWindowBits()).isEqualTo(10);
	}

	@Test
	void takesNoForAnAnswerToItsOffer() throws Exception {
		ClientHandshake client = compressing(new DeflateParameters(false, false, 0, 0));
		parse(client, ACCEPTED);
		assertThat(client.isComplete()).isTrue();
		assertThat(client.deflate()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",", " , ," })
	void takesAnEmptyListForNoExtension(String extensions) throws Exception {
		// RFC 9110 5.6.1.2
		String response = SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Extensions: " + extensions
				+ "\r\n\r\n";
		ClientHandshake offering = compressing(new DeflateParameters(false, false, 0, 0));
		parse(offering, response);
		assertThat(offering.isComplete()).isTrue();
		assertThat(offering.deflate()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "permessage-deflate; client_max_window_bits=10", "permessage-deflate; foo",
			"permessage-deflate; server_max_window_bits=16", "permessage-foo", "permessage-deflate, permessage-deflate",
			"permessage-deflate;" })
	void refusesCompressionThatWasNotOfferedLikeThat(String extensions) {
		HandshakeRejectedException refusal = refusal(compressing(new DeflateParameters(false, false, 0, 0)),
				SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Extensions: " + extensions + "\r\n\r\n");
		assertThat(refusal)
			.hasMessageStartingWith("The response is not a WebSocket handshake: Sec-WebSocket-Extensions ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0016\u0003", "SSH-2.0-x\r\n", "HTTP/1.0 101 x\r\n", "HTTP/2 101 x\r\n", "HTTP/1.1\r\n",
			"HTTP/1.1 1O1 x\r\n", "HTTP/1.1 1010 x\r\n", "HTTP/1.1 600 x\r\n", "HTTP/1.1  101 x\r\n",
			"HTTP/1.1 101 x\n", "HTTP/1.1 101 x\rX", "HTTP/1.1 101 \u001b" })
	void refusesWhatIsNotHttp(String start) {
		HandshakeRejectedException refusal = refusal(client("ws://a"), start);
		assertThat(refusal.status()).isZero();
		assertThat(refusal).message().startsWith("The response is not HTTP/1.1").matches("[ -~]+");
	}

	@Test
	void refusesAnEndlessStatusLine() {
		assertThat(refusal(client("ws://a"), "HTTP/1.1 101 " + "x".repeat(5000)).status()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bad : header\r\n", " folded\r\n", "X: a\n", "X: a\0" })
	void refusesMalformedHeaders(String line) {
		HandshakeRejectedException refusal = refusal(client("ws://a"), SWITCH + UPGRADE + line);
		assertThat(refusal.status()).isEqualTo(101);
		assertThat(refusal.headers().size()).isZero();
	}

	@Test
	void tellsWhatTheServerSaid() throws Exception {
		byte[] response = Handshaker
			.rejectResponse(HandshakeDecision.reject(403).header("X", "y").body("Kein Zutritt f\u00fcr Sie"));
		for (int split = 0; split < response.length; split++) {
			ClientHandshake client = client("ws://a");
			int consumed = client.parse(response, 0, split);
			assertThat(consumed).isEqualTo(split);
			HandshakeRejectedException refusal = catchThrowableOfType(HandshakeRejectedException.class,
					() -> client.parse(response, consumed, response.length - consumed));
			assertThat(refusal.status()).isEqualTo(403);
			assertThat(refusal.headers().first("X")).isEqualTo("y");
			assertThat(refusal.body()).isEqualTo("Kein Zutritt f\u00fcr Sie");
			assertThat(refusal).hasMessage("The server rejected the handshake (status 403)");
		}
	}

	@ParameterizedTest
	@CsvSource({ "'', Hello", "'Content-Length: 0\r\n', ''", "'Content-Length: 2\r\n', He" })
	void readsTheBodyAsFarAsItIsKnown(String header, String body) {
		HandshakeRejectedException refusal = refusal(client("ws://a"),
				"HTTP/1.1 404 Not Found\r\n" + header + "\r\nHello");
		assertThat(refusal.status()).isEqualTo(404);
		assertThat(refusal.body()).isEqualTo(body);
	}

	@Test
	void tellsWhatCameBeforeTheEnd() throws Exception {
		ClientHandshake nothing = client("ws://a");
		assertThat(endOfInput(nothing).status()).isZero();
		ClientHandshake head = client("ws://a");
		parse(head, SWITCH + UPGRADE);
		assertThat(endOfInput(head)).hasMessageContaining("ended before");
		ClientHandshake body = client("ws://a");
		parse(body, "HTTP/1.1 503 x\r\nContent-Length: 99999999999\r\n\r\nHello");
		assertThat(endOfInput(body).status()).isEqualTo(503);
		assertThat(endOfInput(body).body()).isEqualTo("Hello");
	}

	@Test
	void cutsAnEndlessBody() {
		HandshakeRejectedException refusal = refusal(client("ws://a"),
				"HTTP/1.1 503 x\r\nContent-Length: 99999999999\r\n\r\n" + "x".repeat(100_000));
		assertThat(refusal.body()).hasSize(65536);
	}

	private static ClientHandshake client(String uri, String... subprotocols) {
		return new ClientHandshake(URI.create(uri), List.of(subprotocols), Headers.empty(), NONCE);
	}

	private static ClientHandshake compressing(DeflateParameters offer) {
		return new ClientHandshake(URI.create("ws://a"), List.of(), Headers.empty(), offer, NONCE);
	}

	private static String request(ClientHandshake client) {
		return new String(client.request(), StandardCharsets.ISO_8859_1);
	}

	private static void parse(ClientHandshake client, String response) throws HandshakeRejectedException {
		client.parse(response.getBytes(StandardCharsets.ISO_8859_1), 0, response.length());
	}

	private static HandshakeRejectedException refusal(ClientHandshake client, String response) {
		return catchThrowableOfType(HandshakeRejectedException.class, () -> parse(client, response));
	}

	private static HandshakeRejectedException endOfInput(ClientHandshake client) {
		return catchThrowableOfType(HandshakeRejectedException.class, client::endOfInput);
	}

}
