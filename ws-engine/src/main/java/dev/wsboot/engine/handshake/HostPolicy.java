/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.options.InvalidOptionException;
import org.jspecify.annotations.Nullable;

/**
 * The hosts under which clients reach the server. If the name of another site is made to
 * resolve to the server's address (DNS rebinding), a page of that site and its handshake
 * have the same host, so the check of origins alone accepts the handshake. Immutable, so
 * any thread may use it.
 */
public final class HostPolicy {

	private static final String OPTION = "allowed-hosts";

	private static final String RULE = "must be a host without scheme, port and path, such as 'chat.example.com' or "
			+ "'127.0.0.1', a pattern such as '*.example.com', or '" + HostPattern.ANY + "'";

	/** Names of headers that proxies add to a request, and pages cannot set. */
	private static final List<String> PROXY_HEADERS = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Real-IP", "Via");

	private final List<HostPattern> patterns = new ArrayList<>();

	/**
	 * Creates a policy.
	 * @param allowedHosts hosts such as {@code chat.example.com}, {@code 127.0.0.1} or
	 * {@code [::1]}, and patterns such as {@code *.example.com}, all without a port;
	 * {@code *} for all. An empty list allows all requests except those for which
	 * {@link #isSuspicious} returns true
	 * @throws InvalidOptionException if an entry has none of these forms
	 */
	public HostPolicy(List<String> allowedHosts) {
		for (String entry : allowedHosts) {
			String host = entry.toLowerCase(Locale.ROOT);
			Authority authority = Authority.parse(host.replace('*', 'x'));
			if (authority == null || host.indexOf(':', host.lastIndexOf(']') + 1) >= 0) {
				throw new InvalidOptionException(OPTION, entry, RULE);
			}
			this.patterns.add(HostPattern.parse(OPTION, entry, withoutDot(host)));
		}
	}

	/**
	 * Rejects a request for a host that is not in the list, if there is one.
	 * @param request the request, whose host is valid
	 * @throws HandshakeException if the host is not allowed
	 */
	void check(HandshakeRequest request) throws HandshakeException {
		if (this.patterns.isEmpty()) {
			return;
		}
		Authority authority = authority(request);
		String host = (authority != null) ? withoutDot(Origin.normalHost(authority.host())) : "";
		for (HostPattern pattern : this.patterns) {
			if (pattern.matches(host)) {
				return;
			}
		}
		throw HandshakeException.causedByProxy(HandshakeDecision.reject(421), ProxyFault.HOST_NOT_ALLOWED,
				request.host());
	}

	/**
	 * Returns true if page and request may have the same host only because of DNS
	 * rebinding: there is no list of allowed hosts, and a browser on this machine has
	 * connected directly, without TLS, by a name that somebody may have registered.
	 * @param origin the origin of the page
	 * @param request the request
	 * @param loopbackPort the server's port if a process on this machine has connected
	 * over loopback, without TLS and not as a trusted proxy; -1 for any other connection
	 */
	boolean isSuspicious(String origin, HandshakeRequest request, int loopbackPort) {
		if (loopbackPort < 0 || !this.patterns.isEmpty() || isForwarded(request.headers())) {
			return false;
		}
		Origin page = Origin.parse(origin);
		Authority authority = authority(request);
		// a page loaded over TLS can connect without TLS only through a proxy
		if (page == null || authority == null || !page.scheme().equals("http")) {
			return false;
		}
		// browsers put the port that they connect to into Host, proxies their own port
		int port = (authority.port() < 0) ? Origin.defaultPort("http") : authority.port();
		String host = Origin.normalHost(authority.host());
		return port == loopbackPort && page.host().equals(host) && isPerhapsRegistered(withoutDot(host));
	}

	/** Returns the exception that rejects a suspicious request. */
	static HandshakeException suspicious(@Nullable String host) {
		return new HandshakeException(RejectReason.HOST,
				HandshakeDecision.reject(421)
					.body("This host may belong to another site (DNS rebinding). If it is this server's, add it to "
							+ "'ws.allowed-hosts', or open the page as 'localhost'"),
				host);
	}

	/**
	 * Returns the name in the Host header of a request, without its port.
	 * @param request a request that has passed the checks
	 * @return a name or an address
	 */
	public static String nameIn(HandshakeRequest request) {
		Authority authority = authority(request);
		if (authority == null) {
			throw new IllegalStateException("The request was not checked");
		}
		// RFC 6066 3: the name in a TLS handshake has no trailing dot
		return withoutDot(authority.host());
	}

	/**
	 * Creates the exception that rejects a request for another host than that of the TLS
	 * handshake.
	 * @return the exception
	 */
	public static HandshakeException misdirected() {
		// RFC 9110 15.5.20
		return new HandshakeException(RejectReason.HOST,
				HandshakeDecision.reject(421)
					.body("The Host header names another server than the TLS handshake, which has requested "
							+ "certificates of clients"),
				null);
	}

	private static @Nullable Authority authority(HandshakeRequest request) {
		String host = request.host();
		return (host != null) ? Authority.parse(host) : null;
	}

	private static boolean isForwarded(Headers headers) {
		return PROXY_HEADERS.stream().anyMatch((name) -> headers.first(name) != null);
	}

	/** Returns true if a host is a name that may belong to the owner of another site. */
	private static boolean isPerhapsRegistered(String host) {
		return host.contains(".") && !host.startsWith("[") && !IpLiteral.isIpv4(host)
				&& HostPattern.isPerhapsRegistered(host);
	}

	/** Returns a host without the trailing dot that stands for the DNS root. */
	private static String withoutDot(String host) {
		return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
	}

}
