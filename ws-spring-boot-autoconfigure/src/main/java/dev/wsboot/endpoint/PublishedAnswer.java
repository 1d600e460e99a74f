package dev.wsboot.endpoint;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Sends the items of a publisher as one message each, beside the session's other calls,
 * and asks for the next one when the session has room.
 *
 * @param publisher makes a publisher of what the method returns
 * @param outlet where the items go
 */
record PublishedAnswer(Function<Object, Flow.Publisher<?>> publisher, Outlet outlet) implements Answer {

	@Override
	public void send(Call call, @Nullable Object result) {
		if (result != null) {
			this.publisher.apply(result).subscribe(new ItemSender(call, this.outlet));
		}
	}

	/**
	 * Sends what one publisher has.
	 */
	private static final class ItemSender extends SessionSubscriber {

		private final Outlet outlet;

		ItemSender(Call call, Outlet outlet) {
			super(call);
			this.outlet = outlet;
		}

		@Override
		void take(Object item) {
			CompletionStage<Void> sent = this.outlet.send(call(), item);
			if (call().session().queuedBytes() == 0) {
				requestNext();
			}
			else {
				// also after a failure: the end of the session cancels
				sent.whenComplete((done, failure) -> requestLater());
			}
		}

		/** What the publisher does when it is asked is a part of the call. */
		private void requestLater() {
			try {
				call().goOn((call) -> {
					requestNext();
					return null;
				});
			}
			catch (Throwable ex) {
				fail(ex);
			}
		}

		@Override
		void failed(Throwable error) {
			call().failLater(error);
		}

		@Override
		void completed() {
		}

	}

}
