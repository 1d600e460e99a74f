package dev.wsboot.internal.reply;

import java.util.concurrent.CompletionStage;

import dev.wsboot.internal.invocation.Invocation;

/**
 * Where each single value goes that a handler method answers with; planned at startup.
 * Safe to use from any thread.
 */
public interface ReplyTarget {

	/**
	 * Sends a value as one message.
	 * @param invocation the invocation that is answered
	 * @param value the value
	 * @return completes when there may be room for more
	 */
	CompletionStage<Void> send(Invocation invocation, Object value);

	/**
	 * Sends an item of a stream as one message.
	 * @param invocation the invocation that is answered
	 * @param item the item
	 * @param queued bytes of earlier items of which the stream does not know whether they
	 * are written
	 * @return what the stream may wait for
	 */
	Sent sendItem(Invocation invocation, Object item, long queued);

	/**
	 * An item of a stream that was sent.
	 *
	 * @param outcome completes when there is room for more, in whatever way
	 * @param queued bytes that perhaps wait by now for whoever takes the items fastest
	 */
	record Sent(CompletionStage<Void> outcome, long queued) {
	}

}
