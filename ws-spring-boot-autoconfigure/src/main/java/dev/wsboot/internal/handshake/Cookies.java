/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.handshake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.wsboot.engine.Headers;

/**
 * Parses the cookies of a handshake (RFC 6265 4.2). Quotes around values are removed;
 * values are not decoded (RFC 6265 5.4). Stateless.
 */
public final class Cookies {

	private Cookies() {
	}

	/**
	 * Returns all cookies of a request. Text that is not a pair of name and value is
	 * ignored.
	 * @param headers the headers of the request
	 * @return the values by name, in order
	 */
	public static Map<String, List<String>> of(Headers headers) {
		Map<String, List<String>> cookies = new LinkedHashMap<>();
		for (String line : headers.all("Cookie")) {
			for (String pair : line.split(";", -1)) {
				int equals = pair.indexOf('=');
				String name = (equals > 0) ? pair.substring(0, equals).strip() : "";
				if (!name.isEmpty()) {
					String value = unquote(pair.substring(equals + 1).strip());
					cookies.computeIfAbsent(name, (key) -> new ArrayList<>(1)).add(value);
				}
			}
		}
		return cookies;
	}

	private static String unquote(String value) {
		boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
		return quoted ? value.substring(1, value.length() - 1) : value;
	}

}
