/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.util.List;
import java.util.Map;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.internal.handshake.HandshakeValues;
import dev.wsboot.internal.invocation.ConcurrencyLimit;
import dev.wsboot.internal.invocation.EventHandler;
import dev.wsboot.internal.invocation.InvocationScope;
import dev.wsboot.internal.invocation.SessionProtocol;
import dev.wsboot.internal.invocation.SessionResources;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.model.EndpointOptions;
import dev.wsboot.internal.scope.WebSocketScope;
import dev.wsboot.internal.stream.FlowHandler;
import dev.wsboot.internal.stream.StreamLimit;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * An endpoint bean with everything planned. Immutable.
 *
 * @param bean the bean
 * @param concurrent whether the messages of a session are handled concurrently
 * @param values the values that its methods need of a handshake
 * @param handlers the handlers by events
 * @param errors handles the errors in its sessions
 * @param flows the handlers whose methods take all messages of a session as a stream
 * @param invocationScope surrounds each call of user code
 * @param encoder encodes objects that are sent to its sessions
 * @param parsesText whether text messages are parsed
 * @param streamLimit the limit for the streamed replies of each session
 */
public record Endpoint(EndpointBean bean, boolean concurrent, HandshakeValues values,
		Map<SessionEvent, EventHandler> handlers, SessionErrors errors, List<FlowHandler> flows,
		InvocationScope invocationScope, MessageEncoder encoder, boolean parsesText, StreamLimit streamLimit) {

	/**
	 * Size in bytes of a message that the event loop parses in less than a millisecond.
	 */
	private static final int MAX_PARSED_ON_LOOP = 16 * 1024;

	/**
	 * Returns the path as it was declared, which names the endpoint.
	 * @return such as {@code /chat/{room}}
	 */
	String path() {
		return this.bean.pattern().getPatternString();
	}

	PathPattern pattern() {
		return this.bean.pattern();
	}

	List<String> subprotocols() {
		return this.bean.options().subprotocols();
	}

	EndpointOptions options() {
		return this.bean.options();
	}

	Compression compression() {
		return this.bean.options().compression();
	}

	long maxStreamSize(SessionEvent event) {
		EventHandler handler = this.handlers.get(event);
		return (handler != null) ? handler.maxStreamSize() : 0;
	}

	/**
	 * Returns the size of the largest message that a method without blocking may have on
	 * the event loop. Parsing costs up to ten times as much as an echo.
	 * @param event the kind of message
	 * @return the size in bytes
	 */
	int maxNonBlockingSize(SessionEvent event) {
		return (this.parsesText && !this.concurrent && event == SessionEvent.TEXT) ? MAX_PARSED_ON_LOOP
				: Integer.MAX_VALUE;
	}

	/**
	 * Returns the scope of beans that each session has its own of.
	 * @return the scope, or {@code null} if no bean is in it
	 */
	@Nullable WebSocketScope scope() {
		return this.invocationScope.scope();
	}

	/**
	 * Opens the protocol that a new session speaks on top of text messages.
	 * @param resources the session's resources
	 * @param session the session
	 * @return the protocol, or {@code null} for plain messages
	 */
	@Nullable SessionProtocol openProtocol(SessionResources resources, WsSession session) {
		EventHandler handler = this.handlers.get(SessionEvent.TEXT);
		return (handler != null) ? handler.openProtocol(resources, session) : null;
	}

	/**
	 * Returns a limit for the concurrent calls of a new session.
	 * @return the limit, or {@code null} where a session's calls run one at a time
	 */
	@Nullable ConcurrencyLimit newConcurrencyLimit() {
		WsEndpoint settings = this.bean.settings();
		boolean limited = this.concurrent || settings.protocol() == MessageProtocol.JSON_RPC;
		return limited ? new ConcurrencyLimit(settings.maxConcurrency()) : null;
	}

	/** Returns whether a method is called for an event. */
	boolean handles(SessionEvent event) {
		return this.handlers.containsKey(event);
	}

	boolean isNonBlocking(SessionEvent event) {
		if (this.concurrent && (event == SessionEvent.TEXT || event == SessionEvent.BINARY)
				&& maxStreamSize(event) == 0) {
			// only handed to other threads
			return true;
		}
		if (event == SessionEvent.CLOSE && scope() != null) {
			// the destruction of its beans may block
			return false;
		}
		if (event == SessionEvent.OPEN || event == SessionEvent.CLOSE) {
			for (FlowHandler flow : this.flows) {
				// begins and ends then
				if (!flow.isNonBlocking()) {
					return false;
				}
			}
		}
		EventHandler handler = this.handlers.get(event);
		return handler == null || handler.isNonBlocking();
	}

}
