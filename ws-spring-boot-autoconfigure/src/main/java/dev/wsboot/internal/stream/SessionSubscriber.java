package dev.wsboot.internal.stream;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.wsboot.internal.invocation.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to a publisher for as long as a session is open, and asks for one item at a
 * time. Whatever the publisher does wrong (Reactive Streams 1.3 and 2.13), it takes
 * nothing after the end, and its stack does not grow. Used by the publisher's threads.
 */
public abstract class SessionSubscriber implements Flow.Subscriber<Object> {

	/** Stands for a subscription that is over. */
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

	/** Items that are still to be asked for. */
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
			this.invocation.inside(this::requestNext);
		}
		else {
			this.invocation.inside(this::cancel);
		}
	}

	/**
	 * Asks for one more item. A publisher that brings it at once is asked for the next
	 * one when it has returned, not from inside of its call.
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
			NullPointerException error = new NullPointerException("A publisher of messages has a null item");
			this.invocation.inside(() -> fail(error));
			// Reactive Streams 2.13
			throw error;
		}
		if (this.subscription.get() == OVER) {
			return;
		}
		this.invocation.inside(() -> {
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
			this.invocation.inside(() -> failed(error));
		}
	}

	@Override
	public final void onComplete() {
		if (end() != OVER) {
			this.invocation.inside(this::completed);
		}
	}

	/**
	 * Asks for no more items.
	 * @return {@code false} if it had ended before
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
		this.invocation.notAtClose(this.atClose);
		Flow.Subscription last = this.subscription.getAndSet(OVER);
		if (last != OVER) {
			over();
		}
		return last;
	}

	/** Called once, when no more items are taken. */
	public void over() {
	}

	/**
	 * Called for each item. What it throws cancels the subscription and goes to failed.
	 */
	public abstract void take(Object item);

	/** Called at most once, if the session is still open. */
	public abstract void failed(Throwable error);

	/** Called at most once, unless it has failed. */
	public abstract void completed();

}
