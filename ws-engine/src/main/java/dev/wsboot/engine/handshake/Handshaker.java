/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeDecision.Accept;
import dev.wsboot.engine.HandshakeDecision.Reject;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsOriginPolicy;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.DeflateNegotiation;
import dev.wsboot.engine.compression.Extension;
import dev.wsboot.engine.options.ContextTakeover;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a request is an opening handshake (RFC 6455 4.2.1), and creates the
 * responses (RFC 6455 4.2.2). Immutable, so any thread may use it.
 */
public final class Handshaker {

	/** The registered transfer codings (RFC 9110 6.1 and 18.10). */
	private static final Set<String> TRANSFER_CODINGS = Set.of("chunked", "compress", "deflate", "gzip", "x-compress",
			"x-gzip");

	/** Names of the headers that contain lists and decide a handshake. */
	private static final List<String> LISTS = List.of("Upgrade", "Connection", "Sec-WebSocket-Protocol",
			"Sec-WebSocket-Extensions");

	private static final int MAX_LIST_ELEMENTS = 100;

	private final WsOriginPolicy origins;

	private final HostPolicy hosts;

	private final boolean allowEncodedSlash;

	/**
	 * Creates a handshaker for any host.
	 * @param origins the policy that decides which pages may open a session
	 * @param allowEncodedSlash whether a path may contain {@code %2F}
	 */
	public Handshaker(WsOriginPolicy origins, boolean allowEncodedSlash) {
		this(origins, new HostPolicy(List.of()), allowEncodedSlash);
	}

	/**
	 * Creates a handshaker.
	 * @param origins the policy that decides which pages may open a session
	 * @param hosts the policy that knows the host names of the server
	 * @param allowEncodedSlash whether a path may contain {@code %2F}
	 */
	public Handshaker(WsOriginPolicy origins, HostPolicy hosts, boolean allowEncodedSlash) {
		this.origins = origins;
		this.hosts = hosts;
		this.allowEncodedSlash = allowEncodedSlash;
	}

	/**
	 * Performs all checks of a request that do not depend on the application, for a
	 * connection that is not over loopback.
	 * @param request the parsed request
	 * @param remoteAddress the peer's address
	 * @param secure whether the connection is encrypted
	 * @param principal the identity in the peer's certificate, or {@code null} without
	 * one
	 * @return the request as the application sees it
	 * @throws HandshakeException if the request violates the protocol
	 */
	public HandshakeRequest check(HttpRequest request, InetSocketAddress remoteAddress, boolean secure,
			@Nullable Principal principal) throws HandshakeException {
		return check(request, remoteAddress, secure, principal, -1);
	}

	/**
	 * Performs all checks of a request that do not depend on the application.
	 * @param request the parsed request
	 * @param remoteAddress the peer's address
	 * @param secure whether the connection is encrypted
	 * @param principal the identity in the peer's certificate, or {@code null} without
	 * one
	 * @param loopbackPort the server's port if a process on this machine has connected
	 * over loopback, without TLS and not as a trusted proxy; -1 for any other connection
	 * @return the request as the application sees it
	 * @throws HandshakeException if the request violates the protocol
	 */
	public HandshakeRequest check(HttpRequest request, InetSocketAddress remoteAddress, boolean secure,
			@Nullable Principal principal, int loopbackPort) throws HandshakeException {
		Headers headers = request.headers();
		checkHttpVersion(request.version());
		checkMethod(request.method());
		checkHost(headers);
		checkContentLength(headers);
		checkTransferEncoding(headers);
		RequestTarget target = RequestTarget.parse(request.target(), this.allowEncodedSlash);
		checkLists(headers);
		checkUpgrade(headers);
		checkVersion(headers);
		checkKey(headers);
		checkSubprotocols(headers);
		checkExtensions(headers);
		// RFC 9112 3.2.2: the authority of an absolute-form target replaces Host
		HandshakeRequest handshake = new HandshakeRequest(target.path(), target.rawPath(), target.query(),
				(target.authority() != null) ? withHost(headers, target.authority()) : headers, remoteAddress, secure,
				principal);
		this.hosts.check(handshake);
		checkOrigin(handshake, loopbackPort);
		return handshake;
	}

