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
 * Makes small what sessions keep of their requests: what many of them have in common is
 * kept once, and the key, which has done its work, not at all. Confined to one thread.
 * <p>
 * Each text, and each set of headers, has one place, where the last one to come stays: a
 * peer who sends others every time takes no more memory, and nobody waits for him.
 */
public final class RequestKeeper {

	private static final int PLACES = 256;

	/** Longer texts are rare, and would make the places large. */
	private static final int MAX_LENGTH = 256;

	/**
	 * Headers whose values are not the session's own. Those of others may be secret, and
	 * must not outlive it.
	 */
	private static final Set<String> COMMON = Set.of("host", "connection", "upgrade", "origin", "user-agent",
			"sec-websocket-version", "sec-websocket-extensions", "cache-control", "pragma", "accept", "accept-encoding",
			"accept-language", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "x-forwarded-host",
			"x-forwarded-port", "x-forwarded-proto");

	private final @Nullable String[] texts = new String[PLACES];

	/** Fewer, as each of them may be large. */
	private final @Nullable Headers[] headers = new Headers[PLACES / 4];

	/**
	 * Returns what a session keeps of its request.
	 * @param request the request, whose handshake is done
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
		int place = place(fields.hashCode()) % this.headers.length;
		Headers present = this.headers[place];
		if (present == null || !isMadeOf(present, fields)) {
			present = headers(fields);
			this.headers[place] = present;
		}
		return present;
	}

	private static boolean isMadeOf(Headers headers, List<String> fields) {
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
		int place = place(text.hashCode());
		String present = this.texts[place];
		if (present != null && present.equals(text)) {
			return present;
		}
		this.texts[place] = text;
		return text;
	}

	private static int place(int hash) {
		return (hash ^ (hash >>> 16)) & (PLACES - 1);
	}

}
