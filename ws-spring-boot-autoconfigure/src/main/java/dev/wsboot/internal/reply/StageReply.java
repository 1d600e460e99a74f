package dev.wsboot.internal.reply;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Answers when a stage completes. Until then the session's next call waits, without a
 * thread, so that answers leave in order.
 *
 * @param stage makes a stage of what the method returns
 * @param inner answers with the stage's value
 */
record StageReply(BiFunction<Invocation, Object, CompletionStage<?>> stage, Reply inner) implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
		if (result == null) {
			return;
		}
		CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
		CompletionStage<?> later = this.stage.apply(invocation, result);
		if (isDone(later)) {
			// still inside of the call
			later.whenComplete((value, failure) -> answerAsReply(invocation, value, failure, answered));
		}
		else {
			later.whenComplete(
					(value, failure) -> invocation.inside(() -> answerAsReply(invocation, value, failure, answered)));
		}
		if (!answered.isDone()) {
			invocation.holdUntil(answered);
		}
	}

	/** Minimal stages do not say whether they are done. */
	private static boolean isDone(CompletionStage<?> stage) {
		return stage.getClass() == CompletableFuture.class && ((CompletableFuture<?>) stage).isDone();
	}

	private void answerAsReply(Invocation invocation, @Nullable Object value, @Nullable Throwable failure,
			CompletableFuture<@Nullable Void> answered) {
		invocation.session().asReply(() -> answer(invocation, value, failure, answered));
	}

	private void answer(Invocation invocation, @Nullable Object value, @Nullable Throwable failure,
			CompletableFuture<@Nullable Void> answered) {
		Throwable error = failure;
		if (error == null) {
			try {
				this.inner.send(invocation, value);
			}
			catch (Throwable ex) {
				error = ex;
			}
		}
		if (error == null) {
			answered.complete(null);
		}
		else {
			Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause()
					: error;
			invocation.failLater(cause, () -> answered.complete(null));
		}
	}

}
