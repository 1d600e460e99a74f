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
 * The messages of one session for the one subscriber of a method that takes them all. Of
 * those that nobody has asked for it keeps one, and holds back the others in the engine.
 * Safe to use from any thread; signals come one at a time (Reactive Streams 1.3), on the
 * thread of the message, or on the one that asks for it while it waits.
 */
public final class MessageFlow implements Flow.Publisher<Object>, Flow.Subscription {

	private static final Log logger = LogFactory.getLog(MessageFlow.class);

	private enum State {

		/** Nobody has subscribed. */
		UNCLAIMED,
		/** Somebody has. */
		FLOWING,
		/** It is cancelled, or the subscriber knows of the end. */
		OVER

	}

	private final Invocation invocation;

	private final InvocationScope invocationScope;

	/** Guarded by this, as all below. */
	private State state = State.UNCLAIMED;

	private Flow.@Nullable Subscriber<? super Object> subscriber;

	private long demand;

	/** What was not asked for when it came. */
	private @Nullable Object item;

	/** What the session's next message waits for while there is an item. */
	private @Nullable CompletableFuture<@Nullable Void> taken;

	/** Whether a thread calls the subscriber; it sees to all that comes meanwhile. */
	private boolean signalling;

	/** Whether there was no place for a message. */
	private boolean lost;

	/** How the session has ended; {@code null} before. */
	private @Nullable CloseStatus end;

	/** What the subscriber has done wrong. */
	private @Nullable Throwable failure;

	/**
	 * Creates the flow of a session.
	 * @param invocation the invocation of the method that takes it
	 * @param invocationScope what is around each signal
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
			// Reactive Streams 1.9: also who is refused is subscribed first
			subscriber.onSubscribe(new NoSubscription());
			subscriber.onError(new IllegalStateException("The messages of a session have one subscriber only"));
			return;
		}
		try {
			subscriber.onSubscribe(this);
		}
		catch (Throwable ex) {
			fail(ex);
		}
		signalAllAround();
	}

	/**
	 * Brings a message to the subscriber, or keeps it until it is asked for. Called by
	 * the session's mailbox.
	 * @param message the call for the message
	 * @param item what was read
	 */
	void next(Invocation message, Object item) {
		boolean free;
		synchronized (this) {
			if (this.state == State.OVER) {
				return;
			}
			if (this.item != null) {
				// the session has ended, so that nothing can be held back any more
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
		CompletableFuture<@Nullable Void> asked = null;
		synchronized (this) {
			if (this.item != null) {
				asked = new CompletableFuture<>();
				this.taken = asked;
				if (this.state == State.UNCLAIMED) {
					logger.debug("Messages of " + message.session() + " wait until somebody subscribes to them");
				}
			}
		}
		if (asked != null) {
			message.holdUntil(asked);
		}
	}

	/**
	 * Says that there are no more messages. Called by the session's mailbox.
	 * @param status how the session has ended
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
		signalAllAround();
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
				this.failure = new IllegalArgumentException("A subscriber asks for " + n + " messages");
			}
			else {
				this.demand = (this.demand + n > 0) ? this.demand + n : Long.MAX_VALUE;
			}
			if (this.signalling || (this.item == null && !isEnding())) {
				return;
			}
			this.signalling = true;
		}
		signalAllAround();
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

	private void signalAllAround() {
		try {
			this.invocationScope.inside(this.invocation, (same) -> {
				signalAll();
				return null;
			});
		}
		catch (Throwable ex) {
			fail(ex);
			// lets go of what is held, if it has not come to that
			signalAll();
		}
	}

	/** Calls the subscriber until there is nothing to say. */
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
				// last, so that the next message does not find this thread at it
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

	/** Only now is it known whether the last message was asked for. */
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

	/** What a subscriber throws (Reactive Streams 2.13) is an error of the method. */
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

	/** What those have who are refused. */
	private static final class NoSubscription implements Flow.Subscription {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}

	}

}
