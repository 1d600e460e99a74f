/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.InvocationScope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of all messages of one session, for one subscriber. Keeps at most one
 * message that was not requested; later messages wait in the engine. Safe to use from any
 * thread. Signals are sent one at a time (Reactive Streams 1.3), on the thread of the
 * message or on the thread that requests a waiting message.
 */
public final class MessageFlow implements Flow.Publisher<Object>, Flow.Subscription {

	private static final Log logger = LogFactory.getLog(MessageFlow.class);

	private enum State {

		/** The flow has no subscriber yet. */
		UNCLAIMED,
		/** The flow has a subscriber. */
		FLOWING,
		/** The flow is cancelled, or the subscriber was notified of the end. */
		OVER

	}

	private final Invocation invocation;

	private final InvocationScope invocationScope;

	/** The state of the flow. Guarded by this, like all following fields. */
	private State state = State.UNCLAIMED;

	/** The subscriber; {@code null} before it subscribes, and after the end. */
	private Flow.@Nullable Subscriber<? super Object> subscriber;

	/** Number of requested messages that are not delivered. */
	private long demand;

	/** The message that waits for a request; {@code null} for none. */
	private @Nullable Object item;

	/**
	 * Completes when {@link #item} is delivered, which the session's next message waits
	 * for; {@code null} for none.
	 */
	private @Nullable CompletableFuture<@Nullable Void> taken;

	/**
	 * True while a thread calls the subscriber. This thread also delivers signals that
	 * are added meanwhile.
	 */
	private boolean signalling;

	/** True if a message was dropped at the end because another one was waiting. */
	private boolean lost;

	/** The status of the session's end; {@code null} while the session is open. */
	private @Nullable CloseStatus end;

	/** The violation of Reactive Streams by the subscriber; {@code null} for none. */
	private @Nullable Throwable failure;

	/**
	 * Creates the flow of a session.
	 * @param invocation the invocation of the method that takes the flow
	 * @param invocationScope the environment of each signal
	 */
	MessageFlow(Invocation invocation, InvocationScope invocationScope) {
		this.invocation = invocation;
		this.invocationScope = invocationScope;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super Object> subscriber) {
		Objects.requireNonNull(subscriber, "'subscriber' must not be null");
		boolean first;
		synchronized (this) {
			first = this.state == State.UNCLAIMED;
			if (first) {
				this.state = State.FLOWING;
				this.subscriber = subscriber;
				this.signalling = true;
			}
		}
		if (!first) {
			// Reactive Streams 1.9: onSubscribe is called first, even before an error
			subscriber.onSubscribe(new NoSubscription());
			subscriber.onError(new IllegalStateException("The messages of a session can have one subscriber only"));
			return;
		}
		try {
			subscriber.onSubscribe(this);
		}
		catch (Throwable ex) {
			fail(ex);
		}
		signalInScope();
	}

	/**
	 * Delivers a message to the subscriber, or keeps the message until it is requested.
	 * Called by the session's mailbox.
	 * @param message the invocation for the message
	 * @param item the decoded message
	 */
	void next(Invocation message, Object item) {
		boolean free;
		synchronized (this) {
			if (this.state == State.OVER) {
				return;
			}
			if (this.item != null) {
				// the session has ended, so messages can no longer wait in the engine
				this.lost = true;
				return;
			}
			this.item = item;
			free = this.state == State.FLOWING && !this.signalling;
			this.signalling |= free;
		}
		if (free) {
			signalAll();
		}
		CompletableFuture<@Nullable Void> requested = null;
		synchronized (this) {
			if (this.item != null) {
				requested = new CompletableFuture<>();
				this.taken = requested;
				if (this.state == State.UNCLAIMED) {
					logger.debug("Messages of " + message.session() + " wait for a subscriber");
				}
			}
		}
		if (requested != null) {
			message.holdUntil(requested);
		}
	}

