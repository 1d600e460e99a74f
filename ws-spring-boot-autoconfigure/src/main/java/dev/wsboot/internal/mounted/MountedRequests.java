/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.server.MountedRequest;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Converts requests of the servlet API to those of the engine, as filters have changed
 * them: client address, host, scheme and principal are those that filters have found out.
 */
final class MountedRequests {

	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

	private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

	private MountedRequests() {
	}

	/**
	 * Returns the path of a request below the root of the endpoints: without the context
	 * path, and without the prefix of the servlet.
	 * @param request a request whose path is parsed
	 * @return the path before decoding
	 */
	static String path(HttpServletRequest request) {
		String path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().value();
		return path.isEmpty() ? "/" : path;
	}

	/**
	 * Converts a request.
	 * @param request a request whose path is parsed
	 * @return the request of the handshake
	 * @throws IllegalArgumentException if a header contains an illegal character
	 */
	static MountedRequest of(HttpServletRequest request) {
		String query = request.getQueryString();
		String target = (query != null) ? path(request) + "?" + query : path(request);
		String host = forwardedHost(request);
		InetSocketAddress remote = remoteAddress(request);
		return new MountedRequest(request.getMethod(), target, request.getProtocol(), headers(request, host), remote,
				request.isSecure(), principal(request), (host != null) ? -1 : loopbackPort(request, remote));
	}

	private static Headers headers(HttpServletRequest request, @Nullable String host) {
		List<String> fields = new ArrayList<>();
		for (String name : Collections.list(request.getHeaderNames())) {
			for (String value : Collections.list(request.getHeaders(name))) {
				fields.add(name);
				fields.add((host != null && name.equalsIgnoreCase("Host")) ? host : value);
			}
		}
		return Headers.of(fields.toArray(String[]::new));
	}

	/**
	 * Returns the host that a proxy was asked for, if a filter knows it, and {@code null}
	 * if that is the Host header.
	 */
	private static @Nullable String forwardedHost(HttpServletRequest request) {
		String header = request.getHeader("Host");
		String name = request.getServerName();
		int port = request.getServerPort();
		String full = name + ":" + port;
		String asked = (port == (request.isSecure() ? 443 : 80)) ? name : full;
		return (header == null || header.equalsIgnoreCase(asked) || header.equalsIgnoreCase(full)) ? null : asked;
	}

	private static InetSocketAddress remoteAddress(HttpServletRequest request) {
		InetAddress address = literal(request.getRemoteAddr());
		int port = Math.max(0, request.getRemotePort());
		if (address == null) {
			// a client may choose the name in a forwarding header, which is not looked up
			ServletRequest received = request;
			while (received instanceof ServletRequestWrapper wrapper) {
				received = wrapper.getRequest();
			}
			address = literal(received.getRemoteAddr());
		}
		return new InetSocketAddress((address != null) ? address : new InetSocketAddress(0).getAddress(), port);
	}

	private static @Nullable InetAddress literal(@Nullable String text) {
		if (text == null || !(text.contains(":") || IPV4.matcher(text).matches())) {
			return null;
		}
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static int loopbackPort(HttpServletRequest request, InetSocketAddress remote) {
		InetAddress local = literal(request.getLocalAddr());
		return (!request.isSecure() && remote.getAddress().isLoopbackAddress() && local != null
				&& local.isLoopbackAddress()) ? request.getLocalPort() : -1;
	}

	private static @Nullable Principal principal(HttpServletRequest request) {
		Principal principal = request.getUserPrincipal();
		if (principal == null && request.getAttribute(CERTIFICATES) instanceof X509Certificate[] certificates
				&& certificates.length > 0) {
			return certificates[0].getSubjectX500Principal();
		}
		return principal;
	}

}
