/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.wsboot.endpoint.WsAsyncHandshakeInterceptor;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.WsOriginPolicy;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.internal.event.SessionEvents;
import dev.wsboot.internal.handshake.InvalidHandshakeException;
import dev.wsboot.internal.invocation.HandlerThreads;
import dev.wsboot.internal.invocation.InvocationScope;
import dev.wsboot.internal.scope.ContextPropagation;
import dev.wsboot.internal.scope.ThreadState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * Decides handshakes: finds the endpoint, calls the interceptors, and binds the values
 * that the endpoint's methods need. Called on event loops; code that may block runs on
 * the executor.
 */
public final class HandshakeDecider implements HandshakeHandler {

	private static final Log logger = LogFactory.getLog(HandshakeDecider.class);

	private static final HandshakeRules NO_RULES = new HandshakeRules(List.of(), null);

	private final EndpointRouter router;

	private final EndpointOrigins origins;

	/** The options of the sessions of each endpoint, by its path. */
	private final Map<String, SessionOptions> options;

	/** The checks of handshakes, by the paths of the endpoints. */
	private final Map<String, HandshakeRules> rules;

	private final InvocationScope invocationScope;

	private final HandlerThreads threads;

	/** The events of sessions; {@code null} if the application does not listen. */
	private final @Nullable SessionEvents events;

	public HandshakeDecider(EndpointRouter router, EndpointOrigins origins, Map<String, SessionOptions> options,
			Map<String, HandshakeRules> rules, InvocationScope invocationScope, HandlerThreads threads,
			@Nullable SessionEvents events) {
		this.router = router;
		this.origins = origins;
		this.options = options;
		this.rules = rules;
		this.invocationScope = invocationScope;
		this.threads = threads;
		this.events = events;
	}

	@Override
	public @Nullable WsOriginPolicy originPolicy(HandshakeRequest request) {
		WsOriginPolicy bean = this.origins.bean();
		if (bean != null) {
			return (origin, candidate) -> allows(bean, origin, candidate);
		}
		if (!this.origins.differ()) {
			return null;
		}
		EndpointRouter.Match match = match(request);
		return (match != null) ? match.endpoint().options().origins() : null;
	}

	private boolean allows(WsOriginPolicy bean, String origin, HandshakeRequest request) {
		ThreadState.Taken taken = this.invocationScope.threads().enter(true);
		try {
			return bean.allows(origin, request);
		}
		finally {
			this.invocationScope.threads().leave(taken);
		}
	}

	/**
	 * Finds the endpoint of a request, for both the check of the origin and the decision,
	 * which must agree.
	 */
	private EndpointRouter.@Nullable Match match(HandshakeRequest request) {
		return this.router.match(request.rawPath());
	}

	@Override
	public HandshakeDecision decide(HandshakeRequest request) {
		EndpointRouter.Match match = match(request);
		if (match == null) {
			return HandshakeDecision.reject(404);
		}
		Endpoint endpoint = match.endpoint();
		WsHandshake handshake = new WsHandshake(request, endpoint.path(), match.pathVariables());
		HandshakeRules checks = this.rules.getOrDefault(endpoint.path(), NO_RULES);
		if (checks.isEmpty() && !endpoint.values().mayBlock()) {
			return acceptHere(endpoint, handshake);
		}
		ContextPropagation.Snapshot none = this.invocationScope.noContext();
		return HandshakeDecision.later(CompletableFuture.completedStage(null)
			.thenComposeAsync((nothing) -> check(checks, 0, endpoint, handshake, none), this.threads.executor())
			.handle((decision, failure) -> (failure != null) ? rejection(handshake, failure) : decision));
	}

	/**
	 * Returns the rejection that corresponds to an exception, or throws the exception if
	 * it is an error of the application.
	 */
	private static HandshakeDecision rejection(WsHandshake handshake, Throwable failure) {
		HandshakeDecision rejection = HandshakeRejections.of(handshake, failure);
		if (rejection == null) {
			throw (failure instanceof CompletionException wrapped) ? wrapped : new CompletionException(failure);
		}
		return rejection;
	}

