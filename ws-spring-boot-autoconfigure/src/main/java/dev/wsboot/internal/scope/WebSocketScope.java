/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.scope;

import java.util.Arrays;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.Scope;

/**
 * The scope "ws-session": one bean for each session, created when a call of the session
 * first needs the bean, and destroyed after {@link dev.wsboot.annotation.OnClose}. Safe
 * to use from any thread; the current session is bound to the thread of the call.
 * Registered only if there is a bean in this scope. The name differs from "websocket",
 * which is Spring's scope of STOMP sessions.
 */
public final class WebSocketScope implements Scope, BeanFactoryPostProcessor {

	/** The name of the scope. */
	public static final String NAME = "ws-session";

	/** Name of the session attribute that contains the beans of the session. */
	private static final String BEANS = WebSocketScope.class.getName() + ".beans";

	private final ThreadLocal<@Nullable WsSession> current = new ThreadLocal<>();

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) throws BeansException {
		if (isUsed(beanFactory)) {
			beanFactory.registerScope(NAME, this);
		}
		// even without such a bean, for a better error message
		ObjectFactory<WsSession> session = this::session;
		beanFactory.registerResolvableDependency(WsSession.class, session);
	}

	private static boolean isUsed(ConfigurableListableBeanFactory beanFactory) {
		return Arrays.stream(beanFactory.getBeanDefinitionNames())
			.anyMatch((name) -> NAME.equals(beanFactory.getMergedBeanDefinition(name).getScope()));
	}

	/**
	 * Binds a session to the current thread.
	 * @param session the session
	 * @return the previous session, for {@link #leave}
	 */
	public @Nullable WsSession enter(WsSession session) {
		WsSession before = this.current.get();
		this.current.set(session);
		return before;
	}

	public void leave(@Nullable WsSession before) {
		if (before != null) {
			this.current.set(before);
		}
		else {
			this.current.remove();
		}
	}

	/**
	 * Destroys the beans of a session that has ended. No more beans are created for the
	 * session.
	 * @param session the session
	 */
	public void end(WsSession session) {
		WsSession before = enter(session);
		try {
			beans(session).end();
		}
		finally {
			leave(before);
		}
	}

	private static ScopedBeans beans(WsSession session) {
		return (ScopedBeans) session.attributes().computeIfAbsent(BEANS, (key) -> new ScopedBeans());
	}

	private WsSession session() {
		WsSession session = this.current.get();
		if (session == null) {
			throw new IllegalStateException("No WebSocket session is bound to thread '"
					+ Thread.currentThread().getName() + "': there is one in the methods of an endpoint only");
		}
		return session;
	}

	@Override
	public Object get(String name, ObjectFactory<?> factory) {
		return beans(session()).get(name, factory);
	}

	@Override
	public @Nullable Object remove(String name) {
		return beans(session()).remove(name);
	}

	@Override
	public void registerDestructionCallback(String name, Runnable callback) {
		beans(session()).onEnd(name, callback);
	}

	/**
	 * Returns the current session by the key {@code session}.
	 */
	@Override
	public @Nullable Object resolveContextualObject(String key) {
		return "session".equals(key) ? this.current.get() : null;
	}

	@Override
	public @Nullable String getConversationId() {
		WsSession session = this.current.get();
		return (session != null) ? session.id() : null;
	}

}
