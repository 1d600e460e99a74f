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
 * A request that is refused by the protocol, before any application sees it. Carries the
 * response for the peer and, as its message, one line that is safe to log. Has no stack
 * trace: hostile bytes must be cheap.
 */
public final class HandshakeException extends Exception {

	private static final long serialVersionUID = 1L;

	private static final int MAX_MESSAGE = 200;

	private final transient Reject response;

	private final RejectReason reason;

	private final @Nullable ProxyFault proxyFault;

	/**
	 * Creates the refusal.
	 * @param reason what it is counted as
	 * @param response what the peer gets; its body is the first half of the message
	 * @param detail something of the request for the log, which the peer does not get
	 * back
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
	 * Returns what the peer gets.
	 * @return the response
	 */
	public Reject response() {
		return this.response;
	}

	/**
	 * Returns what the refusal is counted as.
	 * @return the reason
	 */
	public RejectReason reason() {
		return this.reason;
	}

	/**
	 * Returns what a proxy has probably done to the request.
	 * @return the fault, which the response explains, or {@code null} if no proxy is
	 * suspected
	 */
	public @Nullable ProxyFault proxyFault() {
		return this.proxyFault;
	}

	/**
	 * Creates a refusal whose body explains what a proxy has probably done.
	 * @param response the response without a body
	 * @param fault the fault
	 * @param detail something of the request for the log
	 * @return the refusal
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
	 * Makes a text safe for a log: printable ASCII on one line, not long. Everything else
	 * is escaped, because a log may be read in a terminal that obeys control characters,
	 * and by people who trust line breaks and the direction of letters.
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