	private void checkOrigin(HandshakeRequest request, int loopbackPort) throws HandshakeException {
		String origin = request.origin();
		if (origin == null) {
			return;
		}
		// Browsers send one. Two may be interpreted differently by other software.
		boolean several = request.headers().all("Origin").size() > 1;
		if (several || !this.origins.allows(origin, request)) {
			throw HandshakeException.causedByProxy(HandshakeDecision.reject(403), ProxyFault.HOST_REPLACED, origin);
		}
		if (this.hosts.isSuspicious(origin, request, loopbackPort)
				&& !this.origins.allows(origin, withHost(request, "localhost"))) {
			// allowed only because of a host name that may belong to somebody else
			throw HostPolicy.suspicious(request.host());
		}
	}

	private static HandshakeRequest withHost(HandshakeRequest request, String host) {
		return new HandshakeRequest(request.path(), request.rawPath(), request.query(),
				withHost(request.headers(), host), request.remoteAddress(), request.secure(), request.principal());
	}

	/**
	 * Returns the response that opens a session.
	 * @param request the request
	 * @param decision the decision of the application
	 * @param deflate the agreement about permessage-deflate, or {@code null} if there is
	 * none
	 * @return the bytes of a complete response with status 101
	 */
	public static byte[] acceptResponse(HandshakeRequest request, Accept decision, @Nullable DeflateAgreement deflate) {
		return MessageHead.bytes("HTTP/1.1 101 Switching Protocols", ownHeaders(request, decision, deflate),
				decision.headers());
	}

	/**
	 * Returns the headers of the response that opens a session.
	 * @param request the request
	 * @param decision the decision of the application
	 * @param deflate the agreement about permessage-deflate, or {@code null} if there is
	 * none
	 * @return the headers
	 */
	public static Headers acceptHeaders(HandshakeRequest request, Accept decision, @Nullable DeflateAgreement deflate) {
		Headers headers = ownHeaders(request, decision, deflate);
		for (int line = 0; line < decision.headers().size(); line++) {
			headers = headers.with(decision.headers().name(line), decision.headers().value(line));
		}
		return headers;
	}

