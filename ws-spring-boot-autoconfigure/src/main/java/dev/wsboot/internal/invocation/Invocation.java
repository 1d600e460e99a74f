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
 * One event of a session on its way through a handler method, with everything that
 * arguments, replies and error handling need. Used by one thread at a time.
 */
public final class Invocation {

	private final SessionResources resources;

	private final WsSession session;

	private final CallEvent event;

	/**
	 * The event that the engine has reported; {@link #event} may be a part of this event.
	 */
	private final CallEvent origin;

	/** The called method; {@code null} before the method is known. */
	private @Nullable InvokedMethod method;

	/** True if {@link #correlation} has been determined. */
	private boolean correlationKnown;

	/** The value of the message that replies repeat, or {@code null} if there is none. */
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
	 * Records the called method, for reports of errors.
	 * @param called the method
	 */
	public void enter(InvokedMethod called) {
		this.method = called;
	}

	/**
	 * Returns the method that was called last.
	 * @return the method, or {@code null} before the method is known
	 */
	public @Nullable InvokedMethod method() {
		return this.method;
	}

	/**
	 * Returns the log and counters of errors that no method handles.
	 * @return the errors of the endpoint
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
	 * Returns the event that the engine has reported.
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
	 * @return the event, which may be a part of {@link #origin}
	 */
	public CallEvent event() {
		return this.event;
	}

	/**
	 * Returns the event, cast to the type for which the method was planned.
	 * @param <T> the type
	 * @param type the type
	 * @return the event
	 */
	public <T extends CallEvent> T event(Class<T> type) {
		Assert.state(type.isInstance(this.event), "The method was called for another kind of event");
		return type.cast(this.event);
	}

	/**
	 * Returns the complete message that the call handles.
	 * @return the message, or {@code null} if there is none
	 */
	public @Nullable WsMessage message() {
		return this.origin.message();
	}

	/**
	 * Returns the value of the message that replies repeat.
	 * @param field finds the value in a message; the same function in each call
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable JsonSlice correlation(Function<@Nullable WsMessage, @Nullable JsonSlice> field) {
		if (!this.correlationKnown) {
			this.correlation = field.apply(message());
			this.correlationKnown = true;
		}
		return this.correlation;
	}

	/**
	 * Returns the thread-locals captured at the handshake.
	 * @return the values, or {@code null} if there are none to restore
	 */
	ContextPropagation.@Nullable Snapshot context() {
		return this.resources.context();
	}

	/**
	 * Runs user code that belongs to the call after its method has returned, with the
	 * same values bound to the thread as for the method.
	 * @param body the code
	 * @throws Throwable an exception of the body
	 */
	public void runOnHandlerThread(InvocationScope.Body body) throws Throwable {
		this.resources.scope().runOnHandlerThread(this, body);
	}

	/**
	 * Runs user code that belongs to the call on any thread, such as the thread of a
	 * publisher. The thread's own values are restored afterwards.
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
	 * Returns true if the threads of the session's calls run handlers only.
	 * @return {@code false} if other code may have bound values to the threads
	 */
	boolean hasOwnThread() {
		return this.resources.hasOwnThreads();
	}

	/**
	 * Returns a copy of this invocation with another event, such as a part of the
	 * message.
	 * @param event the event of the copy
	 * @return a new invocation
	 */
	public Invocation withEvent(CallEvent event) {
		Invocation copy = new Invocation(this.resources, this.session, event, this.origin);
		copy.method = this.method;
		return copy;
	}

	/**
	 * Returns a value to which the handshake was bound.
	 * @param index the index that
	 * {@link dev.wsboot.internal.handshake.HandshakeValues#add} has returned
	 * @return the value
	 */
	public @Nullable Object handshakeValue(int index) {
		return this.resources.value(index);
	}

	/**
	 * Returns the executor for work that must leave the thread of the call.
	 * @return the executor of handler methods
	 */
	public Executor executor() {
		return this.resources.executor();
	}

	/**
	 * Calls the method for an error, and leaves its result to the caller.
	 * @param error the error
	 * @return the result of the method
	 * @throws Throwable the exception of the method, or the error itself if there is no
	 * method for it
	 */
	public @Nullable Object handleError(Throwable error) throws Throwable {
		return this.resources.errors().handle(this, error);
	}

	/**
	 * Returns whether there is one such call for each session: the call for the opening,
	 * or for the flow of all messages.
	 * @return {@code false} if clients can cause any number of such calls
	 */
	public boolean isOncePerSession() {
		return this.origin instanceof CallEvent.Opened || this.event instanceof CallEvent.FlowEvent;
	}

	/**
	 * Lets the call continue until a stage is complete, although its method has returned:
	 * the session's next call waits for the stage, or, if calls run concurrently, this
	 * call counts until then.
	 * @param stage the stage, of any outcome
	 */
	public void holdUntil(CompletionStage<?> stage) {
		if (this.event instanceof CallEvent.FlowEvent) {
			// the stage may wait for the very messages that would be held back
			return;
		}
		this.resources.holdUntil(this.session, stage, this.origin instanceof CallEvent.Opened);
	}

	/**
	 * Takes the next turn among the messages in fragments, whose fragments must not mix.
	 * @param done completes when this message is written
	 * @return a future that completes when it is this message's turn
	 */
	public CompletableFuture<?> enterFragments(CompletableFuture<?> done) {
		return this.resources.enterFragments(done);
	}

	/**
	 * Adds a task for the end of the session.
	 * @param task the task, which is run at most once
	 * @return {@code false} if the session has ended, so that the task is not run
	 */
	public boolean atClose(Runnable task) {
		return this.resources.atClose(task);
	}

	/**
	 * Removes a task for the end of the session.
	 * @param task the task that was passed to {@link #atClose}
	 */
	public void removeAtClose(Runnable task) {
		this.resources.removeAtClose(task);
	}

	/**
	 * Handles an error that occurred after the handler method had returned, such as the
	 * failure of a stage, like an exception of the method itself. May be called by any
	 * thread that may call the session's handler methods at this moment.
	 * @param error the error
	 */
	public void fail(Throwable error) {
		this.resources.errors().fail(this, error);
	}

	/**
	 * Handles an error like {@link #fail}, on a thread that may block.
	 * @param error the error
	 */
	public void failLater(Throwable error) {
		failLater(error, () -> {
		});
	}

	/**
	 * Handles an error like {@link #fail}, on a thread that may block, and runs a task
	 * afterwards.
	 * @param error the error
	 * @param done the task
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
