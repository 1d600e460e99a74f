/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.wsboot.internal.invocation.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that cancels when its session ends, and requests one item at a time. If
 * the publisher violates Reactive Streams 1.3 or 2.13, the subscriber still ignores items
 * after the end, and its stack does not grow. Used by the publisher's threads.
 */
public abstract class SessionSubscriber implements Flow.Subscriber<Object> {

	/** The subscription after the end; compared by identity. */
	private static final Flow.Subscription OVER = new Flow.Subscription() {
		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}
	};

	private final Invocation invocation;

	private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

	/**
	 * Number of items to request. The thread that raises the number from 0 requests all
	 * of them.
	 */
	private final AtomicInteger wanted = new AtomicInteger();

	private final Runnable atClose = this::cancel;

	public SessionSubscriber(Invocation invocation) {
		this.invocation = invocation;
	}

	public final Invocation call() {
		return this.invocation;
	}

	@Override
	public final void onSubscribe(Flow.Subscription subscription) {
		Objects.requireNonNull(subscription, "'subscription' must not be null");
		if (!this.subscription.compareAndSet(null, subscription)) {
			// Reactive Streams 2.5
			subscription.cancel();
			return;
		}
		if (this.invocation.atClose(this.atClose)) {
			this.invocation.runOnAnyThread(this::requestNext);
		}
		else {
			this.invocation.runOnAnyThread(this::cancel);
		}
	}

	/**
	 * Requests one more item. If the publisher emits the item within this call, and
	 * another one is requested, the second request is made after the first has returned.
	 */
	public final void requestNext() {
		if (this.wanted.getAndIncrement() > 0) {
			return;
		}
		try {
			do {
				Flow.Subscription current = this.subscription.get();
				if (current != null) {
					current.request(1);
				}
			}
			while (this.wanted.decrementAndGet() > 0);
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	@Override
	public final void onNext(Object item) {
		if (item == null) {
			NullPointerException error = new NullPointerException("A publisher of messages has emitted null");
			this.invocation.runOnAnyThread(() -> fail(error));
			// Reactive Streams 2.13
			throw error;
		}
		if (this.subscription.get() == OVER) {
			return;
		}
		this.invocation.runOnAnyThread(() -> {
			try {
				take(item);
			}
			catch (Throwable ex) {
				fail(ex);
			}
		});
	}

	@Override
	public final void onError(Throwable error) {
		Objects.requireNonNull(error, "'error' must not be null");
		if (end() != OVER) {
			this.invocation.runOnAnyThread(() -> failed(error));
		}
	}

	@Override
	public final void onComplete() {
		if (end() != OVER) {
			this.invocation.runOnAnyThread(this::completed);
		}
	}

	/**
	 * Cancels the subscription.
	 * @return {@code false} if the subscription had already ended
	 */
	public final boolean cancel() {
		Flow.Subscription last = end();
		if (last != null) {
			last.cancel();
		}
		return last != OVER;
	}

	public final void fail(Throwable error) {
		if (cancel()) {
			failed(error);
		}
	}

	private Flow.@Nullable Subscription end() {
		this.invocation.removeAtClose(this.atClose);
		Flow.Subscription last = this.subscription.getAndSet(OVER);
		if (last != OVER) {
			over();
		}
		return last;
	}

	/** Called once, when the subscription ends for any reason. */
	public void over() {
	}

	/**
	 * Handles an item. An exception cancels the subscription and is passed to
	 * {@link #failed}.
	 */
	public abstract void take(Object item);

	/**
	 * Handles an error of the publisher or of this subscriber; called at most once, and
	 * only while the session is open.
	 */
	public abstract void failed(Throwable error);

	/**
	 * Handles the completion of the publisher; called at most once, and not after an
	 * error.
	 */
	public abstract void completed();

}
