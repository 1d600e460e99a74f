/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reduces the memory of the requests that sessions keep: values that many requests have
 * in common are stored once, and the key, which is no longer needed, is dropped. Confined
 * to one thread.
 * <p>
 * Texts and sets of headers are cached in tables of fixed size, indexed by hash, in which
 * a new entry replaces the old one. So a peer that sends new values each time occupies no
 * more memory.
 */
public final class RequestKeeper {

	/** Number of slots for texts. */
	private static final int SLOTS = 256;

	/**
	 * Maximum length of a cached text. Longer texts are rare, and would occupy much
	 * memory.
	 */
	private static final int MAX_LENGTH = 256;

	/**
	 * Names in lower case of headers whose values are common to many sessions. Values of
	 * other headers may be secret, and must not outlive the session.
	 */
	private static final Set<String> COMMON = Set.of("host", "connection", "upgrade", "origin", "user-agent",
			"sec-websocket-version", "sec-websocket-extensions", "cache-control", "pragma", "accept", "accept-encoding",
			"accept-language", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "x-forwarded-host",
			"x-forwarded-port", "x-forwarded-proto");

	private final @Nullable String[] texts = new String[SLOTS];

	/**
	 * The cached sets of headers. There are fewer slots than for texts, since an entry
	 * may be large.
	 */
	private final @Nullable Headers[] headers = new Headers[SLOTS / 4];

	/**
	 * Returns the part of a request that its session keeps.
	 * @param request the request of a completed handshake
	 * @return the request without its Sec-WebSocket-Key
	 */
	public HandshakeRequest keep(HandshakeRequest request) {
		return new HandshakeRequest(share(request.path()), share(request.rawPath()), request.query(),
				keep(request.headers()), request.remoteAddress(), request.secure(), request.principal());
	}

	private Headers keep(Headers all) {
		List<String> fields = new ArrayList<>(2 * all.size());
		boolean common = true;
		for (int line = 0; line < all.size(); line++) {
			String name = all.name(line).toLowerCase(Locale.ROOT);
			String value = all.value(line);
			if (!name.equals("sec-websocket-key")) {
				boolean commonLine = COMMON.contains(name) && value.length() <= MAX_LENGTH;
				fields.add(share(all.name(line)));
				fields.add(commonLine ? share(value) : value);
				common &= commonLine;
			}
		}
		return common ? share(fields) : headers(fields);
	}

	private Headers share(List<String> fields) {
		int slot = slot(fields.hashCode()) % this.headers.length;
		Headers present = this.headers[slot];
		if (present == null || !consistsOf(present, fields)) {
			present = headers(fields);
			this.headers[slot] = present;
		}
		return present;
	}

	private static boolean consistsOf(Headers headers, List<String> fields) {
		if (2 * headers.size() != fields.size()) {
			return false;
		}
		for (int line = 0; line < headers.size(); line++) {
			if (!headers.name(line).equals(fields.get(2 * line))
					|| !headers.value(line).equals(fields.get(2 * line + 1))) {
				return false;
			}
		}
		return true;
	}

	private static Headers headers(List<String> fields) {
		return Headers.of(fields.toArray(String[]::new));
	}

	private String share(String text) {
		if (text.length() > MAX_LENGTH) {
			return text;
		}
		int slot = slot(text.hashCode());
		String present = this.texts[slot];
		if (present != null && present.equals(text)) {
			return present;
		}
		this.texts[slot] = text;
		return text;
	}

	private static int slot(int hash) {
		return (hash ^ (hash >>> 16)) & (SLOTS - 1);
	}

}
