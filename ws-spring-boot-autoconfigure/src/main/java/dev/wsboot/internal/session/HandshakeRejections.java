/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.LogText;
import dev.wsboot.internal.invocation.SecurityErrors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Rejects handshakes whose interceptors have thrown an exception with an HTTP status.
 * Safe to use from any thread.
 */
final class HandshakeRejections {

	private static final Log logger = LogFactory.getLog(HandshakeRejections.class);

	/**
	 * Maximum length in characters of an exception in the log, which may contain input of
	 * a client.
	 */
	private static final int MAX_CAUSE = 300;

	private static final String CHALLENGE = "WWW-Authenticate";

	/**
	 * Names in lower case of headers that are not copied: of the connection, the
	 * handshake, and a body that is not sent.
	 */
	private static final Set<String> NOT_COPIED = Set.of("connection", "content-length", "content-type",
			"content-encoding", "content-language", "transfer-encoding", "upgrade", "keep-alive", "trailer",
			"sec-websocket-accept", "sec-websocket-protocol", "sec-websocket-extensions");

	private HandshakeRejections() {
	}

	/**
	 * Returns the rejection that corresponds to an exception.
	 * @param handshake the handshake that has failed
	 * @param failure the exception, possibly wrapped by a stage
	 * @return the rejection, or {@code null} for an error of the application
	 */
	static HandshakeDecision.@Nullable Reject of(WsHandshake handshake, Throwable failure) {
		Throwable cause = SecurityErrors.unwrap(failure);
		HandshakeDecision.Reject reject = reject(cause);
		if (reject == null) {
			return null;
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Handshake for '" + handshake.endpoint() + "' rejected with " + reject.status() + ": "
					+ LogText.escaped(cause.toString(), MAX_CAUSE));
		}
		return (reject.status() == 401) ? challenge(handshake, reject) : reject;
	}

	private static HandshakeDecision.@Nullable Reject reject(Throwable cause) {
		if (cause instanceof ErrorResponse response) {
			return reject(response);
		}
		int status = SecurityErrors.status(cause);
		if (status != 0) {
			return HandshakeDecision.reject(status);
		}
		ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(cause.getClass(), ResponseStatus.class);
		if (annotation == null || !isRejection(annotation.code().value())) {
			return null;
		}
		return withBody(HandshakeDecision.reject(annotation.code().value()), annotation.reason());
	}

	private static HandshakeDecision.@Nullable Reject reject(ErrorResponse response) {
		int status = response.getStatusCode().value();
		if (!isRejection(status)) {
			return null;
		}
		HandshakeDecision.Reject reject = withBody(HandshakeDecision.reject(status), response.getBody().getDetail());
		HttpHeaders headers = response.getHeaders();
		for (String name : headers.headerNames()) {
			if (!NOT_COPIED.contains(name.toLowerCase(Locale.ROOT))) {
				for (String value : headers.getOrEmpty(name)) {
					reject = withHeader(reject, name, value);
				}
			}
		}
		return reject;
	}

	/**
	 * Returns true if a status rejects a request. 500 is always an error of the
	 * application instead.
	 */
	private static boolean isRejection(int status) {
		return status >= 300 && status <= 599 && status != 500;
	}

	private static HandshakeDecision.Reject withBody(HandshakeDecision.Reject reject, @Nullable String body) {
		return StringUtils.hasText(body) ? reject.body(body) : reject;
	}

	private static HandshakeDecision.Reject withHeader(HandshakeDecision.Reject reject, String name, String value) {
		try {
			return reject.header(name, value);
		}
		catch (IllegalArgumentException ex) {
			logger.debug("Header '" + name + "' omitted: " + ex.getMessage());
			return reject;
		}
	}

	/** Adds a challenge to a 401 if it has none, as RFC 9110 15.5.2 requires. */
	private static HandshakeDecision.Reject challenge(WsHandshake handshake, HandshakeDecision.Reject reject) {
		if (reject.headers().first(CHALLENGE) != null) {
			return reject;
		}
		List<String> own = handshake.responseHeaders().all(CHALLENGE);
		if (own.isEmpty()) {
			return reject.header(CHALLENGE, "Bearer");
		}
		HandshakeDecision.Reject challenged = reject;
		for (String challenge : own) {
			challenged = challenged.header(CHALLENGE, challenge);
		}
		return challenged;
	}

}
