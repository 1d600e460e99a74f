/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.ErrorPolicy;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.internal.event.SessionEvents;
import dev.wsboot.internal.invocation.HandlerThreads;
import dev.wsboot.internal.invocation.InvocationScope;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.scope.ThreadState;
import dev.wsboot.internal.session.Endpoint;
import dev.wsboot.internal.session.EndpointOrigins;
import dev.wsboot.internal.session.EndpointRouter;
import dev.wsboot.internal.session.HandshakeDecider;
import dev.wsboot.internal.session.HandshakeRules;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * All endpoints of an application. The endpoint beans are found, checked and planned when
 * the application's singletons have been created; after this, the object is safe to use
 * from any thread.
 */
public final class DiscoveredEndpoints implements WsEndpoints, SmartInitializingSingleton, ApplicationContextAware {

	/** Default of {@code ws.send.max-streams}. */
	public static final int DEFAULT_MAX_STREAMS = 16;

	/** The factory of the endpoint beans, or {@code null} for no endpoints. */
	private final @Nullable ConfigurableListableBeanFactory beanFactory;

	private final ErrorPolicy errorPolicy;

	private final int maxStreams;

	/** Gets the events of sessions; {@code null} outside of a context. */
	private @Nullable ApplicationContext context;

	private EndpointRouter router = new EndpointRouter(List.of());

	private EndpointOrigins origins = EndpointOrigins.ofServer();

	private Map<String, HandshakeRules> rules = Map.of();

	private InvocationScope invocationScope = new InvocationScope(null, null, List.of(), ThreadState.basic());

	/**
	 * Creates an object that finds its endpoints later.
	 * @param beanFactory the bean factory with the endpoint beans
	 * @param errorPolicy the policy for errors that no method handles
	 */
	public DiscoveredEndpoints(ConfigurableListableBeanFactory beanFactory, ErrorPolicy errorPolicy) {
		this(beanFactory, errorPolicy, DEFAULT_MAX_STREAMS);
	}

	/**
	 * Creates an object that finds its endpoints later, with a limit for streamed
	 * replies.
	 * @param beanFactory the bean factory with the endpoint beans
	 * @param errorPolicy the policy for errors that no method handles
	 * @param maxStreams the maximum number of concurrent streamed replies of a session,
	 * for endpoints without a limit of their own
	 * @throws InvalidOptionException if the maximum is not greater than 0
	 */
	public DiscoveredEndpoints(ConfigurableListableBeanFactory beanFactory, ErrorPolicy errorPolicy, int maxStreams) {
		Assert.notNull(beanFactory, "'beanFactory' must not be null");
		Assert.notNull(errorPolicy, "'errorPolicy' must not be null");
		if (maxStreams < 1) {
			throw new InvalidOptionException("send.max-streams", maxStreams, "must be greater than 0");
		}
		this.errorPolicy = errorPolicy;
		this.maxStreams = maxStreams;
		this.beanFactory = beanFactory;
	}

	private DiscoveredEndpoints() {
		this.beanFactory = null;
		this.errorPolicy = ErrorPolicy.CLOSE;
		this.maxStreams = DEFAULT_MAX_STREAMS;
	}

	/**
	 * Returns an empty set of endpoints, for an application whose server is disabled.
	 * @return an empty set of endpoints
	 */
	public static WsEndpoints none() {
		return new DiscoveredEndpoints();
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.beanFactory == null) {
			return;
		}
		EndpointFinder.Found found = new EndpointFinder(this.beanFactory).find();
		EndpointContext context = EndpointContext.of(this.beanFactory, found.advice(), this.errorPolicy,
				this.maxStreams);
		List<Endpoint> endpoints = new ArrayList<>();
		for (EndpointBean bean : found.endpoints()) {
			endpoints.add(new EndpointPlanner(bean, context).plan());
		}
		this.origins = EndpointOrigins.of(this.beanFactory, endpoints);
		this.router = new EndpointRouter(endpoints);
		this.invocationScope = context.invocationScope();
		this.rules = HandshakeRules.of(endpoints, this.beanFactory);
	}

	@Override
	public List<String> paths() {
		return this.router.paths();
	}

	@Override
	public long handlerErrors(String path) {
		Endpoint endpoint = this.router.declaring(path);
		return (endpoint != null) ? endpoint.errors().unhandled().failures() : 0;
	}

	@Override
	public long clientErrors(String path, ClientError kind) {
		Assert.notNull(kind, "'kind' must not be null");
		Endpoint endpoint = this.router.declaring(path);
		return (endpoint != null) ? endpoint.errors().unhandled().mistakes(kind) : 0;
	}

	@Override
	public List<String> paths(Class<?> endpoint) {
		Class<?> type = ClassUtils.getUserClass(endpoint);
		List<String> paths = this.router.paths(type);
		if (paths.isEmpty()) {
			throw new IllegalArgumentException("There is no endpoint of " + type
					+ ": pass a class that is annotated with @WsEndpoint and registered as a bean");
		}
		return paths;
	}

	@Override
	public @Nullable String pathServing(String rawPath) {
		Assert.notNull(rawPath, "'rawPath' must not be null");
		return this.router.pathServing(rawPath);
	}

	@Override
	public Consumer<Runnable> completions() {
		return (task) -> this.invocationScope.threads().run(task);
	}

	@Override
	public HandshakeHandler handshakeHandler(Executor executor, SessionOptions defaults) {
		Assert.notNull(executor, "'executor' must not be null");
		Assert.notNull(defaults, "'defaults' must not be null");
		return new HandshakeDecider(this.router, this.origins, this.router.sessionOptions(defaults), this.rules,
				this.invocationScope, HandlerThreads.of(executor),
				SessionEvents.of(this.context, executor, completions()));
	}

}
