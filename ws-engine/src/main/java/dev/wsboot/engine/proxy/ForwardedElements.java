/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.wsboot.engine.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Parses the elements that proxies have added to a request. The element of the nearest
 * proxy is the last one. Elements before those of the proxies may be invented by the
 * client, so a malformed element has no values, and causes no error.
 */
final class ForwardedElements {

	/** The maximum number of elements, far more than there are proxies in a row. */
	private static final int MAX_ELEMENTS = 100;

	private ForwardedElements() {
	}

	/**
	 * Parses {@code Forwarded} (RFC 7239 section 4).
	 */
	static List<Element> forwarded(Headers headers) {
		List<Element> elements = new ArrayList<>();
		for (String text : nearest(headers.tokens("Forwarded"))) {
			String node = null;
			String scheme = null;
			String host = null;
			for (String pair : pairs(text)) {
				int equals = pair.indexOf('=');
				String value = unquote(pair.substring(equals + 1).strip());
				if (value.isEmpty()) {
					// equivalent to a missing pair
					continue;
				}
				switch ((equals < 0) ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
					case "for" -> node = value;
					case "proto" -> scheme = value;
					case "host" -> host = value;
					default -> {
						// "by", or an extension
					}
				}
			}
			elements.add(new Element(node, scheme, host));
		}
		return elements;
	}

	/**
	 * Parses {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and
	 * {@code X-Forwarded-Host}. The latter two are often set by one proxy only. If their
	 * number differs from that of the addresses, or if there is no address, the last one
	 * is that of the nearest proxy.
	 */
	static List<Element> xForwarded(Headers headers) {
		List<String> nodes = nearest(headers.tokens("X-Forwarded-For"));
		List<String> schemes = nearest(headers.tokens("X-Forwarded-Proto"));
		List<String> hosts = nearest(headers.tokens("X-Forwarded-Host"));
		if (nodes.isEmpty()) {
			return List.of(new Element(null, pick(schemes, 0, 0), pick(hosts, 0, 0)));
		}
		List<Element> elements = new ArrayList<>();
		for (int i = 0; i < nodes.size(); i++) {
			elements.add(new Element(nodes.get(i), pick(schemes, i, nodes.size()), pick(hosts, i, nodes.size())));
		}
		return elements;
	}

	/**
	 * Limits a list by dropping its first elements, which clients may have invented.
	 */
	private static List<String> nearest(List<String> elements) {
		return elements.subList(Math.max(0, elements.size() - MAX_ELEMENTS), elements.size());
	}

	private static @Nullable String pick(List<String> values, int index, int size) {
		if (values.isEmpty()) {
			return null;
		}
		return values.get((values.size() == size) ? index : values.size() - 1);
	}

	/**
	 * Splits an element at its semicolons. A quotation mark without a second one is an
	 * ordinary character, as in lists.
	 */
	private static List<String> pairs(String element) {
		List<String> pairs = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i < element.length(); i++) {
			char c = element.charAt(i);
			if (c == '\\' && quoted) {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (c == ';' && !quoted) {
				pairs.add(element.substring(start, i));
				start = i + 1;
			}
		}
		pairs.add(element.substring(start));
		return quoted ? List.of(element.split(";")) : pairs;
	}

	private static String unquote(String text) {
		if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
			return text;
		}
		return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
	}

	/**
	 * The values of one proxy, unchecked.
	 *
	 * @param node the client of the proxy: an address, perhaps with a port, or any text
	 * @param scheme the scheme of the request to the proxy
	 * @param host the host of the request to the proxy
	 */
	record Element(@Nullable String node, @Nullable String scheme, @Nullable String host) {
	}

}
