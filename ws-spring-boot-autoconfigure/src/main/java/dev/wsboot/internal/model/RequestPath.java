/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.nio.charset.StandardCharsets;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.UriUtils;

/**
 * Parses the path of a request for patterns. All decisions about a path use this class,
 * so that they are about the same path. Stateless.
 */
public final class RequestPath {

	private RequestPath() {
	}

	/**
	 * Parses a path.
	 * @param rawPath the encoded path; the engine has checked that it can be decoded and
	 * contains no dot segments
	 * @return the path, for patterns
	 */
	public static PathContainer parse(String rawPath) {
		return PathContainer.parsePath(encode(rawPath));
	}

	/**
	 * Encodes all special characters of each segment, since PathContainer takes a literal
	 * semicolon for the start of a matrix parameter.
	 */
	private static String encode(String rawPath) {
		StringBuilder encoded = new StringBuilder(rawPath.length() + 8);
		int start = 0;
		for (int slash = rawPath.indexOf('/'); slash >= 0; slash = rawPath.indexOf('/', start)) {
			encoded.append(encodeSegment(rawPath.substring(start, slash))).append('/');
			start = slash + 1;
		}
		return encoded.append(encodeSegment(rawPath.substring(start))).toString();
	}

	private static String encodeSegment(String rawSegment) {
		String segment = UriUtils.decode(rawSegment, StandardCharsets.UTF_8);
		return UriUtils.encode(segment, StandardCharsets.UTF_8);
	}

}
