package dev.wsboot.engine;

import dev.wsboot.engine.options.WsServerOptions;

/**
 * Decides which pages may open a session (RFC 6455 10.2). Browsers send cookies along
 * with a handshake from any page at all, so this decision stands between a user's session
 * and a foreign page. Called on event loops, so an implementation must be safe for use by
 * several threads, and must not block.
 */
@FunctionalInterface
public interface WsOriginPolicy {

	/**
	 * Whether a page may open a session. Requests without an Origin header, which no
	 * browser sends, are accepted without a question, and those with several are
	 * rejected. A page that may be of the same host by DNS rebinding only is asked about
	 * a second time, with {@code localhost} as the host of the request, and needs to be
	 * allowed then as well (see {@link WsServerOptions#allowedHosts}).
	 * @param origin the Origin header as the client sent it: an origin such as
	 * {@code https://example.com}, {@code null} in text, or anything else
	 * @param request the request
	 * @return {@code false} to reject the request with 403; an exception is answered with
	 * 500
	 */
	boolean allows(String origin, HandshakeRequest request);

}
