/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.log.Log;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions of each user, by the names of the principals. Safe to use from any
 * thread. A session without a principal has no entry, and neither has a user without
 * sessions.
 */
final class UserSessions {

	/**
	 * The sessions of each user. The only session of a user is in an immutable set, which
	 * is much smaller than a concurrent one.
	 */
	private final Map<String, Set<WsSession>> byName = new ConcurrentHashMap<>();

	/**
	 * The name by which each session was added, since a principal of the application may
	 * return another one later.
	 */
	private final Map<WsSession, String> names = new ConcurrentHashMap<>();

	/**
	 * Adds a session, unless it has been added or has no principal.
	 * @param isOpen whether a session may still be added; once it may not,
	 * {@link #remove} must follow
	 */
	void add(WsSession session, Predicate<WsSession> isOpen) {
		String name = nameOf(session);
		if (name == null) {
			return;
		}
		this.names.compute(session, (key, present) -> {
			// tested while remove must wait, so that no session is added after it
			if (present != null || !isOpen.test(session)) {
				return present;
			}
			add(session, name);
			return name;
		});
	}

	private void add(WsSession session, String name) {
		this.byName.compute(name, (key, present) -> {
			if (present == null) {
				return Set.of(session);
			}
			Set<WsSession> sessions = present;
			if (present.size() == 1) {
				sessions = ConcurrentHashMap.newKeySet();
				sessions.addAll(present);
			}
			sessions.add(session);
			return sessions;
		});
	}

	void remove(WsSession session) {
		String name = this.names.remove(session);
		if (name == null) {
			return;
		}
		this.byName.computeIfPresent(name, (key, present) -> {
			if (present.size() == 1) {
				return present.contains(session) ? null : present;
			}
			present.remove(session);
			return (present.size() == 1) ? Set.copyOf(present) : present;
		});
	}

	Set<WsSession> of(String name) {
		return this.byName.getOrDefault(name, Set.of());
	}

	Set<String> names() {
		return Collections.unmodifiableSet(this.byName.keySet());
	}

	/** Returns true if no session has an entry. */
	boolean isEmpty() {
		return this.byName.isEmpty() && this.names.isEmpty();
	}

	/** Returns the name of a session's user, or {@code null} if there is none. */
	static @Nullable String nameOf(WsSession session) {
		Principal principal = session.principal();
		try {
			return (principal != null) ? principal.getName() : null;
		}
		catch (RuntimeException ex) {
			// a principal of the application
			Log.log(Level.ERROR, "The principal of " + session + " has no name, so its user is not known", ex);
			return null;
		}
	}

}
