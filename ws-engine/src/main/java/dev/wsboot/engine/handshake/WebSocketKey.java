/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The key of a handshake and the hash that accepts it (RFC 6455 4.2.2). Pure functions,
 * so any thread may use them.
 */
final class WebSocketKey {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final int NONCE_LENGTH = 16;

	/** Number of base64 digits of 16 bytes, without padding. */
	private static final int DIGITS = 22;

	private WebSocketKey() {
	}

	/**
	 * Encodes a client's nonce.
	 * @param nonce 16 bytes
	 * @return the key
	 */
	static String of(byte[] nonce) {
		if (nonce.length != NONCE_LENGTH) {
			throw new IllegalArgumentException("The nonce has " + nonce.length + " bytes, not " + NONCE_LENGTH);
		}
		return Base64.getEncoder().encodeToString(nonce);
	}

	/**
	 * Returns true if a text is a key: 22 base64 digits and two padding characters. Four
	 * bits of the last digit are unused. Recipients may ignore these bits (RFC 4648 3.5),
	 * and in the example of RFC 6455 4.1 they are not zero.
	 * @param key any text
	 * @return whether the text encodes 16 bytes
	 */
	static boolean isValid(String key) {
		if (key.length() != DIGITS + 2 || !key.endsWith("==")) {
			return false;
		}
		for (int i = 0; i < DIGITS; i++) {
			char c = key.charAt(i);
			boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!alphanumeric && c != '+' && c != '/') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the value of Sec-WebSocket-Accept.
	 * @param key the key
	 * @return the value
	 */
	static String accept(String key) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-1 is not available, which each Java platform must support", ex);
		}
	}

}
