/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.nio.charset.StandardCharsets;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What the parser makes of a request; {@link HandshakeVectorTest} shows what it refuses.
 */
class HttpRequestParserTest {

	private final HttpRequestParser parser = new HttpRequestParser(4096, 8192, 100);

	@Test
	void keepsTheRequestAsItWasWritten() throws HandshakeException {
		parse("GET /a%20b?c=d HTTP/1.1\r\nHOST:\t a \t\r\nx-Latin: caf\u00e9 b\r\nCookie: 1\r\nCookie: 2\r\nEmpty:\r\n\r\n");
		HttpRequest request = this.parser.request();
		assertThat(request.method()).isEqualTo("GET");
		assertThat(request.target()).isEqualTo("/a%20b?c=d");
		assertThat(request.version()).isEqualTo("HTTP/1.1");
		Headers headers = request.headers();
		assertThat(headers.size()).isEqualTo(5);
		assertThat(headers.name(0)).isEqualTo("HOST");
		assertThat(headers.first("host")).isEqualTo("a");
		assertThat(headers.first("X-LATIN")).isEqualTo("caf\u00e9 b");
		assertThat(headers.all("cookie")).containsExactly("1", "2");
		assertThat(headers.first("Empty")).isEmpty();
	}

	@Test
	void consumesNothingBehindTheBlankLine() throws HandshakeException {
		String request = "GET / HTTP/1.1\r\n\r\n";
		assertThat(parse(request + request)).isEqualTo(request.length());
		assertThat(this.parser.isComplete()).isTrue();
		assertThat(parse(request)).isZero();
	}

	@Test
	void hasNoRequestBeforeItIsComplete() throws HandshakeException {
		parse("GET / HTTP/1.1\r\nHost: a\r\n\r");
		assertThat(this.parser.isComplete()).isFalse();
		assertThatIllegalStateException().isThrownBy(this.parser::request);
	}

	@Test
	void sharesWhatNearlyEveryRequestHolds() throws HandshakeException {
		String request = "GET / HTTP/1.1\r\nHost: a\r\nupgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n";
		parse(request);
		HttpRequestParser another = new HttpRequestParser(4096, 8192, 100);
		another.parse(request.getBytes(StandardCharsets.ISO_8859_1), 0, request.length());
		Headers first = this.parser.request().headers();
		Headers second = another.request().headers();
		for (int line = 0; line < 3; line++) {
			assertThat(first.name(line)).isSameAs(second.name(line));
		}
		assertThat(first.value(1)).isSameAs(second.value(1));
		assertThat(first.value(2)).isSameAs(second.value(2));
	}

	@Test
	void refusalsAreCheapAndCounted() {
		HandshakeException refusal = refusal("GET / HTTP/1.1\r\nHost\r\n");
		assertThat(refusal.getStackTrace()).isEmpty();
		assertThat(refusal.reason()).isEqualTo(RejectReason.BAD_REQUEST);
		assertThat(refusal.response().status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					'GET / HTTP/1.1\r\nX\u001b',           400 A header name is not a token [X, byte 0x1b]
					'GET / HTTP/1.1\r\nCookie: secret\u0000', 'A header value contains a line feed or another control character [Cookie, byte 0x00]'
					'GET / HTTP\u00e9',                     [byte 0xe9 at 10]
					'\u0016',                               [byte 0x16 at 0]
					'GET / HTTP/1.x\\\r\n',                 [HTTP/1.x\\\\]
					""",
			ignoreLeadingAndTrailingWhitespace = true)
	void refusalsSayWhatIsWrongOnOneSafeLine(String request, String message) {
		assertThat(refusal(request)).message().contains(message).matches("[ -~]+").doesNotContain("secret");
	}

	@Test
	void refusalsDoNotFillALog() {
		HandshakeException refusal = refusal("GET / HTTP/1.1\r\n" + "x".repeat(8000) + " ");
		assertThat(refusal.getMessage()).endsWith("xxx...").hasSizeLessThan(210);
	}

	@Test
	void logsNothingThatATerminalWouldObey() {
		HandshakeException refusal = HandshakeException.badRequest("Bad",
				"a\r\nb\u001b[2Jc\u0000d\u007fe\u0085f\u009bg\u2028h\u202ei\\j");
		assertThat(refusal)
			.hasMessage("400 Bad [a\\r\\nb\\u001b[2Jc\\u0000d\\u007fe\\u0085f\\u009bg\\u2028h\\u202ei\\\\j]");
		assertThat(refusal.response().body()).isEqualTo("Bad");
	}

	@Test
	void keepsQueriesOutOfTheLog() {
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> RequestTarget.parse("/%zz?token=secret", false))
			.withMessageContaining("[/%zz?...]");
	}

	private HandshakeException refusal(String request) {
		return catchThrowableOfType(HandshakeException.class, () -> parse(request));
	}

	private int parse(String request) throws HandshakeException {
		byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
		return this.parser.parse(bytes, 0, bytes.length);
	}

}
