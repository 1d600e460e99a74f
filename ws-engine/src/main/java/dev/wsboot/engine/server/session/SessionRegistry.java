/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.outbound.BroadcastEncoding;
import dev.wsboot.engine.server.outbound.LoopOutput;
import dev.wsboot.engine.server.outbound.OutboundQueue;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions, and those whose close callback has not returned. Safe to use from
 * any thread.
 */
public final class SessionRegistry implements WsSessions, Recipients.Actions {

	private final Map<String, WsSession> byId = new ConcurrentHashMap<>();

	private final Map<String, Set<WsSession>> byEndpoint = new ConcurrentHashMap<>();

	/**
	 * Sessions that have ended, but whose close callback has not returned yet. The value
	 * counts the running close callback and the stages that it waits for, and is 0 before
	 * the callback begins.
	 */
	private final Map<Session, Integer> leaving = new ConcurrentHashMap<>();

	private final UserSessions users = new UserSessions();

	private final SessionGroups groups = new SessionGroups();

	private final BulkCloses bulkCloses = new BulkCloses();

	/**
	 * The number of sessions whose close callback has not returned, plus one until the
	 * stop.
	 */
	private final AtomicInteger unfinished = new AtomicInteger(1);

	private final CompletableFuture<Void> allFinished = new CompletableFuture<>();

	/** Runs the tasks that have loops flush broadcasts. */
	private final Executor flusher;

	/** True if handshakes are rejected, since the server is stopping. */
	private volatile boolean draining;

	public SessionRegistry(Executor flusher) {
		this.flusher = flusher;
	}

	/** Has handshakes rejected from now on. */
	public void drain() {
		this.draining = true;
	}

	/** Returns true if handshakes are rejected, since the server is stopping. */
	public boolean isDraining() {
		return this.draining;
	}

	/**
	 * Counts a session that is about to open. {@link #finished} must be called after its
	 * close callback, or {@link #leaveUnopened} if it does not open.
	 * @return {@code false} if the last close callback has returned, so that the stop
	 * would not wait for this session
	 */
	boolean enter() {
		return this.unfinished.getAndUpdate((count) -> (count == 0) ? 0 : count + 1) != 0;
	}

	/** Takes back {@link #enter}, as the session does not open. */
	void leaveUnopened() {
		finished();
	}

	/**
	 * Makes an open session visible: from now on, any thread may send to the session and
	 * close it.
	 */
	void add(Session session) {
		this.byId.put(session.id(), session);
		this.byEndpoint.compute(session.endpoint(), (key, present) -> {
			Set<WsSession> siblings = (present != null) ? present : ConcurrentHashMap.newKeySet();
			siblings.add(session);
			return siblings;
		});
		identified(session);
	}

	/** Counts a session among those of its user, if it has a principal. */
	void identified(Session session) {
		this.users.add(session, (each) -> this.byId.containsKey(each.id()));
	}

	/** Returns the place of a handshake that begins now among the bulk closes. */
	public BulkCloses.Place bulkClosePlace() {
		return this.bulkCloses.place();
	}

	void remove(Session session) {
		this.leaving.put(session, 0);
		this.byId.remove(session.id());
		this.byEndpoint.computeIfPresent(session.endpoint(), (key, siblings) -> {
			siblings.remove(session);
			return siblings.isEmpty() ? null : siblings;
		});
		this.users.remove(session);
		this.groups.end(session);
	}

	/** Puts a session into a group of its endpoint, unless it has been removed. */
	void join(Session session, String group) {
		this.groups.join(session, group, (each) -> this.byId.containsKey(each.id()));
	}

	void leave(Session session, String group) {
		this.groups.leave(session, group);
	}

	Set<String> groupsOf(Session session) {
		return this.groups.of(session);
	}

	/** Returns true if no session is in any group. */
	public boolean hasNoGroups() {
		return this.groups.isEmpty();
	}

	/** Returns true if no session belongs to a user. */
	public boolean hasNoUsers() {
		return this.users.isEmpty();
	}

	/** Counts the close callback of a session, which begins now. */
	void closing(Session session) {
		this.leaving.put(session, 1);
	}

	/**
	 * Lets the close callback of a session last until a stage is complete, if the
	 * callback is running. From any thread.
	 */
	void holdUntil(Session session, CompletionStage<?> stage) {
		Integer count = this.leaving.computeIfPresent(session, (key, present) -> (present > 0) ? present + 1 : 0);
		if (count == null || count == 0) {
			return;
		}
		AtomicBoolean done = new AtomicBoolean();
		Runnable release = () -> {
			// a stage of the application may call back twice
			if (done.compareAndSet(false, true)) {
				finished(session);
			}
		};
		try {
			stage.whenComplete((result, failure) -> release.run());
		}
		catch (Throwable ex) {
			release.run();
			throw ex;
		}
	}