	/** Accepts a handshake on the event loop, where converters may run user code. */
	private HandshakeDecision acceptHere(Endpoint endpoint, WsHandshake handshake) {
		ThreadState.Taken taken = this.invocationScope.threads().enter(true);
		try {
			return accept(endpoint, handshake, true);
		}
		finally {
			this.invocationScope.threads().leave(taken);
		}
	}

	private static CompletionStage<HandshakeDecision> rejected(WsHandshakeInterceptor interceptor,
			WsHandshake handshake, HandshakeDecision.Reject rejection) {
		if (logger.isDebugEnabled()) {
			logger.debug(AopUtils.getTargetClass(interceptor).getSimpleName() + " rejected a handshake for '"
					+ handshake.endpoint() + "' with " + rejection.status());
		}
		return CompletableFuture.completedStage(rejection);
	}

	/**
	 * Calls the interceptors from an index on. If one is asynchronous, the interceptors
	 * after it are called later.
	 */
	private CompletionStage<HandshakeDecision> check(HandshakeRules checks, int first, Endpoint endpoint,
			WsHandshake handshake, ContextPropagation.@Nullable Snapshot context) {
		ThreadState.Taken taken = this.invocationScope.threads().enter(this.threads.own());
		// accessors are user code, which may fail when values are bound or removed
		try (ContextPropagation.Scope scope = ContextPropagation.restore(context)) {
			for (int i = first; i < checks.interceptors().size(); i++) {
				WsHandshakeInterceptor interceptor = checks.interceptors().get(i);
				if (interceptor instanceof WsAsyncHandshakeInterceptor async) {
					int next = i + 1;
					CompletionStage<HandshakeDecision.@Nullable Reject> later = async.interceptLater(handshake);
					ContextPropagation.Snapshot captured = this.invocationScope.captureContext();
					return later.thenComposeAsync(
							(rejection) -> (rejection != null) ? rejected(interceptor, handshake, rejection)
									: check(checks, next, endpoint, handshake, captured),
							this.threads.executor());
				}
				HandshakeDecision.Reject rejection = interceptor.intercept(handshake);
				if (rejection != null) {
					return rejected(interceptor, handshake, rejection);
				}
			}
			boolean identified = this.invocationScope.threads().authenticate(handshake.principal());
			if (checks.access() != null) {
				checks.access().check();
			}
			return CompletableFuture.completedStage(accept(endpoint, handshake, !identified));
		}
		catch (Throwable ex) {
			return CompletableFuture.failedStage(ex);
		}
		finally {
			this.invocationScope.threads().leave(taken);
		}
	}

	/** Accepts, with the security context of the thread or that of the principal. */
	private HandshakeDecision accept(Endpoint endpoint, WsHandshake handshake, boolean security) {
		@Nullable Object[] values;
		try {
			values = endpoint.values().bind(handshake.request(), handshake.pathVariables(), security);
		}
		catch (InvalidHandshakeException ex) {
			return HandshakeDecision.reject(400).body(ex.answer());
		}
		String subprotocol = handshake.subprotocol();
		Compression compression = handshake.compression();
		HandshakeDecision.Accept accept = HandshakeDecision
			.accept(new EndpointSession(endpoint, values, this.threads, handshake.expiryStatus(), this.events))
			.endpoint(endpoint.path())
			.subprotocols((subprotocol != null) ? List.of(subprotocol) : endpoint.subprotocols())
			.attributes(handshake.attributes())
			.compression((compression != null) ? compression : endpoint.compression())
			.options(Objects.requireNonNull(this.options.get(endpoint.path())));
		Principal principal = handshake.principal();
		if (principal != null) {
			accept = accept.principal(principal);
		}
		Instant expiresAt = handshake.expiresAt();
		if (expiresAt != null) {
			accept = accept.expiresAt(expiresAt);
		}
		for (String name : handshake.responseHeaders().names()) {
			for (String value : handshake.responseHeaders().all(name)) {
				accept = accept.header(name, value);
			}
		}
		return accept;
	}

}
