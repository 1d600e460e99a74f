/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import dev.wsboot.engine.WsSession;

/**
 * The members of the groups of sessions. Safe to use from any thread. A session without
 * groups has no entry, and neither has a group without sessions.
 */
final class SessionGroups {

	/**
	 * The members of each group. Changed only under the session's entry in
	 * {@link #joined}.
	 */
	private final Map<Group, Set<WsSession>> members = new ConcurrentHashMap<>();

	/** The names of the groups of each session. */
	private final Map<WsSession, Set<String>> joined = new ConcurrentHashMap<>();

	/**
	 * Puts a session into a group.
	 * @param isOpen whether a session may still join; once it may not, {@link #end} must
	 * follow
	 */
	void join(WsSession session, String name, Predicate<WsSession> isOpen) {
		this.joined.compute(session, (key, present) -> {
			// tested while end must wait, so that no session joins after it
			if (!isOpen.test(session)) {
				return present;
			}
			Set<String> names = (present != null) ? present : ConcurrentHashMap.newKeySet(1);
			if (names.add(name)) {
				addMember(session, name);
			}
			return names;
		});
	}

	void leave(WsSession session, String name) {
		this.joined.computeIfPresent(session, (key, names) -> {
			if (names.remove(name)) {
				removeMember(session, name);
			}
			return names.isEmpty() ? null : names;
		});
	}

	/**
	 * Removes a session from all groups for others, but keeps the names of its groups
	 * until {@link #forget}.
	 */
	void end(WsSession session) {
		this.joined.computeIfPresent(session, (key, names) -> {
			names.forEach((name) -> removeMember(session, name));
			return names;
		});
	}

	/** Forgets the names of the groups of a session after {@link #end}. */
	void forget(WsSession session) {
		this.joined.remove(session);
	}

	private void addMember(WsSession session, String name) {
		this.members.compute(new Group(session.endpoint(), name), (group, present) -> {
			Set<WsSession> sessions = (present != null) ? present : ConcurrentHashMap.newKeySet();
			sessions.add(session);
			return sessions;
		});
	}

	private void removeMember(WsSession session, String name) {
		this.members.computeIfPresent(new Group(session.endpoint(), name), (group, sessions) -> {
			sessions.remove(session);
			return sessions.isEmpty() ? null : sessions;
		});
	}

	Set<String> of(WsSession session) {
		return Set.copyOf(this.joined.getOrDefault(session, Set.of()));
	}

	Set<WsSession> members(String endpoint, String name) {
		return this.members.getOrDefault(new Group(endpoint, name), Set.of());
	}

	/** Returns true if no session is in any group. */
	boolean isEmpty() {
		return this.members.isEmpty() && this.joined.isEmpty();
	}

	private record Group(String endpoint, String name) {
	}

}
