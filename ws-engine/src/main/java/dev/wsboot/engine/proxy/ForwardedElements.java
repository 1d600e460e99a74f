package dev.wsboot.engine.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.wsboot.engine.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements that proxies have added to a request, the nearest proxy's last. What
 * a client made up stands before them, so what is malformed makes an element without
 * values, and no error.
 */
final class ForwardedElements {

	private ForwardedElements() {
	}

	/**
	 * Reads {@code Forwarded} (RFC 7239 section 4).
	 */
	static List<Element> forwarded(Headers headers) {
		List<Element> elements = new ArrayList<>();
		for (String text : split(headers.all("Forwarded"), ',')) {
			String node = null;
			String scheme = null;
			String host = null;
			for (String pair : split(List.of(text), ';')) {
				int equals = pair.indexOf('=');
				String value = (equals < 0) ? null : unquote(pair.substring(equals + 1).strip());
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
	 * Reads {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and
	 * {@code X-Forwarded-Host}. The latter two are often set by one proxy only: where
	 * their number is another one, the last is what the nearest proxy has said.
	 */
	static List<Element> xForwarded(Headers headers) {
		List<String> nodes = split(headers.all("X-Forwarded-For"), ',');
		List<String> schemes = split(headers.all("X-Forwarded-Proto"), ',');
		List<String> hosts = split(headers.all("X-Forwarded-Host"), ',');
		List<Element> elements = new ArrayList<>();
		for (int i = 0; i < nodes.size(); i++) {
			elements.add(new Element(nodes.get(i), pick(schemes, i, nodes.size()), pick(hosts, i, nodes.size())));
		}
		return elements;
	}

	private static @Nullable String pick(List<String> values, int index, int size) {
		if (values.isEmpty()) {
			return null;
		}
		return values.get((values.size() == size) ? index : values.size() - 1);
	}

	/**
	 * Splits lists, but not within quotes. A quote without an end is no quote: a client
	 * may have left it open for what the proxies add behind it to be swallowed.
	 */
	private static List<String> split(List<String> lines, char separator) {
		List<String> parts = new ArrayList<>();
		for (String line : lines) {
			if (!split(line, separator, true, parts)) {
				split(line, separator, false, parts);
			}
		}
		return parts;
	}

	/**
	 * Splits a line.
	 * @return {@code false} if a quote has no end, and nothing was added
	 */
	private static boolean split(String line, char separator, boolean quotes, List<String> parts) {
		List<String> found = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			if (c == '\\' && quoted) {
				i++;
			}
			else if (c == '"') {
				quoted = quotes && !quoted;
			}
			else if (c == separator && !quoted) {
				found.add(line.substring(start, i).strip());
				start = i + 1;
			}
		}
		found.add(line.substring(start).strip());
		return !quoted && parts.addAll(found);
	}

	private static String unquote(String text) {
		if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
			return text;
		}
		return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
	}

	/**
	 * What one proxy has said, as it said it.
	 *
	 * @param node whom it speaks for: an address, perhaps with a port, or something else
	 * @param scheme the scheme that it was asked with
	 * @param host the host that it was asked for
	 */
	record Element(@Nullable String node, @Nullable String scheme, @Nullable String host) {
	}

}
