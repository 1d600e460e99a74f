/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.server.MountedHandshake;
import dev.wsboot.engine.server.MountedRequest;
import dev.wsboot.engine.server.WsServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.HttpRequestHandler;

/**
 * Handles the handshakes that come in through the web server, after its filters: the
 * running WebSocket server decides, and gets the socket. Safe to use from any thread.
 */
public final class MountedHandshakeHandler implements HttpRequestHandler {

	private final Supplier<@Nullable WsServer> server;

	private final ConnectionUpgrade upgrade;

	/**
	 * Creates a handler.
	 * @param server returns the running WebSocket server, or {@code null}
	 * @param upgrade hands over sockets
	 */
	public MountedHandshakeHandler(Supplier<@Nullable WsServer> server, ConnectionUpgrade upgrade) {
		this.server = server;
		this.upgrade = upgrade;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		WsServer running = this.server.get();
		if (running == null) {
			reject(response, 503, Headers.of("Retry-After", "5"), "The WebSocket server does not run");
			return;
		}
		MountedRequest handshakeRequest;
		try {
			handshakeRequest = MountedRequests.of(request);
		}
		catch (IllegalArgumentException ex) {
			reject(response, 400, Headers.empty(), "A header contains an illegal character");
			return;
		}
		// Not by an asynchronous request: Tomcat upgrades no connection in its dispatch.
		MountedHandshake handshake = running.handshake(handshakeRequest).toCompletableFuture().join();
		if (!handshake.isAccepted()) {
			reject(response, handshake.status(), handshake.headers(), handshake.body());
			return;
		}
		try {
			addHeaders(response, handshake.headers());
			this.upgrade.upgrade(request, handshake);
		}
		catch (Throwable ex) {
			handshake.abandon();
			throw ex;
		}
	}

	private static void reject(HttpServletResponse response, int status, Headers headers, String body)
			throws IOException {
		// without sendError, which would replace the explanation by an error page
		response.setStatus(status);
		addHeaders(response, headers);
		if (headers.first("Upgrade") != null) {
			// RFC 9110 7.8
			response.addHeader("Connection", "Upgrade");
		}
		if (headers.first("Content-Type") == null) {
			response.setContentType("text/plain;charset=utf-8");
		}
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		response.setContentLength(bytes.length);
		response.getOutputStream().write(bytes);
	}

	private static void addHeaders(HttpServletResponse response, Headers headers) {
		for (int line = 0; line < headers.size(); line++) {
			response.addHeader(headers.name(line), headers.value(line));
		}
	}

}
