/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.Set;

import dev.wsboot.engine.options.InvalidOptionException;

/**
 * A pattern of hosts, such as {@code *.example.com}, in which {@code *} stands for any
 * number of characters. Immutable.
 */
final class HostPattern {

	static final String ANY = "*";

	/**
	 * Top-level domains below which nobody can register a name (RFC 6761, RFC 6762 with
	 * appendix G, ICANN).
	 */
	private static final Set<String> PRIVATE = Set.of("localhost", "local", "internal", "test", "example", "invalid",
			"intranet", "private", "corp", "home", "lan");

	/**
	 * The only private name below {@code arpa} (RFC 8375). Other names below {@code arpa}
	 * belong to the owner of an IP address, who may add any records to its reverse name.
	 */
	private static final String HOME = "home.arpa";

	/**
	 * Top-level domains that DNS does not resolve (RFC 7686, RFC 9476). Anybody can
	 * create a name below them, but nobody can make it resolve to an address.
	 */
	private static final Set<String> NOT_IN_DNS = Set.of("onion", "alt");

	private final Glob glob;

	/** True if the host is a single star. */
	private final boolean any;

	/** True if the stars of the host stand for parts of an IPv4 address. */
	private final boolean address;

	private HostPattern(String host) {
		this.glob = Glob.of(host);
		this.any = host.equals(ANY);
		this.address = isAddress(host);
	}

	/**
	 * Parses a pattern.
	 * @param option the name of the option that contains the pattern
	 * @param entry the whole entry of that option
	 * @param host the host in lower case, without a port
	 * @throws InvalidOptionException if the text is not a pattern, or would match a name
	 * that anybody can register
	 */
	static HostPattern parse(String option, String entry, String host) {
		if (host.startsWith("[")) {
			Authority authority = Authority.parse(host);
			if (authority == null || authority.port() >= 0) {
				throw new InvalidOptionException(option, entry,
						"must contain a complete IPv6 address, such as '[::1]' or 'http://[::1]:*'");
			}
			return new HostPattern(Origin.normalHost(host));
		}
		if (host.equals(ANY)) {
			return new HostPattern(host);
		}
		if (!isName(host.replace('*', 'x'))) {
			throw new InvalidOptionException(option, entry,
					"must have a host of ASCII letters, digits, '-', '_', '.' and '*', with no path; "
							+ "browsers send other letters as 'xn--...'");
		}
		String tail = host.substring(host.lastIndexOf('*') + 1);
		boolean owned = tail.indexOf('.') < tail.lastIndexOf('.')
				|| (tail.startsWith(".") && isPrivate(tail.substring(1)));
		if (host.contains(ANY) && !owned && !isAddress(host)) {
			throw new InvalidOptionException(option, entry,
					"must end with a complete name, as in '*.example.com'; otherwise, anybody could register a name that "
							+ "matches");
		}
		return new HostPattern(host);
	}

	/**
	 * Returns true if a name may belong to another site, whose owner can make it resolve
	 * to any address.
	 * @param name a name in lower case, without a trailing dot
	 */
	static boolean isPerhapsRegistered(String name) {
		return !isPrivate(name) && !NOT_IN_DNS.contains(topLevel(name));
	}

	/** Returns true if nobody can register the name, or a name below it. */
	private static boolean isPrivate(String name) {
		return PRIVATE.contains(topLevel(name)) || name.equals(HOME) || name.endsWith("." + HOME);
	}

	private static String topLevel(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	/** Returns true if a host in normalized form matches. */
	boolean matches(String host) {
		return this.glob.matches(host) && (this.any || this.glob.isLiteral() || isWhatStarsMean(host));
	}

	private boolean isWhatStarsMean(String host) {
		return isName(host) && (!this.address || host.chars().allMatch(HostPattern::isOfAddress));
	}

	/** Returns true if a text consists of non-empty labels. */
	private static boolean isName(String text) {
		return !text.isEmpty() && !text.startsWith(".") && !text.endsWith(".") && !text.contains("..")
				&& text.chars().allMatch(HostPattern::isOfName);
	}

	private static boolean isOfName(int c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
	}

	private static boolean isAddress(String host) {
		return host.chars().allMatch((c) -> c == '*' || isOfAddress(c)) && host.chars().anyMatch(Character::isDigit);
	}

	private static boolean isOfAddress(int c) {
		return (c >= '0' && c <= '9') || c == '.';
	}

}
