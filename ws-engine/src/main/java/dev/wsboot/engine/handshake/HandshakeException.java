/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeDecision.Reject;
import dev.wsboot.engine.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a request violates the protocol, so it is rejected before the application
 * sees it. Carries the response for the peer and, as its message, one line that is safe
 * to log. Has no stack trace, since hostile input must be cheap to reject.
 */
public final class HandshakeException extends Exception {

	private static final long serialVersionUID = 1L;

	private static final int MAX_MESSAGE = 200;

	private final transient Reject response;

	private final RejectReason reason;

	private final @Nullable ProxyFault proxyFault;

	/**
	 * Creates an exception that rejects a request.
	 * @param reason the reason under which the rejection is counted
	 * @param response the response to the peer; its body is the first part of the
	 * exception's message
	 * @param detail a part of the request for the log, which is not sent back to the peer
	 */
	HandshakeException(RejectReason reason, Reject response, @Nullable String detail) {
		this(reason, response, null, detail);
	}

	private HandshakeException(RejectReason reason, Reject response, @Nullable ProxyFault proxyFault,
			@Nullable String detail) {
		super(message(response, detail), null, false, false);
		this.reason = reason;
		this.response = response;
		this.proxyFault = proxyFault;
	}

	/**
	 * Returns the response to the peer.
	 * @return the response
	 */
	public Reject response() {
		return this.response;
	}

	/**
	 * Returns the reason under which the rejection is counted.
	 * @return the reason
	 */
	public RejectReason reason() {
		return this.reason;
	}

	/**
	 * Returns the probable mistake of a proxy that led to the rejection.
	 * @return the fault, which the response explains, or {@code null} if no proxy is
	 * suspected
	 */
	public @Nullable ProxyFault proxyFault() {
		return this.proxyFault;
	}

	/**
	 * Creates an exception whose response explains the probable mistake of a proxy.
	 * @param response the response without a body
	 * @param fault the fault
	 * @param detail a part of the request for the log
	 * @return the exception
	 */
	static HandshakeException causedByProxy(Reject response, ProxyFault fault, @Nullable String detail) {
		return new HandshakeException(fault.reason(), response.body(fault.explanation()), fault, detail);
	}

	static HandshakeException badRequest(String body) {
		return badRequest(body, null);
	}

	static HandshakeException badRequest(String body, @Nullable String detail) {
		return new HandshakeException(RejectReason.BAD_REQUEST, HandshakeDecision.reject(400).body(body), detail);
	}

	static HandshakeException tooLarge(int status, String body) {
		return new HandshakeException(RejectReason.TOO_LARGE, HandshakeDecision.reject(status).body(body), null);
	}

	static HandshakeException notWebSocket(Reject response, @Nullable String detail) {
		return new HandshakeException(RejectReason.NOT_WEBSOCKET, response, detail);
	}

	private static String message(Reject response, @Nullable String detail) {
		String message = response.status() + " " + response.body();
		return escape((detail != null) ? message + " [" + detail + "]" : message);
	}

	/**
	 * Makes a text safe for a log: a short line of printable ASCII. All other characters
	 * are escaped, because a terminal that shows a log obeys control characters, and
	 * readers trust line breaks and the direction of writing.
	 */
	private static String escape(String text) {
		StringBuilder safe = new StringBuilder(Math.min(text.length(), MAX_MESSAGE) + 16);
		for (int i = 0; i < text.length(); i++) {
			if (safe.length() >= MAX_MESSAGE) {
				return safe.append("...").toString();
			}
			char c = text.charAt(i);
			switch (c) {
				case '\r' -> safe.append("\\r");
				case '\n' -> safe.append("\\n");
				case '\\' -> safe.append("\\\\");
				default -> {
					if (c >= ' ' && c < 0x7F) {
						safe.append(c);
					}
					else {
						safe.append(String.format("\\u%04x", (int) c));
					}
				}
			}
		}
		return safe.toString();
	}

}
