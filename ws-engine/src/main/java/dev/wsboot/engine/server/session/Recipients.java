/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Some of the open sessions, looked up at each use. Safe to use from any thread.
 */
class Recipients extends AbstractCollection<WsSession> implements WsRecipients {

	private final Actions actions;

	private final Supplier<Collection<WsSession>> sessions;

	/** Matches the sessions of {@link #sessions}, also before they open. */
	private final Predicate<WsSession> membership;

	private final @Nullable Predicate<WsSession> filter;

	/**
	 * Creates a view.
	 * @param actions broadcasts to the sessions and closes them
	 * @param sessions looks up the open sessions
	 * @param membership matches the same sessions, also before they open
	 */
	Recipients(Actions actions, Supplier<Collection<WsSession>> sessions, Predicate<WsSession> membership) {
		this(actions, sessions, membership, null);
	}

	private Recipients(Actions actions, Supplier<Collection<WsSession>> sessions, Predicate<WsSession> membership,
			@Nullable Predicate<WsSession> filter) {
		this.actions = actions;
		this.sessions = sessions;
		this.membership = membership;
		this.filter = filter;
	}

	@Override
	public WsRecipients except(WsSession session) {
		Objects.requireNonNull(session, "'session' must not be null");
		return filter((each) -> !each.equals(session));
	}

	@Override
	public WsRecipients filter(Predicate<? super WsSession> predicate) {
		Objects.requireNonNull(predicate, "'predicate' must not be null");
		Predicate<WsSession> present = this.filter;
		return new Recipients(this.actions, this.sessions, this.membership,
				(present != null) ? present.and(predicate) : predicate::test);
	}

	@Override
	public WsRecipients inGroup(String group) {
		Objects.requireNonNull(group, "'group' must not be null");
		return filter((each) -> each.groups().contains(group));
	}

	@Override
	public void broadcast(Object message) {
		this.actions.broadcast(this, message);
	}

	@Override
	public void close(CloseStatus status) {
		Objects.requireNonNull(status, "'status' must not be null");
		this.actions.close(this, (this.filter != null) ? this.membership.and(this.filter) : this.membership, status);
	}

	@Override
	public Iterator<WsSession> iterator() {
		Iterator<WsSession> all = this.sessions.get().iterator();
		return new Matching(all, (this.filter != null) ? this.filter : (each) -> true);
	}

	@Override
	public boolean isEmpty() {
		return !iterator().hasNext();
	}

	@Override
	public boolean contains(@Nullable Object object) {
		return object instanceof WsSession session && this.sessions.get().contains(session)
				&& (this.filter == null || this.filter.test(session));
	}

	@Override
	public int size() {
		if (this.filter == null) {
			return this.sessions.get().size();
		}
		int size = 0;
		for (Iterator<WsSession> each = iterator(); each.hasNext(); each.next()) {
			size++;
		}
		return size;
	}

	/** The actions on many sessions. */
	interface Actions {

		/** Sends a message to sessions. */
		void broadcast(Iterable<WsSession> sessions, Object message);

		/**
		 * Closes sessions, and those whose handshake has begun when they open.
		 * @param sessions the sessions that are open
		 * @param filter matches the same sessions when they open
		 */
		void close(Iterable<WsSession> sessions, Predicate<WsSession> filter, CloseStatus status);

	}

	/** The sessions that match, read-only. */
	private static final class Matching implements Iterator<WsSession> {

		private final Iterator<WsSession> all;

		private final Predicate<WsSession> filter;

		private @Nullable WsSession next;

		Matching(Iterator<WsSession> all, Predicate<WsSession> filter) {
			this.all = all;
			this.filter = filter;
		}

		@Override
		public boolean hasNext() {
			while (this.next == null && this.all.hasNext()) {
				WsSession candidate = this.all.next();
				if (this.filter.test(candidate)) {
					this.next = candidate;
				}
			}
			return this.next != null;
		}

		@Override
		public WsSession next() {
			WsSession present = hasNext() ? this.next : null;
			if (present == null) {
				throw new NoSuchElementException();
			}
			this.next = null;
			return present;
		}

	}

}
