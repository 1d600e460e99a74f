/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import dev.wsboot.engine.options.InvalidOptionException;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of origins, such as {@code https://*.example.com:[8080,8081]}, in which
 * {@code *} stands for any number of characters of a scheme or a host. Scheme, host and
 * port are matched separately, so that no part of an origin can be mistaken for another.
 * Immutable.
 */
final class OriginPattern {

	private static final String OPTION = "allowed-origins";

	private static final int MAX_PORT = 65535;

	private final Glob scheme;

	private final HostPattern host;

	/**
	 * The ports; an empty set for the default port of the scheme, {@code null} for any
	 * port.
	 */
	private final @Nullable Set<Integer> ports;

	private OriginPattern(String scheme, HostPattern host, @Nullable Set<Integer> ports) {
		this.scheme = Glob.of(scheme);
		this.host = host;
		this.ports = ports;
	}

	/**
	 * Parses a pattern.
	 * @throws InvalidOptionException if the text is not a pattern, or would match the
	 * pages of anybody who registers a similar name
	 */
	static OriginPattern parse(String entry) {
		int colon = entry.indexOf("://");
		String scheme = (colon > 0) ? entry.substring(0, colon).toLowerCase(Locale.ROOT) : "";
		if (!Origin.isScheme(scheme.replace('*', 'x'))) {
			throw invalid(entry, "must begin with a scheme, such as 'https://'");
		}
		String rest = entry.substring(colon + 3);
		int end = rest.indexOf(':', rest.startsWith("[") ? rest.indexOf(']') + 1 : 0);
		String host = (end < 0) ? rest : rest.substring(0, end);
		return new OriginPattern(scheme, HostPattern.parse(OPTION, entry, host.toLowerCase(Locale.ROOT)),
				(end < 0) ? Set.of() : ports(entry, rest.substring(end + 1)));
	}

	private static @Nullable Set<Integer> ports(String entry, String text) {
		String list = (text.startsWith("[") && text.endsWith("]")) ? text.substring(1, text.length() - 1) : text;
		if (list.equals(HostPattern.ANY)) {
			return null;
		}
		Set<Integer> ports = new HashSet<>();
		for (String port : text.equals(list) ? new String[] { list } : list.split(",", -1)) {
			ports.add(port(entry, port));
		}
		return ports;
	}

	private static int port(String entry, String text) {
		Authority authority = text.isEmpty() ? null : Authority.parse("x:" + text);
		if (authority == null) {
			throw invalid(entry, "must have a port from 0 to " + MAX_PORT + ", ports such as ':[8080,8081]', or ':*'");
		}
		return authority.port();
	}

	private static InvalidOptionException invalid(String entry, String rule) {
		return new InvalidOptionException(OPTION, entry, rule);
	}

	boolean matches(Origin origin) {
		return matchesPort(origin) && this.scheme.matches(origin.scheme()) && this.host.matches(origin.host());
	}

	private boolean matchesPort(Origin origin) {
		if (this.ports == null) {
			return true;
		}
		if (this.ports.isEmpty()) {
			return origin.port() < 0;
		}
		return this.ports.contains((origin.port() < 0) ? Origin.defaultPort(origin.scheme()) : origin.port());
	}

}