	/** Ends the wait for a session's close callback, or for a stage that extends it. */
	void finished(Session session) {
		Integer count = this.leaving.computeIfPresent(session, (key, present) -> (present > 1) ? present - 1 : null);
		if (count == null) {
			this.groups.forget(session);
			finished();
		}
	}

	/** Notes that no more sessions will be added. */
	public void close() {
		finished();
	}

	/** Calls an action for each session that may hold memory: open, or leaving. */
	public void forEachHolder(Consumer<Session> action) {
		this.byId.values().forEach((session) -> action.accept((Session) session));
		this.leaving.keySet().forEach(action);
	}

	private void finished() {
		if (this.unfinished.decrementAndGet() == 0) {
			this.allFinished.complete(null);
		}
	}

	/**
	 * Completes when every close callback has returned, after the last {@link #add}.
	 */
	public CompletableFuture<Void> allFinished() {
		return this.allFinished.copy();
	}

	@Override
	public WsRecipients all() {
		return new Recipients(this, this.byId::values, (session) -> true);
	}

	@Override
	public WsRecipients of(String endpoint) {
		return new Recipients(this, () -> ofEndpoint(endpoint), (session) -> session.endpoint().equals(endpoint)) {
			@Override
			public WsRecipients inGroup(String group) {
				return SessionRegistry.this.inGroup(endpoint, group);
			}
		};
	}

	@Override
	public WsRecipients inGroup(String endpoint, String group) {
		return new Recipients(this, () -> this.groups.members(endpoint, group),
				(session) -> session.endpoint().equals(endpoint) && session.groups().contains(group));
	}

	@Override
	public WsRecipients ofUser(String name) {
		Objects.requireNonNull(name, "'name' must not be null");
		return new Recipients(this, () -> this.users.of(name), (session) -> name.equals(UserSessions.nameOf(session)));
	}

	@Override
	public Set<String> users() {
		return this.users.names();
	}

	private Set<WsSession> ofEndpoint(String endpoint) {
		return this.byEndpoint.getOrDefault(endpoint, Set.of());
	}

	@Override
	public @Nullable WsSession find(String id) {
		return this.byId.get(id);
	}

	@Override
	public Set<String> endpoints() {
		return Collections.unmodifiableSet(this.byEndpoint.keySet());
	}

	@Override
	public int count() {
		return this.byId.size();
	}

	/** Adds up the figures of the open sessions. */
	public Counters.SessionFigures figures() {
		Map<String, Integer> openByEndpoint = new TreeMap<>();
		endpoints().forEach((endpoint) -> openByEndpoint.put(endpoint, count(endpoint)));
		long waitingMessages = 0;
		long queuedBytes = 0;
		for (WsSession session : this.byId.values()) {
			waitingMessages += ((Session) session).waitingMessages();
			queuedBytes += session.queuedBytes();
		}
		return new Counters.SessionFigures(count(), openByEndpoint, waitingMessages, queuedBytes);
	}

	@Override
	public int count(String endpoint) {
		return ofEndpoint(endpoint).size();
	}

	@Override
	public void broadcast(String endpoint, Object message) {
		broadcast(ofEndpoint(endpoint), message);
	}

	@Override
	public void broadcast(String endpoint, String group, Object message) {
		broadcast(this.groups.members(endpoint, group), message);
	}

	@Override
	public void close(Iterable<WsSession> sessions, Predicate<WsSession> filter, CloseStatus status) {
		Session.requireSendable(status);
		this.bulkCloses.add(filter, status);
		for (WsSession session : sessions) {
			session.close(status);
		}
	}

	/**
	 * Queues the message with each session first, and then has each loop write to its own
	 * sessions, so that messages of one thread to a session stay in order. Another thread
	 * notifies the loops, so that they also write what this thread broadcasts meanwhile.
	 */
	@Override
	public void broadcast(Iterable<WsSession> sessions, Object message) {
		Objects.requireNonNull(message, "'message' must not be null");
		BroadcastEncoding encoded = new BroadcastEncoding(message);
		Map<LoopOutput, List<OutboundQueue>> flushes = new IdentityHashMap<>();
		try {
			for (WsSession session : sessions) {
				Session each = (Session) session;
				if (each.isOpen()) {
					each.broadcast(encoded, flushes);
				}
			}
		}
		finally {
			encoded.end();
			if (Thread.currentThread() instanceof EventLoop.LoopThread) {
				flushes.forEach(LoopOutput::flushAll);
			}
			else if (!flushes.isEmpty()) {
				this.flusher.execute(() -> flushes.forEach(LoopOutput::flushAll));
			}
		}
	}

}
