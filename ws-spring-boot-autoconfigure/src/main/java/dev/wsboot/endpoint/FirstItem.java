package dev.wsboot.endpoint;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Takes the one item of a publisher, or {@code null} if it has none. Used by the
 * publisher's threads.
 */
final class FirstItem extends SessionSubscriber {

	private final CompletableFuture<@Nullable Object> item = new CompletableFuture<>();

	private FirstItem(Invocation invocation) {
		super(invocation);
	}

	/**
	 * Subscribes to a publisher until it has an item or the session ends.
	 * @param invocation the invocation that is answered
	 * @param publisher the publisher
	 * @return its first item
	 */
	static CompletionStage<@Nullable Object> of(Invocation invocation, Flow.Publisher<?> publisher) {
		FirstItem first = new FirstItem(invocation);
		publisher.subscribe(first);
		return first.item;
	}

	@Override
	void take(Object item) {
		cancel();
		this.item.complete(item);
	}

	@Override
	void failed(Throwable error) {
		this.item.completeExceptionally(error);
	}

	@Override
	void completed() {
		this.item.complete(null);
	}

}
