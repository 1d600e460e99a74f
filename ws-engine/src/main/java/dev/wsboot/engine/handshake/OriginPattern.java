package dev.wsboot.engine.handshake;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import dev.wsboot.engine.InvalidOptionException;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of origins, such as {@code https://*.example.com:[8080,8081]}: {@code *}
 * stands for any number of characters of a scheme or a host. Scheme, host and port are
 * matched apart, so that no part of an origin can pass for another. Immutable.
 */
final class OriginPattern {

	private static final String ANY = "*";

	private static final int MAX_PORT = 65535;

	private final Glob scheme;

	private final Glob host;

	/** Whether the host is nothing but a star. */
	private final boolean anyHost;

	/** Whether the stars of the host stand for parts of an IPv4 address. */
	private final boolean address;

	/**
	 * The ports, of which an empty set stands for the scheme's own; {@code null} for any.
	 */
	private final @Nullable Set<Integer> ports;

	private OriginPattern(String scheme, String host, @Nullable Set<Integer> ports) {
		this.scheme = Glob.of(scheme);
		this.host = Glob.of(host);
		this.anyHost = host.equals(ANY);
		this.address = isAddress(host);
		this.ports = ports;
	}

	/**
	 * Parses a pattern.
	 * @throws InvalidOptionException if the text is none, or would match pages of anybody
	 * who registers a similar name
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
		return new OriginPattern(scheme, host(entry, host.toLowerCase(Locale.ROOT)),
				(end < 0) ? Set.of() : ports(entry, rest.substring(end + 1)));
	}

	private static String host(String entry, String host) {
		if (host.startsWith("[")) {
			Authority authority = Authority.parse(host);
			if (authority == null || authority.port() >= 0) {
				throw invalid(entry, "must name an IPv6 address as a whole, such as 'http://[::1]:*'");
			}
			return Origin.normalHost(host);
		}
		if (host.equals(ANY)) {
			return host;
		}
		if (!isName(host.replace('*', 'x'))) {
			throw invalid(entry, "must have a host of ASCII letters, digits, '-', '_', '.' and '*', with no path; "
					+ "browsers send other letters as 'xn--...'");
		}
		String tail = host.substring(host.lastIndexOf('*') + 1);
		boolean owned = tail.startsWith(".") || tail.indexOf('.') < tail.lastIndexOf('.');
		if (host.contains(ANY) && !owned && !isAddress(host)) {
			throw invalid(entry, "must end with a whole name, as in 'https://*.example.com': whoever registers a name "
					+ "that fits would be allowed");
		}
		return host;
	}

	private static @Nullable Set<Integer> ports(String entry, String text) {
		String list = (text.startsWith("[") && text.endsWith("]")) ? text.substring(1, text.length() - 1) : text;
		if (list.equals(ANY)) {
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
		return new InvalidOptionException("allowed-origins", entry, rule);
	}

	/** Whether a text consists of labels that are not empty. */
	private static boolean isName(String text) {
		return !text.isEmpty() && !text.startsWith(".") && !text.endsWith(".") && !text.contains("..")
				&& text.chars().allMatch(OriginPattern::isOfName);
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

	boolean matches(Origin origin) {
		return matchesPort(origin) && this.scheme.matches(origin.scheme()) && this.host.matches(origin.host())
				&& (this.anyHost || this.host.isLiteral() || isWhatStarsMean(origin.host()));
	}

	private boolean isWhatStarsMean(String host) {
		return isName(host) && (!this.address || host.chars().allMatch(OriginPattern::isOfAddress));
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

	/**
	 * A text with stars. Matching takes the first place that fits for each part, and
	 * never goes back.
	 *
	 * @param parts the texts between the stars
	 */
	private record Glob(String... parts) {

		static Glob of(String text) {
			return new Glob(text.split("\\*", -1));
		}

		boolean isLiteral() {
			return this.parts.length == 1;
		}

		boolean matches(String text) {
			String first = this.parts[0];
			String last = this.parts[this.parts.length - 1];
			if (isLiteral()) {
				return text.equals(first);
			}
			int position = first.length();
			int end = text.length() - last.length();
			if (end < position || !text.startsWith(first) || !text.endsWith(last)) {
				return false;
			}
			for (int i = 1; i < this.parts.length - 1; i++) {
				int found = text.indexOf(this.parts[i], position);
				position = found + this.parts[i].length();
				if (found < 0 || position > end) {
					return false;
				}
			}
			return true;
		}

	}

}
