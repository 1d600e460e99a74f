/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.scope.ContextPropagation;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one session that its invocations share: the values of the handshake,
 * threads, the turn of messages in fragments, and the tasks at the end of the session.
 * Safe to use from any thread.
 */
public final class SessionResources {

	private static final CompletableFuture<?> NO_FRAGMENTS = CompletableFuture.completedFuture(null);

	/** The tasks of a session that has ended; compared by identity. */
	private static final Set<Runnable> CLOSED = Set.of();

	private final InvocationScope scope;

	private final InvocationErrors errors;

	/** The values to which the handshake was bound, by their index. */
	private final @Nullable Object[] values;

	/** The thread-locals of the handshake; {@code null} for none. */
	private final ContextPropagation.@Nullable Snapshot context;

	private final HandlerThreads threads;

	/** The limit of concurrent calls; {@code null} if calls run one at a time. */
	private final @Nullable ConcurrencyLimit concurrency;

	/** Completes when the last message in fragments is written. Guarded by this. */
	private CompletableFuture<?> fragments = NO_FRAGMENTS;

	/**
	 * The tasks that run when the session ends; {@code null} for none. Guarded by this.
	 */
	private @Nullable Set<Runnable> atClose;

	/** The attachments by their keys; {@code null} for none. Guarded by this. */
	private @Nullable Map<Object, Object> attachments;

	/**
	 * Creates the resources of a session.
	 * @param scope the environment of calls of user code
	 * @param errors the handler of errors of invocations
	 * @param values the values to which the handshake was bound
	 * @param context the thread-locals of the handshake, or {@code null} for none
	 * @param threads the threads that run handler methods
	 * @param concurrency the limit of concurrent calls, or {@code null} if calls run one
	 * at a time
	 */
	public SessionResources(InvocationScope scope, InvocationErrors errors, @Nullable Object[] values,
			ContextPropagation.@Nullable Snapshot context, HandlerThreads threads,
			@Nullable ConcurrencyLimit concurrency) {
		this.scope = scope;
		this.errors = errors;
		this.values = values;
		this.context = context;
		this.threads = threads;
		this.concurrency = concurrency;
	}

	public InvocationScope scope() {
		return this.scope;
	}

	public InvocationErrors errors() {
		return this.errors;
	}

	/**
	 * Returns a value to which the handshake was bound.
	 * @param index the index that
	 * {@link dev.wsboot.internal.handshake.HandshakeValues#add} has returned
	 * @return the value
	 */
	@Nullable Object value(int index) {
		return this.values[index];
	}

	/**
	 * Returns the thread-locals of the handshake.
	 * @return the values, or {@code null} if there are none to restore
	 */
	ContextPropagation.@Nullable Snapshot context() {
		return this.context;
	}

	/**
	 * Returns the executor for work that must leave the thread of a call.
	 * @return the executor of handler methods
	 */
	public Executor executor() {
		return this.threads.executor();
	}

	/**
	 * Returns whether the threads of the session's calls run handlers only.
	 * @return {@code false} if other code may have bound values to the threads
	 */
	boolean hasOwnThreads() {
		return this.threads.own();
	}

	/**
	 * Returns the limit of concurrent calls.
	 * @return the limit, or {@code null} if calls run one at a time
	 */
	public @Nullable ConcurrencyLimit concurrency() {
		return this.concurrency;
	}

	/**
	 * Lets a call continue until a stage is complete, although its method has returned:
	 * the session's next call waits for the stage, or, if calls run concurrently, this
	 * call counts until then.
	 * @param session the session
	 * @param stage the stage, of any outcome
	 * @param opening whether the call is the session's first, which all others wait for
	 */
	void holdUntil(WsSession session, CompletionStage<?> stage, boolean opening) {
		ConcurrencyLimit calls = this.concurrency;
		if (calls == null || opening) {
			session.holdUntil(stage);
			return;
		}
		calls.begin(session);
		stage.whenComplete((result, failure) -> calls.end());
	}

	/**
	 * Takes the next turn among the messages in fragments, whose fragments must not mix.
	 * @param done completes when this message is written
	 * @return a future that completes when it is this message's turn
	 */
	synchronized CompletableFuture<?> enterFragments(CompletableFuture<?> done) {
		CompletableFuture<?> previous = this.fragments;
		this.fragments = done;
		return previous;
	}

	/**
	 * Adds a task for the end of the session.
	 * @param task the task, which is run at most once
	 * @return {@code false} if the session has ended, so that the task is not run
	 */
	synchronized boolean atClose(Runnable task) {
		if (this.atClose == CLOSED) {
			return false;
		}
		if (this.atClose == null) {
			this.atClose = new HashSet<>(2);
		}
		this.atClose.add(task);
		return true;
	}

	/**
	 * Removes a task for the end of the session.
	 * @param task the task
	 */
	synchronized void removeAtClose(Runnable task) {
		if (this.atClose != null && this.atClose != CLOSED) {
			this.atClose.remove(task);
		}
	}

	/**
	 * Ends the session.
	 * @return the tasks for the end, which the caller runs; empty if the session had
	 * already ended
	 */
	public synchronized Set<Runnable> close() {
		Set<Runnable> tasks = (this.atClose != null) ? this.atClose : CLOSED;
		this.atClose = CLOSED;
		return tasks;
	}

	/**
	 * Returns whether the session has ended, so that no more methods are called.
	 * @return whether {@link #close} was called
	 */
	public synchronized boolean isClosed() {
		return this.atClose == CLOSED;
	}

	/**
	 * Returns an attachment: the state that a kind of handler or reply keeps for the
	 * session.
	 * @param key the key
	 * @return the attachment, or {@code null} if there is none
	 */
	public synchronized @Nullable Object attachment(Object key) {
		return (this.attachments != null) ? this.attachments.get(key) : null;
	}

	/**
	 * Returns an attachment, which is created if there is none.
	 * @param <T> the type of the attachment
	 * @param type the type, which is the key
	 * @param factory creates the attachment
	 * @return the attachment
	 */
	public synchronized <T> T attachment(Class<T> type, Supplier<T> factory) {
		Object present = attachment(type);
		if (present != null) {
			return type.cast(present);
		}
		T created = factory.get();
		attach(type, created);
		return created;
	}

	/**
	 * Adds an attachment.
	 * @param key the key
	 * @param attachment the attachment
	 */
	public synchronized void attach(Object key, Object attachment) {
		if (this.attachments == null) {
			this.attachments = new HashMap<>(2);
		}
		this.attachments.put(key, attachment);
	}

}
