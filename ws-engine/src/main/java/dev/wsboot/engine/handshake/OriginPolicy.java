/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.WsOriginPolicy;
import dev.wsboot.engine.options.InvalidOptionException;
import org.jspecify.annotations.Nullable;

/**
 * Allows the origins of a list (RFC 6455 10.2). Immutable, so any thread may use it.
 */
public final class OriginPolicy implements WsOriginPolicy {

	private static final String ANY = "*";

	private static final String SAME_HOST = "same-host";

	/** The text that browsers send for a page with an opaque origin (RFC 6454 7.3). */
	private static final String OPAQUE = "null";

	private static final String RULE = "must be an origin such as 'https://example.com' without a trailing slash, a "
			+ "pattern such as 'https://*.example.com' or 'http://localhost:*', a URL with a path, '" + SAME_HOST
			+ "', '" + OPAQUE + "' or '" + ANY + "'";

	private final boolean sameHost;

	private final boolean any;

	private final boolean opaque;

	private final Set<Origin> origins = new HashSet<>();

	private final List<OriginPattern> patterns = new ArrayList<>();

	/** Allowed texts that are not origins. Some devices send URLs with a path. */
	private final Set<String> texts = new HashSet<>();

	/**
	 * Creates a policy.
	 * @param allowedOrigins origins such as {@code https://example.com}; patterns such as
	 * {@code https://*.example.com} or {@code https://example.com:[8080,8081]}, which may
	 * be split at their commas; URLs with a path; {@code same-host} for pages of the
	 * requested host on any port; the text {@code null} for pages with an opaque origin;
	 * {@code *} for all. An empty list stands for {@code same-host}
	 * @throws InvalidOptionException if an entry has none of these forms
	 */
	public OriginPolicy(List<String> allowedOrigins) {
		this.sameHost = allowedOrigins.isEmpty() || allowedOrigins.contains(SAME_HOST);
		this.any = allowedOrigins.contains(ANY);
		this.opaque = allowedOrigins.contains(OPAQUE);
		for (String entry : joined(allowedOrigins)) {
			if (!entry.equals(ANY) && !entry.equals(OPAQUE) && !entry.equals(SAME_HOST)) {
				add(entry);
			}
		}
	}

	/**
	 * Joins lists of ports that were split at their commas, as by the binding of a
	 * property.
	 */
	private static List<String> joined(List<String> entries) {
		List<String> joined = new ArrayList<>();
		StringBuilder open = new StringBuilder();
		for (String entry : entries) {
			open.append(open.isEmpty() ? "" : ",").append(entry);
			if (open.lastIndexOf("[") <= open.lastIndexOf("]")) {
				joined.add(open.toString());
				open.setLength(0);
			}
		}
		if (!open.isEmpty()) {
			joined.add(open.toString());
		}
		return joined;
	}

	private void add(String entry) {
		boolean literal = !entry.contains(ANY);
		Origin origin = literal ? Origin.parse(entry) : null;
		if (origin != null) {
			this.origins.add(origin);
		}
		else if (!literal || entry.endsWith("]")) {
			this.patterns.add(OriginPattern.parse(entry));
		}
		else if (isUrlWithPath(entry)) {
			this.texts.add(entry);
		}
		else {
			throw new InvalidOptionException("allowed-origins", entry, RULE);
		}
	}

	/**
	 * Returns true if a text is a URL with a path, which no browser sends as an origin. A
	 * trailing slash alone is not a path: such an entry was probably meant as an origin.
	 */
	private static boolean isUrlWithPath(String text) {
		int start = text.indexOf("://") + 3;
		int slash = text.indexOf('/', start);
		return start > 3 && slash > start && slash < text.length() - 1 && Origin.parse(text.substring(0, slash)) != null
				&& text.chars().allMatch((c) -> c > ' ' && c < 0x7F && c != ',');
	}

	@Override
	public boolean allows(String text, HandshakeRequest request) {
		if (this.any || this.texts.contains(text)) {
			return true;
		}
		if (text.equals(OPAQUE)) {
			return this.opaque;
		}
		Origin origin = Origin.parse(text);
		return origin != null && (this.origins.contains(origin) || (this.sameHost && isHost(origin, request.host()))
				|| matchesPattern(origin));
	}

	private boolean matchesPattern(Origin origin) {
		for (OriginPattern pattern : this.patterns) {
			if (pattern.matches(origin)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isHost(Origin origin, @Nullable String host) {
		Authority authority = (host != null) ? Authority.parse(host) : null;
		return authority != null && Origin.normalHost(authority.host()).equals(origin.host());
	}

}
