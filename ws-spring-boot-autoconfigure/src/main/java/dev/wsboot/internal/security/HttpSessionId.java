/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The identifier of the session of the web application by which a client has connected,
 * as an attribute of the client's WebSocket session. Not printed, as whoever knows it is
 * the user. Immutable.
 */
final class HttpSessionId {

	private static final String ATTRIBUTE = HttpSessionId.class.getName();

	private final String id;

	private HttpSessionId(String id) {
		this.id = id;
	}

	static HttpSessionId of(String id) {
		return new HttpSessionId(id);
	}

	void addTo(WsHandshake handshake) {
		handshake.attributes().put(ATTRIBUTE, this);
	}

	/** Returns true if a WebSocket session depends on this session. */
	boolean isOf(WsSession session) {
		return equals(session.attributes().get(ATTRIBUTE));
	}

	/** Returns true if a WebSocket session depends on any such session. */
	static boolean isAnyOf(WsSession session) {
		return session.attributes().containsKey(ATTRIBUTE);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HttpSessionId that && this.id.equals(that.id);
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

	@Override
	public String toString() {
		return "HttpSessionId";
	}

}