	private static Headers ownHeaders(HandshakeRequest request, Accept decision, @Nullable DeflateAgreement deflate) {
		String key = Objects.requireNonNull(request.headers().first("Sec-WebSocket-Key"),
				"The request was not checked");
		Headers headers = Headers.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept",
				WebSocketKey.accept(key));
		String subprotocol = subprotocol(request, decision);
		if (subprotocol != null) {
			headers = headers.with("Sec-WebSocket-Protocol", subprotocol);
		}
		if (deflate != null) {
			headers = headers.with("Sec-WebSocket-Extensions", deflate.header());
		}
		return headers;
	}

	/**
	 * Chooses the subprotocol (RFC 6455 4.2.2): the first one of the client's list that
	 * the endpoint supports.
	 * @param request the request
	 * @param decision the decision of the application
	 * @return the name of the subprotocol, or {@code null} if none is common to both
	 */
	public static @Nullable String subprotocol(HandshakeRequest request, Accept decision) {
		if (decision.subprotocols().isEmpty()) {
			return null;
		}
		for (String offer : request.subprotocols()) {
			int index = decision.subprotocols().indexOf(offer);
			if (index >= 0) {
				// the endpoint's instance of the name, which all sessions share
				return decision.subprotocols().get(index);
			}
		}
		return null;
	}

	/**
	 * Accepts permessage-deflate if the client has made a valid offer (RFC 7692 7.1).
	 * @param request the request
	 * @param allowed the sides that may keep their context
	 * @return the agreement, or {@code null} if there is no valid offer
	 */
	public static @Nullable DeflateAgreement deflate(HandshakeRequest request, ContextTakeover allowed) {
		List<Extension> offers = ExtensionGrammar.parse(request.headers().all("Sec-WebSocket-Extensions"));
		return (offers != null) ? DeflateNegotiation.accept(offers, allowed) : null;
	}

	/**
	 * Returns the response that rejects a request. The connection is closed after the
	 * response.
	 * @param decision the rejection
	 * @return the bytes of a complete response
	 */
	public static byte[] rejectResponse(Reject decision) {
		return MessageHead.reject(decision);
	}

	/**
	 * Returns the text that a rejected client receives.
	 * @param decision the rejection
	 * @return the body, or the status with its reason phrase if there is no body
	 */
	public static String rejectText(Reject decision) {
		return MessageHead.rejectText(decision);
	}

	/**
	 * Returns the reason under which an application's rejection is counted.
	 * @param decision the rejection
	 * @return the reason
	 */
	public static RejectReason reasonOf(Reject decision) {
		return switch (decision.status()) {
			case 401, 403 -> RejectReason.FORBIDDEN;
			case 404 -> RejectReason.NOT_FOUND;
			default -> RejectReason.APPLICATION;
		};
	}

	/** Checks the version, as soon as it is known. */
	static void checkHttpVersion(String version) throws HandshakeException {
		if (!version.equals("HTTP/1.1")) {
			// RFC 6455 4.1: the request is HTTP/1.1 or higher; the upgrade exists in 1.1
			// only
			throw HandshakeException.causedByProxy(HandshakeDecision.reject(505), ProxyFault.HTTP_VERSION, version);
		}
	}

	private static void checkMethod(String method) throws HandshakeException {
		if (!method.equals("GET")) {
			throw HandshakeException.notWebSocket(
					HandshakeDecision.reject(405).header("Allow", "GET").body("A WebSocket handshake is a GET request"),
					method);
		}
	}

	private static void checkHost(Headers headers) throws HandshakeException {
		List<String> hosts = headers.all("Host");
		if (hosts.size() != 1) {
			// RFC 9112 3.2
			throw HandshakeException.badRequest("A request must have exactly one Host header, not " + hosts.size());
		}
		if (Authority.parse(hosts.get(0)) == null) {
			throw HandshakeException.badRequest("The Host header is not a host and port", hosts.get(0));
		}
	}

	/**
	 * Rejects a request with a body, which would be mistaken for frames after the request
	 * (RFC 9112 6.3).
	 */
	private static void checkContentLength(Headers headers) throws HandshakeException {
		for (String value : headers.all("Content-Length")) {
			if (value.isEmpty() || value.chars().anyMatch((c) -> c != '0')) {
				throw HandshakeException.badRequest("A WebSocket handshake has no body", value);
			}
		}
	}

	private static void checkTransferEncoding(Headers headers) throws HandshakeException {
		List<String> values = headers.all("Transfer-Encoding");
		if (values.isEmpty()) {
			return;
		}
		for (String coding : headers.tokens("Transfer-Encoding")) {
			String name = coding.split(";", 2)[0].strip();
			if (Headers.isToken(name) && !TRANSFER_CODINGS.contains(name.toLowerCase(Locale.ROOT))) {
				// RFC 9112 6.1
				throw new HandshakeException(RejectReason.BAD_REQUEST,
						HandshakeDecision.reject(501).body("This transfer coding is unknown"), coding);
			}
		}
		throw HandshakeException.badRequest("A WebSocket handshake has no body", String.join(",", values));
	}

	/**
	 * Limits the number of elements of the lists. Empty elements count: a recipient must
	 * accept only a reasonable number of empty elements (RFC 9110 5.6.1.2).
	 */
	private static void checkLists(Headers headers) throws HandshakeException {
		for (String name : LISTS) {
			int elements = 0;
			for (String value : headers.all(name)) {
				elements += 1 + (int) value.chars().filter((c) -> c == ',').count();
			}
			if (elements > MAX_LIST_ELEMENTS) {
				throw HandshakeException
					.badRequest(name + " is a list of more than " + MAX_LIST_ELEMENTS + " elements");
			}
		}
	}

	private static void checkUpgrade(Headers headers) throws HandshakeException {
		if (!hasToken(headers, "Upgrade", "websocket")) {
			if (headers.first("Sec-WebSocket-Key") != null) {
				throw HandshakeException.causedByProxy(upgradeRequired(), ProxyFault.UPGRADE_REMOVED, null);
			}
			throw upgradeRequired("This is a WebSocket endpoint: connect with a WebSocket client, which sends "
					+ "'Connection: Upgrade' and 'Upgrade: websocket' (RFC 6455)", null);
		}
		if (!hasToken(headers, "Connection", "upgrade")) {
			// RFC 6455 4.2.1
			throw HandshakeException.causedByProxy(HandshakeDecision.reject(400), ProxyFault.CONNECTION_REPLACED, null);
		}
	}

	private static void checkVersion(Headers headers) throws HandshakeException {
		List<String> versions = headers.all("Sec-WebSocket-Version");
		if (versions.size() > 1) {
			// RFC 6455 11.3.5
			throw malformed("Sec-WebSocket-Version appears more than once", null);
		}
		String version = versions.isEmpty() ? "" : versions.get(0);
		if (!version.equals("13")) {
			throw upgradeRequired("This server speaks version 13 of the WebSocket protocol", version);
		}
	}

	private static void checkKey(Headers headers) throws HandshakeException {
		List<String> keys = headers.all("Sec-WebSocket-Key");
		if (keys.size() != 1 || !WebSocketKey.isValid(keys.get(0))) {
			// RFC 6455 4.2.1 and 11.3.1
			throw malformed("Sec-WebSocket-Key must appear once, with the base64 encoding of 16 bytes",
					String.join(", ", keys));
		}
	}

	/**
	 * Requires that the offered subprotocols are tokens without duplicates (RFC 6455
	 * 4.1).
	 */
	private static void checkSubprotocols(Headers headers) throws HandshakeException {
		Set<String> names = new HashSet<>();
		for (String name : headers.tokens("Sec-WebSocket-Protocol")) {
			if (!Headers.isToken(name) || !names.add(name)) {
				throw malformed("Sec-WebSocket-Protocol must be a list of tokens without duplicates", name);
			}
		}
	}

	/**
	 * Requires that the offered extensions are well-formed. Unknown extensions are
	 * declined later, by not mentioning them in the response (RFC 6455 9.1).
	 */
	private static void checkExtensions(Headers headers) throws HandshakeException {
		List<String> values = headers.all("Sec-WebSocket-Extensions");
		if (ExtensionGrammar.parse(values) == null) {
			throw malformed("Sec-WebSocket-Extensions does not conform to the grammar of RFC 6455 9.1",
					String.join(", ", values));
		}
	}

	private static boolean hasToken(Headers headers, String name, String token) {
		for (String each : headers.tokens(name)) {
			if (each.equalsIgnoreCase(token)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns a request as a proxy has received it.
	 * @param request the request as the proxy has forwarded it
	 * @param host the host in the request to the proxy; an invalid host is ignored
	 * @return the request with this host in its Host header, and in its target if that
	 * contains an authority
	 */
	public static HttpRequest askedFor(HttpRequest request, String host) {
		if (Authority.parse(host) == null) {
			return request;
		}
		return new HttpRequest(request.method(), RequestTarget.withAuthority(request.target(), host), request.version(),
				withHost(request.headers(), host));
	}

	private static Headers withHost(Headers headers, String authority) {
		String[] fields = new String[2 * headers.size()];
		for (int line = 0; line < headers.size(); line++) {
			String name = headers.name(line);
			fields[2 * line] = name;
			fields[2 * line + 1] = name.equalsIgnoreCase("Host") ? authority : headers.value(line);
		}
		return Headers.of(fields);
	}

	private static HandshakeException malformed(String body, @Nullable String detail) {
		return HandshakeException.notWebSocket(HandshakeDecision.reject(400).body(body), detail);
	}

	/**
	 * Returns a response with Upgrade (RFC 9110 15.5.22) and the supported version (RFC
	 * 6455 4.4).
	 */
	private static Reject upgradeRequired() {
		return HandshakeDecision.reject(426).header("Upgrade", "websocket").header("Sec-WebSocket-Version", "13");
	}

	private static HandshakeException upgradeRequired(String body, @Nullable String detail) {
		return HandshakeException.notWebSocket(upgradeRequired().body(body), detail);
	}

}
