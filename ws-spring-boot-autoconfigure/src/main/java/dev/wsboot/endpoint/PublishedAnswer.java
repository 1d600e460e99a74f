package dev.wsboot.endpoint;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends the items of a publisher as one message each, beside the session's other calls,
 * and asks for the next one when the session has room.
 *
 * @param publisher makes a publisher of what the method returns
 * @param outlet where the items go
 * @param broadcast whether the outlet is a broadcast, which never waits for the session,
 * so that the items are no replies: the overflow policy bounds what the session gets
 */
record PublishedAnswer(Function<Object, Flow.Publisher<?>> publisher, Outlet outlet,
		boolean broadcast) implements Answer {

	@Override
	public void send(Call call, @Nullable Object result) {
		if (result != null) {
			call.begin(new ItemSender(call, this, this.publisher.apply(result)));
		}
	}

	/**
	 * Sends what one publisher has.
	 */
	private static final class ItemSender extends SessionSubscriber implements StreamedAnswers.Stream {

		private final PublishedAnswer answer;

		private final Flow.Publisher<?> publisher;

		/** Items sent since it was last somebody else's turn. */
		private int inTurn;

		/** What becomes of the last item; {@code null} before the first. */
		private volatile @Nullable CompletionStage<Void> last;

		private volatile Runnable ended = () -> {
		};

		ItemSender(Call call, PublishedAnswer answer, Flow.Publisher<?> publisher) {
			super(call);
			this.answer = answer;
			this.publisher = publisher;
		}

		@Override
		public void begin(Runnable ended) {
			this.ended = ended;
			try {
				this.publisher.subscribe(this);
			}
			catch (Throwable ex) {
				cancel();
				throw ex;
			}
		}

		@Override
		public void discard() {
			// nothing was asked of the publisher
		}

		@Override
		void over() {
			Outlet.whenWritten(call().session(), this.last, this.ended);
		}

		@Override
		void take(Object item) {
			if (this.answer.broadcast) {
				send(item);
			}
			else {
				call().session().asReply(() -> send(item));
			}
		}

		private void send(Object item) {
			WsSession session = call().session();
			CompletionStage<Void> sent = this.answer.outlet.send(call(), item);
			this.last = sent;
			this.inTurn++;
			if (!session.isOpen()) {
				// its end may wait for this very call
				cancel();
			}
			else if (!Outlet.hasRoom(session)) {
				this.inTurn = 0;
				// also after a failure, to see whether the session has closed
				sent.whenComplete((done, failure) -> goOn());
			}
			else if (this.inTurn < Outlet.TURN) {
				requestNext();
			}
			else {
				this.inTurn = 0;
				goOn();
			}
		}

		/** A publisher may do its work, which may block, when it is asked. */
		private void goOn() {
			try {
				call().executor().execute(this::askAgain);
			}
			catch (RejectedExecutionException ex) {
				// the server has stopped
				call().inside(this::cancel);
			}
		}

		/** What the publisher does then is a part of the call. */
		private void askAgain() {
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
