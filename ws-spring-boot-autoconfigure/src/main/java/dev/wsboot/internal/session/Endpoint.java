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
 * An endpoint bean with its planned handlers. Immutable.
 *
 * @param bean the bean
 * @param concurrent whether the messages of a session are handled concurrently
 * @param values the values of the handshake that the endpoint's methods need
 * @param handlers the handlers by events
 * @param errors the handler of errors in the endpoint's sessions
 * @param flows the handlers whose methods take all messages of a session as a stream
 * @param invocationScope the environment of each call of user code
 * @param encoder the encoder of objects that are sent to the endpoint's sessions
 * @param parsesText whether text messages are parsed
 * @param streamLimit the limit for the streamed replies of each session
 */
public record Endpoint(EndpointBean bean, boolean concurrent, HandshakeValues values,
		Map<SessionEvent, EventHandler> handlers, SessionErrors errors, List<FlowHandler> flows,
		InvocationScope invocationScope, MessageEncoder encoder, boolean parsesText, StreamLimit streamLimit) {

	/**
	 * Maximum size in bytes of a message that is parsed on the event loop, which takes
	 * less than a millisecond.
	 */
	private static final int MAX_PARSED_ON_LOOP = 16 * 1024;

	/**
	 * Returns the declared path, which identifies the endpoint.
	 * @return a path such as {@code /chat/{room}}
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
	 * Returns the maximum size of a message that a non-blocking method may handle on the
	 * event loop. Parsing takes up to ten times as long as an echo.
	 * @param event the kind of message
	 * @return the size in bytes
	 */
	int maxNonBlockingSize(SessionEvent event) {
		return (this.parsesText && !this.concurrent && event == SessionEvent.TEXT) ? MAX_PARSED_ON_LOOP
				: Integer.MAX_VALUE;
	}

	/**
	 * Returns the scope of the beans that exist once for each session.
	 * @return the scope, or {@code null} if it has no beans
	 */
	@Nullable WebSocketScope scope() {
		return this.invocationScope.scope();
	}

	/**
	 * Opens the protocol that a new session uses on top of text messages.
	 * @param resources the session's resources
	 * @param session the session
	 * @return the protocol, or {@code null} for plain messages
	 */
	@Nullable SessionProtocol openProtocol(SessionResources resources, WsSession session) {
		EventHandler handler = this.handlers.get(SessionEvent.TEXT);
		return (handler != null) ? handler.openProtocol(resources, session) : null;
	}

	/**
	 * Creates the limit of concurrent calls of a new session.
	 * @return the limit, or {@code null} if the calls of a session run one at a time
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
			// the loop only passes the message to other threads
			return true;
		}
		if (event == SessionEvent.CLOSE && scope() != null) {
			// destroying the session's beans may block
			return false;
		}
		if (event == SessionEvent.OPEN || event == SessionEvent.CLOSE) {
			for (FlowHandler flow : this.flows) {
				// flows begin at the opening and end at the close
				if (!flow.isNonBlocking()) {
					return false;
				}
			}
		}
		EventHandler handler = this.handlers.get(event);
		return handler == null || handler.isNonBlocking();
	}

}