	/**
	 * Ends the flow after the last message. Called by the session's mailbox.
	 * @param status the status of the session's end
	 */
	void end(CloseStatus status) {
		synchronized (this) {
			if (this.state == State.OVER) {
				return;
			}
			this.end = status;
			if (this.state == State.UNCLAIMED || this.signalling) {
				return;
			}
			this.signalling = true;
		}
		signalInScope();
	}

	private static boolean isOrderly(CloseStatus status) {
		return switch (status.kind()) {
			case NORMAL, GOING_AWAY, NO_STATUS, SERVICE_RESTART, REGISTERED, APPLICATION -> true;
			default -> false;
		};
	}

	synchronized boolean isOver() {
		return this.state == State.OVER;
	}

	@Override
	public void request(long n) {
		synchronized (this) {
			if (this.state == State.OVER) {
				return;
			}
			if (n <= 0) {
				// Reactive Streams 3.9
				this.failure = new IllegalArgumentException("A subscriber has requested " + n + " messages");
			}
			else {
				this.demand = (this.demand + n > 0) ? this.demand + n : Long.MAX_VALUE;
			}
			if (this.signalling || (this.item == null && !isEnding())) {
				return;
			}
			this.signalling = true;
		}
		signalInScope();
	}

	@Override
	public void cancel() {
		CompletableFuture<@Nullable Void> released;
		synchronized (this) {
			finish();
			released = this.signalling ? null : release();
		}
		complete(released);
	}

	private void signalInScope() {
		try {
			this.invocationScope.runOnAnyThread(this.invocation, (same) -> {
				signalAll();
				return null;
			});
		}
		catch (Throwable ex) {
			fail(ex);
			// releases the hold, if that was not done
			signalAll();
		}
	}

	/** Calls the subscriber until there are no signals left. */
	private void signalAll() {
		while (true) {
			Flow.Subscriber<? super Object> target;
			Object next;
			Throwable error;
			CompletableFuture<@Nullable Void> released = null;
			synchronized (this) {
				target = this.subscriber;
				next = (this.demand > 0) ? this.item : null;
				error = (next == null) ? error() : null;
				if (target == null || (next == null && !isEnding())) {
					target = null;
					this.signalling = false;
					released = release();
				}
				else if (next != null) {
					this.item = null;
					this.demand -= (this.demand != Long.MAX_VALUE) ? 1 : 0;
				}
				else {
					finish();
				}
			}
			if (target == null) {
				// last, so that this thread is no longer signalling when the next message
				// comes
				complete(released);
				return;
			}
			try {
				signal(target, next, error);
			}
			catch (Throwable ex) {
				fail(ex);
			}
		}
	}

	private boolean isEnding() {
		return this.end != null || this.failure != null;
	}

	/**
	 * Returns the error with which the flow ends, or {@code null}. Called when the last
	 * message is delivered.
	 */
	private @Nullable Throwable error() {
		CloseStatus status = this.end;
		if (this.failure != null || status == null) {
			return this.failure;
		}
		return (this.lost || this.item != null || !isOrderly(status)) ? new IncompleteMessageException(status) : null;
	}

	private static void signal(Flow.Subscriber<? super Object> target, @Nullable Object next,
			@Nullable Throwable error) {
		if (next != null) {
			target.onNext(next);
		}
		else if (error != null) {
			target.onError(error);
		}
		else {
			target.onComplete();
		}
	}

	/**
	 * Handles an exception of the subscriber (Reactive Streams 2.13) like an exception of
	 * the method.
	 */
	private void fail(Throwable error) {
		cancel();
		this.invocation.failLater(error);
	}

	private synchronized void finish() {
		this.state = State.OVER;
		this.subscriber = null;
		this.item = null;
	}

	private @Nullable CompletableFuture<@Nullable Void> release() {
		if (this.item != null) {
			return null;
		}
		CompletableFuture<@Nullable Void> released = this.taken;
		this.taken = null;
		return released;
	}

	private static void complete(@Nullable CompletableFuture<@Nullable Void> released) {
		if (released != null) {
			released.complete(null);
		}
	}

	/** The subscription of a rejected subscriber. */
	private static final class NoSubscription implements Flow.Subscription {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}

	}

}
