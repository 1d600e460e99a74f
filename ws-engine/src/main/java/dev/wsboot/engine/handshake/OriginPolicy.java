package dev.wsboot.engine.handshake;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.InvalidOptionException;
import org.jspecify.annotations.Nullable;

/**
 * Decides which pages may open a session (RFC 6455 10.2). Browsers send cookies along
 * with a handshake from any page at all, so this is what stands between a user's session
 * and a foreign page. Clients other than browsers send no origin, and pass. Immutable, so
 * any thread may use it.
 */
public final class OriginPolicy {

	private static final String ANY = "*";

	/** What browsers send for a page without an origin (RFC 6454 7.3). */
	private static final String OPAQUE = "null";

	private final boolean sameHost;

	private final boolean any;

	private final boolean opaque;

	private final Set<Origin> allowed = new HashSet<>();

	/**
	 * Creates a policy.
	 * @param allowedOrigins origins such as {@code https://example.com}; {@code *} for
	 * all; {@code null} in text for pages without an origin; none at all for pages from
	 * the host that the request is for, whatever their port
	 * @throws InvalidOptionException if an entry is not an origin
	 */
	public OriginPolicy(List<String> allowedOrigins) {
		this.sameHost = allowedOrigins.isEmpty();
		this.any = allowedOrigins.contains(ANY);
		this.opaque = allowedOrigins.contains(OPAQUE);
		for (String entry : allowedOrigins) {
			if (!entry.equals(ANY) && !entry.equals(OPAQUE)) {
				this.allowed.add(parse(entry));
			}
		}
	}

	/**
	 * Whether a request may become a session.
	 * @param request the request
	 * @return {@code false} to refuse it
	 */
	public boolean allows(HandshakeRequest request) {
		String text = request.origin();
		if (text == null || this.any) {
			return true;
		}
		if (request.headers().all("Origin").size() > 1) {
			// Browsers send one. Two could be read one way here and another way
			// elsewhere.
			return false;
		}
		if (text.equals(OPAQUE)) {
			return this.opaque;
		}
		Origin origin = Origin.parse(text);
		return origin != null && (this.sameHost ? isHost(origin, request.host()) : this.allowed.contains(origin));
	}

	private static boolean isHost(Origin origin, @Nullable String host) {
		Authority authority = (host != null) ? Authority.parse(host) : null;
		return authority != null && authority.host().equalsIgnoreCase(origin.host());
	}

	private static Origin parse(String entry) {
		Origin origin = Origin.parse(entry);
		// A pattern is a legal name to RFC 3986, but no page's origin could ever match
		// it.
		if (origin == null || origin.host().contains(ANY)) {
			throw new InvalidOptionException("allowed-origins", entry,
					"must be scheme://host[:port], without a path or a pattern, or '*', or 'null'");
		}
		return origin;
	}

}
