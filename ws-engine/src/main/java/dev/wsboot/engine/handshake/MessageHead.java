/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.wsboot.engine.HandshakeDecision.Reject;
import dev.wsboot.engine.Headers;

/**
 * Serializes HTTP/1.1 messages (RFC 9112 sections 3 and 4). Pure functions, so any thread
 * may use it.
 */
final class MessageHead {

	private static final String CRLF = "\r\n";

	private MessageHead() {
	}

	/**
	 * Serializes the head of a message, including the blank line. Nothing has to be
	 * escaped, since {@link Headers} contain no character that could end a line.
	 * @param startLine the request line or status line
	 * @param parts the headers in order
	 * @return the bytes
	 */
	static byte[] bytes(String startLine, Headers... parts) {
		StringBuilder head = new StringBuilder(256).append(startLine).append(CRLF);
		for (Headers headers : parts) {
			for (int line = 0; line < headers.size(); line++) {
				head.append(headers.name(line)).append(": ").append(headers.value(line)).append(CRLF);
			}
		}
		return head.append(CRLF).toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Serializes the rejection of a request.
	 * @param decision the rejection
	 * @return the bytes of a complete response
	 */
	static byte[] reject(Reject decision) {
		int status = decision.status();
		String phrase = reasonPhrase(status);
		byte[] body = rejectText(decision).getBytes(StandardCharsets.UTF_8);
		// RFC 9110 7.8: a sender of Upgrade must list it in Connection
		String connection = (decision.headers().first("Upgrade") != null) ? "close, Upgrade" : "close";
		Headers headers = Headers.of("Connection", connection, "Content-Length", Integer.toString(body.length));
		if (decision.headers().first("Content-Type") == null) {
			headers = headers.with("Content-Type", "text/plain;charset=utf-8");
		}
		byte[] head = bytes("HTTP/1.1 " + status + " " + phrase, headers, decision.headers());
		byte[] response = Arrays.copyOf(head, head.length + body.length);
		System.arraycopy(body, 0, response, head.length, body.length);
		return response;
	}

	/** Returns the text of a rejection. */
	static String rejectText(Reject decision) {
		int status = decision.status();
		return decision.body().isEmpty() ? (status + " " + reasonPhrase(status)).strip() : decision.body();
	}

	/**
	 * Returns the reason phrase of a status, or an empty text (RFC 9112 4 allows that) if
	 * the status is unknown.
	 */
	private static String reasonPhrase(int status) {
		return switch (status) {
			case 301 -> "Moved Permanently";
			case 302 -> "Found";
			case 303 -> "See Other";
			case 307 -> "Temporary Redirect";
			case 308 -> "Permanent Redirect";
			case 400 -> "Bad Request";
			case 401 -> "Unauthorized";
			case 402 -> "Payment Required";
			case 403 -> "Forbidden";
			case 404 -> "Not Found";
			case 405 -> "Method Not Allowed";
			case 406 -> "Not Acceptable";
			case 408 -> "Request Timeout";
			case 409 -> "Conflict";
			case 410 -> "Gone";
			case 414 -> "URI Too Long";
			case 421 -> "Misdirected Request";
			case 422 -> "Unprocessable Content";
			case 426 -> "Upgrade Required";
			case 429 -> "Too Many Requests";
			case 431 -> "Request Header Fields Too Large";
			case 451 -> "Unavailable For Legal Reasons";
			case 500 -> "Internal Server Error";
			case 501 -> "Not Implemented";
			case 502 -> "Bad Gateway";
			case 503 -> "Service Unavailable";
			case 504 -> "Gateway Timeout";
			case 505 -> "HTTP Version Not Supported";
			case 511 -> "Network Authentication Required";
			default -> "";
		};
	}

}
