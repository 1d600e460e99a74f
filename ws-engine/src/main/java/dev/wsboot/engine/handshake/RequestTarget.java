/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The target of a request (RFC 9112 3.2) in origin-form or absolute-form. The other two
 * forms belong to methods that are not allowed for handshakes. An immutable value.
 *
 * @param authority the authority of an absolute-form target, or {@code null}
 * @param path the path, decoded once, in which an encoded slash remains as {@code %2F}
 * @param rawPath the path as received
 * @param query the query as received, or {@code null}
 */
record RequestTarget(@Nullable String authority, String path, String rawPath, @Nullable String query) {

	/** The encoded slash, as it appears in decoded paths. */
	private static final String SLASH = "%2F";

	private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

	/**
	 * Parses a target. An ambiguous path is rejected rather than normalized, since
	 * proxies and applications that check paths must see the same path.
	 * @param target visible ASCII
	 * @param allowEncodedSlash whether a segment of the path may contain an encoded slash
	 * @return the target
	 * @throws HandshakeException if the target is invalid or ambiguous
	 */
	static RequestTarget parse(String target, boolean allowEncodedSlash) throws HandshakeException {
		if (target.indexOf('#') >= 0) {
			// RFC 6455 3: a WebSocket URI has no fragment, and no request target has one
			throw rejected("contains a fragment", target);
		}
		String authority = null;
		String rest = target;
		if (!target.startsWith("/")) {
			int start = target.indexOf("://") + 3;
			if (start < 3 || !SCHEMES.contains(target.substring(0, start - 3).toLowerCase(Locale.ROOT))) {
				throw rejected("is neither a path nor an absolute URI", target);
			}
			int end = endOfAuthority(target, start);
			authority = target.substring(start, end);
			if (Authority.parse(authority) == null) {
				// RFC 9110 4.2.4: user information is an error, too
				throw rejected("has no valid authority", target);
			}
			rest = target.startsWith("/", end) ? target.substring(end) : "/" + target.substring(end);
		}
		int question = rest.indexOf('?');
		String rawPath = (question < 0) ? rest : rest.substring(0, question);
		String path = decode(rawPath, target, allowEncodedSlash ? SLASH : null);
		if (hasDotSegment(allowEncodedSlash ? decode(rawPath, target, "/") : path)) {
			// also if an encoded slash makes it one: a/..%2Fb
			throw rejected("has a dot segment in its path", target);
		}
		return new RequestTarget(authority, path, rawPath, (question < 0) ? null : rest.substring(question + 1));
	}

	/**
	 * Replaces the authority of a target in absolute-form. A malformed authority is kept,
	 * so that the request is rejected later.
	 * @param target the target in any form
	 * @param authority the new authority
	 * @return the target, unchanged if it has another form
	 */
	static String withAuthority(String target, String authority) {
		int start = target.indexOf("://") + 3;
		if (target.startsWith("/") || start < 3) {
			return target;
		}
		int end = endOfAuthority(target, start);
		boolean valid = Authority.parse(target.substring(start, end)) != null;
		return valid ? target.substring(0, start) + authority + target.substring(end) : target;
	}

	private static int endOfAuthority(String target, int start) {
		int end = start;
		while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
			end++;
		}
		return end;
	}

	/**
	 * Decodes the percent encodings of a path once.
	 * @param path the path as received
	 * @param target the complete target, for error messages
	 * @param slash the replacement of an encoded slash, or {@code null} if encoded
	 * slashes are not allowed
	 * @return the path
	 */
	private static String decode(String path, String target, @Nullable String slash) throws HandshakeException {
		if (path.indexOf('\\') >= 0) {
			throw rejected("has a backslash in its path", target);
		}
		if (path.indexOf('%') < 0) {
			return path;
		}
		ByteBuffer bytes = ByteBuffer.allocate(path.length());
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			if (c == '%') {
				int value = decodePercent(path, i, target);
				if (value == '/' && slash != null) {
					bytes.put(slash.getBytes(StandardCharsets.US_ASCII));
				}
				else if (value == '.' || value == '/' || value == '\\') {
					throw rejected("has an encoded dot, slash or backslash in its path", target);
				}
				else {
					bytes.put((byte) value);
				}
				i += 2;
			}
			else {
				bytes.put((byte) c);
			}
		}
		try {
			String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
			if (decoded.chars().anyMatch(Character::isISOControl)) {
				throw rejected("has an encoded control character in its path", target);
			}
			return decoded;
		}
		catch (CharacterCodingException ex) {
			throw rejected("has a path that is not UTF-8", target);
		}
	}

	private static int decodePercent(String path, int position, String target) throws HandshakeException {
		int high = hexDigit(path, position + 1);
		int low = hexDigit(path, position + 2);
		if (high < 0 || low < 0) {
			throw rejected("has a malformed percent encoding in its path", target);
		}
		return 16 * high + low;
	}

	private static int hexDigit(String text, int position) {
		// The target is ASCII, so that no other digits can appear.
		return (position < text.length()) ? Character.digit(text.charAt(position), 16) : -1;
	}

	private static boolean hasDotSegment(String path) {
		return path.contains("/./") || path.contains("/../") || path.endsWith("/.") || path.endsWith("/..");
	}

	private static HandshakeException rejected(String complaint, String target) {
		int question = target.indexOf('?');
		// A query often contains a secret token, which must not be logged.
		String safe = (question < 0) ? target : target.substring(0, question + 1) + "...";
		return HandshakeException.badRequest("The request target " + complaint, safe);
	}

}
