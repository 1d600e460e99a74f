/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import dev.wsboot.engine.CloseStatus;

/**
 * A message or event received from the server. Immutable values with descriptions for
 * failed expectations.
 */
sealed interface Received {

	/**
	 * Returns a description for the sentence of a failed expectation.
	 * @return a noun phrase, with a truncated payload
	 */
	String describe();

	/** A text message. */
	record Text(String text) implements Received {

		@Override
		public String describe() {
			return "the text " + shorten('"' + this.text + '"');
		}

	}

	/** A binary message. */
	record Binary(byte[] bytes) implements Received {

		@Override
		public String describe() {
			return "a binary message of " + this.bytes.length + " bytes: " + shorten(hex(this.bytes));
		}

	}

	/** A ping. */
	record Ping(byte[] payload) implements Received {

		@Override
		public String describe() {
			return "a ping with " + payloadOf(this.payload);
		}

	}

	/** A pong. */
	record Pong(byte[] payload) implements Received {

		@Override
		public String describe() {
			return "a pong with " + payloadOf(this.payload);
		}

	}

	/** A Close frame. */
	record Close(CloseStatus status) implements Received {

		@Override
		public String describe() {
			String code = (this.status.code() == 1005) ? "a close without a code"
					: "a close with " + this.status.code();
			return this.status.reason().isEmpty() ? code : code + " and the reason \"" + this.status.reason() + '"';
		}

	}

	/** The end of the connection, as reported by the operating system. */
	record End(String how) implements Received {

		@Override
		public String describe() {
			return this.how;
		}

	}

	private static String payloadOf(byte[] payload) {
		return (payload.length == 0) ? "no payload"
				: "the payload \"" + new String(payload, StandardCharsets.UTF_8) + '"';
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 200));
	}

	private static String shorten(String text) {
		return (text.length() <= 300) ? text : text.substring(0, 300) + "... (" + text.length() + " characters)";
	}

}
