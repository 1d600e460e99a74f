/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * Reads bytes as tests write them: hexadecimal digits, text in quotes, {@code 00*5} or
 * {@code (01 02)*5} for repetition, and {@code m} for a masking key, with which all is
 * masked that stands behind it up to the end of the frame: a comma or the closing
 * parenthesis around it. Masks byte by byte, by itself.
 */
public final class FrameNotation {

	private final String notation;

	private final IntSupplier maskingKeys;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private int at;

	private boolean masked;

	private int maskingKey;

	private int maskPosition;

	private FrameNotation(String notation, IntSupplier maskingKeys) {
		this.notation = notation;
		this.maskingKeys = maskingKeys;
	}

	/**
	 * Reads bytes, with a masking key of zero for each {@code m}.
	 * @param notation what the test says
	 * @return the bytes
	 */
	public static byte[] bytes(String notation) {
		return bytes(notation, () -> 0);
	}

	/**
	 * Reads bytes.
	 * @param notation what the test says
	 * @param maskingKeys gives one for each {@code m}
	 * @return the bytes
	 */
	public static byte[] bytes(String notation, IntSupplier maskingKeys) {
		FrameNotation reader = new FrameNotation(notation, maskingKeys);
		reader.sequence();
		if (reader.at < notation.length()) {
			throw reader.unreadable();
		}
		return reader.bytes.toByteArray();
	}

	private void sequence() {
		for (skipSpace(); this.at < this.notation.length() && peek() != ')'; skipSpace()) {
			if (peek() == ',') {
				this.at++;
				this.masked = false;
			}
			else {
				repeated();
			}
		}
	}

	private void repeated() {
		int start = this.at;
		atom();
		int end = this.at;
		int times = times();
		int after = this.at;
		for (int i = 1; i < times; i++) {
			this.at = start;
			atom();
			if (this.at != end) {
				throw unreadable();
			}
		}
		this.at = after;
	}

	private int times() {
		if (this.at == this.notation.length() || peek() != '*') {
			return 1;
		}
		int start = ++this.at;
		while (this.at < this.notation.length() && Character.isDigit(peek())) {
			this.at++;
		}
		return Integer.parseInt(this.notation.substring(start, this.at));
	}

	private void atom() {
		switch (peek()) {
			case '(' -> {
				boolean maskedOutside = this.masked;
				this.at++;
				sequence();
				if (this.at == this.notation.length()) {
					throw unreadable();
				}
				this.at++;
				this.masked = this.masked && maskedOutside;
			}
			case '"' -> text();
			case 'm' -> {
				this.at++;
				this.maskingKey = this.maskingKeys.getAsInt();
				this.masked = false;
				for (int shift = 24; shift >= 0; shift -= 8) {
					write(this.maskingKey >>> shift);
				}
				this.masked = true;
				this.maskPosition = 0;
			}
			default -> hex();
		}
	}

	private void text() {
		int end = this.notation.indexOf('"', this.at + 1);
		if (end < 0) {
			throw unreadable();
		}
		for (byte each : this.notation.substring(this.at + 1, end).getBytes(StandardCharsets.UTF_8)) {
			write(each);
		}
		this.at = end + 1;
	}

	private void hex() {
		int start = this.at;
		while (this.at < this.notation.length() && Character.digit(peek(), 16) >= 0) {
			this.at++;
		}
		if (this.at == start || (this.at - start) % 2 != 0) {
			throw unreadable();
		}
		for (int i = start; i < this.at; i += 2) {
			write((Character.digit(this.notation.charAt(i), 16) << 4)
					| Character.digit(this.notation.charAt(i + 1), 16));
		}
	}

	private void write(int octet) {
		if (this.masked) {
			// RFC 6455 5.3
			this.bytes.write(octet ^ (this.maskingKey >>> (24 - 8 * (this.maskPosition++ % 4))));
		}
		else {
			this.bytes.write(octet);
		}
	}

	private char peek() {
		return this.notation.charAt(this.at);
	}

	private void skipSpace() {
		while (this.at < this.notation.length() && peek() == ' ') {
			this.at++;
		}
	}

	private IllegalArgumentException unreadable() {
		return new IllegalArgumentException("Unreadable at " + this.at + ": " + this.notation);
	}

}
