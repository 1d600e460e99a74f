/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.event;

import java.security.Principal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.session.WsSessionClosedEvent;
import dev.wsboot.session.WsSessionOpenedEvent;
import dev.wsboot.session.WsUserOfflineEvent;
import dev.wsboot.session.WsUserOnlineEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes the events of sessions and users: those of one user in order and one at a
 * time, those of different users independently of each other. Safe to use from any
 * thread.
 */
public final class SessionEvents {

	private static final Log logger = LogFactory.getLog(SessionEvents.class);

	private final ApplicationEventPublisher publisher;

	private final Executor executor;

	/** Runs code of the application on the current thread, which it tidies up. */
	private final Consumer<Runnable> runner;

	/**
	 * The lanes of users that have sessions, and of all who have events to be published,
	 * by the name of the user, or by the session if it has none.
	 */
	private final Map<Object, EventLane> lanes = new ConcurrentHashMap<>();

	/**
	 * Creates a publisher.
	 * @param publisher publishes to listeners of the application
	 * @param executor runs listeners
	 * @param runner runs code of the application on the current thread
	 */
	SessionEvents(ApplicationEventPublisher publisher, Executor executor, Consumer<Runnable> runner) {
		this.publisher = publisher;
		this.executor = executor;
		this.runner = runner;
	}

	/**
	 * Returns the events of a server that is about to start.
	 * @param context the application, or {@code null} if there is none
	 * @param executor runs listeners
	 * @param runner runs code of the application on the current thread
	 * @return the events, or {@code null} if the application does not listen to them
	 */
	public static @Nullable SessionEvents of(@Nullable ApplicationContext context, Executor executor,
			Consumer<Runnable> runner) {
		return (context != null && EventListeners.isAnyIn(context)) ? new SessionEvents(context, executor, runner)
				: null;
	}

	/**
	 * Returns the events of a session that is about to open.
	 * @return the events of one session
	 */
	public SessionPresence newSession() {
		return new SessionPresence(this);
	}

	/** Returns what the events of a session are ordered by: its user, if it has one. */
	static Object keyOf(WsSession session) {
		Principal principal = session.principal();
		try {
			String name = (principal != null) ? principal.getName() : null;
			return (name != null) ? name : session;
		}
		catch (RuntimeException ex) {
			// a principal of the application, which the engine has reported
			return session;
		}
	}

	void opened(Object key, WsSession session) {
		boolean[] starts = new boolean[1];
		this.lanes.compute(key, (same, present) -> {
			EventLane lane = (present != null) ? present : new EventLane();
			lane.add(new WsSessionOpenedEvent(session), null);
			if (key instanceof String name && ++lane.sessions == 1) {
				lane.add(new WsUserOnlineEvent(session, name), null);
			}
			starts[0] = !lane.running;
			lane.running = true;
			return lane;
		});
		startIf(starts[0], key);
	}

	void closed(Object key, WsSession session, CloseStatus status, CompletableFuture<@Nullable Void> published) {
		boolean[] starts = new boolean[1];
		this.lanes.compute(key, (same, present) -> {
			EventLane lane = (present != null) ? present : new EventLane();
			boolean last = key instanceof String && --lane.sessions == 0;
			lane.add(new WsSessionClosedEvent(session, status), last ? null : published);
			if (last) {
				lane.add(new WsUserOfflineEvent(session, (String) key), published);
			}
			starts[0] = !lane.running;
			lane.running = true;
			return lane;
		});
		startIf(starts[0], key);
	}

	private void startIf(boolean starts, Object key) {
		if (!starts) {
			return;
		}
		try {
			this.executor.execute(() -> publishAll(key));
		}
		catch (RejectedExecutionException ex) {
			// events must not be lost, nor published on an event loop
			new Thread(() -> publishAll(key), "ws-events").start();
		}
	}

	private void publishAll(Object key) {
		for (EventLane.Entry each = next(key); each != null; each = next(key)) {
			publish(each.event());
			if (each.published() != null) {
				each.published().complete(null);
			}
		}
	}

	private EventLane.@Nullable Entry next(Object key) {
		EventLane.@Nullable Entry[] next = new EventLane.@Nullable Entry[1];
		this.lanes.computeIfPresent(key, (same, lane) -> {
			next[0] = lane.next();
			if (next[0] == null) {
				lane.running = false;
			}
			return (next[0] == null && lane.sessions == 0) ? null : lane;
		});
		return next[0];
	}

	private void publish(ApplicationEvent event) {
		try {
			this.runner.accept(() -> this.publisher.publishEvent(event));
		}
		catch (Throwable ex) {
			logger.error("A listener of " + event.getClass().getSimpleName() + " of " + event.getSource() + " failed",
					ex);
		}
	}

	/** Returns true if no session is open, and all events are published. */
	boolean isEmpty() {
		return this.lanes.isEmpty();
	}

}
