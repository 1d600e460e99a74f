/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.scope.ContextPropagation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * One event of a session on its way through a handler method: what arguments, answers and
 * errors need to know of it. Used by one thread at a time.
 */
public final class Invocation {

	private final SessionResources resources;

	private final WsSession session;

	private final CallEvent event;

	/** The event for which the engine called, of which {@link #event} may be a part. */
	private final CallEvent origin;

	/** The method that is called; {@code null} before it is known. */
	private @Nullable InvokedMethod method;

	/** Whether a reply has asked for the field that replies repeat. */
	private boolean correlationKnown;

	/** The field that replies repeat, or {@code null} if the message has none. */
	private @Nullable JsonSlice correlation;

	public Invocation(SessionResources resources, WsSession session, CallEvent event) {
		this(resources, session, event, event);
	}

	private Invocation(SessionResources resources, WsSession session, CallEvent event, CallEvent origin) {
		this.origin = origin;
		this.resources = resources;
		this.session = session;
		this.event = event;
	}

	/**
	 * Says which method is called, for the case that it fails.
	 * @param called the method
	 */
	public void enter(InvokedMethod called) {
		this.method = called;
	}

	/**
	 * Returns the method that was called last.
	 * @return the method, or {@code null} before it is known
	 */
	public @Nullable InvokedMethod method() {
		return this.method;
	}

	/**
	 * Returns what logs and counts the errors that no method handles.
	 * @return the endpoint's errors
	 */
	public UnhandledErrors errors() {
		return this.resources.errors().unhandled();
	}

	/**
	 * Returns the resources of the session, which its invocations share.
	 * @return the resources
	 */
	public SessionResources resources() {
		return this.resources;
	}

	/**
	 * Returns the event for which the engine called.
	 * @return the event, of which {@link #event} may be a part
	 */
	public CallEvent origin() {
		return this.origin;
	}

	public WsSession session() {
		return this.session;
	}

	/**
	 * Returns the event for which the method is called.
	 * @return the event, perhaps a part of that of the engine
	 */
	public CallEvent event() {
		return this.event;
	}

	/**
	 * Returns the event as one of the type for which the method was planned.
	 * @param <T> the type
	 * @param type the type
	 * @return the event
	 */
	public <T extends CallEvent> T event(Class<T> type) {
		Assert.state(type.isInstance(this.event), "Called for another event");
		return type.cast(this.event);
	}

	/**
	 * Returns the message that the call is about.
	 * @return the message; {@code null} if it is about something else
	 */
	public @Nullable WsMessage message() {
		return this.origin.message();
	}

	/**
	 * Returns the field of the message that replies repeat.
	 * @param field finds the field; always the one of the endpoint
	 * @return the value of the field, or {@code null} if there is none
	 */
	public @Nullable JsonSlice correlation(Function<@Nullable WsMessage, @Nullable JsonSlice> field) {
		if (!this.correlationKnown) {
			this.correlation = field.apply(message());
			this.correlationKnown = true;
		}
		return this.correlation;
	}

	/**
	 * Returns the thread-locals that the handshake has left.
	 * @return the values, or {@code null} if there is nothing to restore
	 */
	ContextPropagation.@Nullable Snapshot context() {
		return this.resources.context();
	}

	/**
	 * Does something that belongs to the call after its method has returned, with all
	 * bound to the thread that the method had.
	 * @param body what to do
	 * @throws Throwable what the body throws
	 */
	public void runOnHandlerThread(InvocationScope.Body body) throws Throwable {
		this.resources.scope().runOnHandlerThread(this, body);
	}

	/**
	 * Runs user code that belongs to the call on any thread, such as that of a publisher,
	 * which gets its own values back afterwards.
	 * @param task the code
	 */
	public void runOnAnyThread(Runnable task) {
		try {
			this.resources.scope().runOnAnyThread(this, (same) -> {
				task.run();
				return null;
			});
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	/**
	 * Whether the threads of the session's calls serve handlers only.
	 * @return whether nothing of other code is bound to them
	 */
	boolean hasOwnThread() {
		return this.resources.hasOwnThreads();
	}

	/**
	 * Returns the same call about something else, such as a part of the message.
	 * @param event what the new call is about
	 * @return a new call
	 */
	public Invocation about(CallEvent event) {
		Invocation about = new Invocation(this.resources, this.session, event, this.origin);
		about.method = this.method;
		return about;
	}

	/**
	 * Returns what the session's handshake was bound to.
	 * @param index what {@link dev.wsboot.internal.handshake.HandshakeValues#add} has
	 * returned
	 * @return the value
	 */
	public @Nullable Object handshakeValue(int index) {
		return this.resources.value(index);
	}

	/**
	 * Returns what runs work that must leave the thread of the call.
	 * @return the executor of handler methods
	 */
	public Executor executor() {
		return this.resources.executor();
	}

	/**
	 * Calls the method that is there for an error, and leaves the answer to the caller.
	 * @param error the error
	 * @return what the method has returned
	 * @throws Throwable what it has thrown, or the error itself if there is no method
	 */
	public @Nullable Object handleError(Throwable error) throws Throwable {
		return this.resources.errors().handle(this, error);
	}

	/**
	 * Returns whether the call comes once for each session, as that for the opening and
	 * that for the flow of all messages.
	 * @return {@code false} if clients cause any number of such calls
	 */
	public boolean isOncePerSession() {
		return this.origin instanceof CallEvent.Opened || this.event instanceof CallEvent.FlowEvent;
	}

	/**
	 * Says that the call goes on until a stage is complete, although its method has
	 * returned: the session's next call waits, or, where calls run side by side, this one
	 * counts until then.
	 * @param stage what to wait for, of any outcome
	 */
	public void holdUntil(CompletionStage<?> stage) {
		if (this.event instanceof CallEvent.FlowEvent) {
			// it may wait for the messages that would be held back
			return;
		}
		this.resources.holdUntil(this.session, stage, this.origin instanceof CallEvent.Opened);
	}

	/**
	 * Takes the next turn among the messages that leave in fragments: no other may come
	 * between those of one.
	 * @param done completes when this message is written
	 * @return completes when it is this message's turn
	 */
	public CompletableFuture<?> enterFragments(CompletableFuture<?> done) {
		return this.resources.enterFragments(done);
	}

	/**
	 * Keeps something that is to be stopped when the session ends.
	 * @param task stops it; called once at most
	 * @return {@code false} if the session has ended
	 */
	public boolean atClose(Runnable task) {
		return this.resources.atClose(task);
	}

	/**
	 * Forgets something that is over.
	 * @param task what {@link #atClose} was given
	 */
	public void notAtClose(Runnable task) {
		this.resources.notAtClose(task);
	}

	/**
	 * Tells of an error that came after the handler method had returned, such as that of
	 * a stage; it gets what the method's own exceptions get. From any thread that may
	 * call the session's handler now.
	 * @param error the error
	 */
	public void fail(Throwable error) {
		this.resources.errors().fail(this, error);
	}

	/**
	 * Does the same on a thread that may block.
	 * @param error the error
	 */
	public void failLater(Throwable error) {
		failLater(error, () -> {
		});
	}

	/**
	 * Does the same on a thread that may block.
	 * @param error the error
	 * @param done called afterwards
	 */
	public void failLater(Throwable error, Runnable done) {
		try {
			executor().execute(() -> {
				try {
					fail(error);
				}
				finally {
					done.run();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// the server has stopped
			done.run();
		}
	}

}
