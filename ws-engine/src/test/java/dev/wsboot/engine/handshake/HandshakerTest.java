/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeDecision.Accept;
import dev.wsboot.engine.HandshakeDecision.Reject;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.options.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The responses; {@link HandshakeVectorTest} shows the checks.
 */
class HandshakerTest {

	private static final SessionHandler HANDLER = new SessionHandler() {
	};

	private static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.1", 12345);

	private final HandshakeRequest request = request(
			Headers.of("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol", "chat, superchat"));

	@Test
	void keepsWhatItIsTold() throws HandshakeException {
		HttpRequestParser parser = new HttpRequestParser(4096, 8192, 100);
		byte[] bytes = HandshakeVector.validRequest();
		parser.parse(bytes, 0, bytes.length);
		HandshakeRequest checked = new Handshaker(new OriginPolicy(List.of()), false).check(parser.request(), REMOTE,
				true, null);
		assertThat(checked.remoteAddress()).isSameAs(REMOTE);
		assertThat(checked.secure()).isTrue();
	}

	@Test
	void acceptsAsInTheExampleOfTheRfc() {
		// RFC 6455 1.2 and 1.3
		Accept decision = HandshakeDecision.accept(HANDLER).subprotocols(List.of("superchat", "chat"));
		assertThat(accept(decision)).isEqualTo("""
				HTTP/1.1 101 Switching Protocols
				Upgrade: websocket
				Connection: Upgrade
				Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
				Sec-WebSocket-Protocol: chat

				""".replace("\n", "\r\n"));
		assertThat(Handshaker.subprotocol(this.request, decision)).isEqualTo("chat");
	}

	@Test
	void acceptsWithMoreHeaders() {
		Accept decision = HandshakeDecision.accept(HANDLER)
			.header("Set-Cookie", "a=b")
			.header("Set-Cookie", "c=d")
			.header("X-Latin", "caf\u00e9");
		assertThat(accept(decision))
			.endsWith("xOo=\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nX-Latin: caf\u00e9\r\n\r\n");
		assertThat(Handshaker.subprotocol(this.request, decision)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX: y", "a\rb", "a\nb", "a\0b", "a\u001bb", "a\u007fb", "a\u010ab", "a\u560ab" })
	void refusesValuesThatSplitTheResponse(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeDecision.accept(HANDLER).header("X", value))
			.withMessageContaining("'X'");
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeDecision.reject(400).header("X", value));
		assertThatIllegalArgumentException().isThrownBy(() -> new Accept(HANDLER, "", List.of(), Headers.of("X", value),
				Map.of(), Compression.DEFAULT, null, null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new Reject(400, Headers.of("X", value), ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "X\r\nY", "X Y", "X:", "X\0", "X\u00e9", "X\u010a" })
	void refusesNamesThatSplitTheResponse(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeDecision.accept(HANDLER).header(name, "a"));
		assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("A", "b", name, "a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection", "UPGRADE", "sec-websocket-accept", "Sec-WebSocket-Protocol",
			"Sec-WebSocket-Extensions", "Content-Length", "Transfer-Encoding" })
	void refusesHeadersOfTheHandshakeItself(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeDecision.accept(HANDLER).header(name, "a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection", "CONTENT-LENGTH", "transfer-encoding" })
	void refusesHeadersThatSayWhereTheResponseEnds(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeDecision.reject(400).header(name, "0"));
	}

	@Test
	void neverEchoesASubprotocolThatIsNotOffered() {
		Accept decision = HandshakeDecision.accept(HANDLER).subprotocols(List.of("a\r\nX: y", "Chat", ""));
		assertThat(accept(decision)).doesNotContain("Sec-WebSocket-Protocol");
	}

	@Test
	void rejects() {
		assertThat(reject(HandshakeDecision.reject(404).body("Kein Weg: \u00e4"))).isEqualTo("""
				HTTP/1.1 404 Not Found
				Connection: close
				Content-Length: 12
				Content-Type: text/plain;charset=utf-8

				Kein Weg: \u00e4""".replace("\n", "\r\n"));
	}

	@Test
	void rejectsWithTheStatusAsText() {
		assertThat(reject(HandshakeDecision.reject(404))).endsWith("\r\n\r\n404 Not Found");
		assertThat(reject(HandshakeDecision.reject(499))).startsWith("HTTP/1.1 499 \r\n").endsWith("\r\n\r\n499");
	}

	@Test
	void rejectsWithMoreHeaders() {
		assertThat(reject(HandshakeDecision.reject(307).header("Location", "/login")))
			.startsWith("HTTP/1.1 307 Temporary Redirect\r\n")
			.contains("\r\nLocation: /login\r\n");
		assertThat(reject(HandshakeDecision.reject(503).header("Retry-After", "5"))).contains("\r\nRetry-After: 5\r\n");
		assertThat(reject(HandshakeDecision.reject(400).header("content-type", "application/json").body("{}")))
			.contains("\r\ncontent-type: application/json\r\n")
			.doesNotContain("text/plain");
	}

	@Test
	void namesUpgradeInConnectionWhenItIsSent() {
		// RFC 9110 7.8
		assertThat(reject(HandshakeDecision.reject(426).header("Upgrade", "websocket")))
			.contains("\r\nConnection: close, Upgrade\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "401, FORBIDDEN", "403, FORBIDDEN", "404, NOT_FOUND", "400, APPLICATION", "302, APPLICATION",
			"503, APPLICATION" })
	void countsTheApplicationsRefusals(int status, RejectReason reason) {
		assertThat(Handshaker.reasonOf(HandshakeDecision.reject(status))).isEqualTo(reason);
	}

	private String accept(Accept decision) {
		return new String(Handshaker.acceptResponse(this.request, decision, null), StandardCharsets.ISO_8859_1);
	}

	private static String reject(Reject decision) {
		return new String(Handshaker.rejectResponse(decision), StandardCharsets.UTF_8);
	}

	private static HandshakeRequest request(Headers headers) {
		return new HandshakeRequest("/chat", null, headers, REMOTE, false, null);
	}

}
