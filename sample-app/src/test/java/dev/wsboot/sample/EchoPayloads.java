/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

/**
 * Payloads of exact sizes.
 */
final class EchoPayloads {

	private EchoPayloads() {
	}

	/** Text of so many bytes in UTF-8, of characters of one to four bytes. */
	static String text(int size) {
		return "a\u00e9\u20ac\ud83d\ude00".repeat(size / 10) + "b".repeat(size % 10);
	}

	static byte[] binary(int size) {
		byte[] bytes = new byte[size];
		for (int i = 0; i < size; i++) {
			bytes[i] = (byte) (i * 31 + 7);
		}
		return bytes;
	}

}
