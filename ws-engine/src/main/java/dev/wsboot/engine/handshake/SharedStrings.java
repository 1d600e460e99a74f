/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Header names and values that occur in nearly all handshakes. Since sessions keep their
 * requests, each of these strings is stored once for all sessions. Constants, so any
 * thread may use them.
 */
final class SharedStrings {

	private static final Map<String, String> STRINGS = strings();

	private SharedStrings() {
	}

	/**
	 * Returns the shared instance that equals a text, or the text itself.
	 * @param text any text
	 * @return an equal text
	 */
	static String share(String text) {
		return STRINGS.getOrDefault(text, text);
	}

	private static Map<String, String> strings() {
		Map<String, String> strings = new HashMap<>();
		List<String> names = List.of("Host", "Connection", "Upgrade", "Origin", "User-Agent", "Cookie", "Authorization",
				"Cache-Control", "Pragma", "Accept", "Accept-Encoding", "Accept-Language", "Content-Length", "DNT",
				"Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
				"Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol", "Forwarded", "X-Forwarded-For",
				"X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP", "X-Request-ID");
		for (String name : names) {
			strings.put(name, name);
			String lowerCase = name.toLowerCase(Locale.ROOT);
			strings.put(lowerCase, lowerCase);
		}
		List<String> values = List.of("websocket", "Upgrade", "upgrade", "keep-alive, Upgrade", "13", "0", "no-cache",
				"*/*", "gzip, deflate", "gzip, deflate, br", "gzip, deflate, br, zstd", "en-US,en;q=0.9",
				"permessage-deflate", "permessage-deflate; client_max_window_bits", "empty", "same-origin", "same-site",
				"cross-site", "http", "https");
		for (String value : values) {
			strings.put(value, value);
		}
		return Map.copyOf(strings);
	}

}
