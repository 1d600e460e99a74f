package dev.wsboot.endpoint;

import java.util.concurrent.CompletionStage;

/**
 * Where each single value goes that a handler method answers with; planned at startup.
 * Safe to use from any thread.
 */
@FunctionalInterface
interface Outlet {

	/** So many items of a stream at once, before other work gets the thread. */
	int TURN = 64;

	/**
	 * Sends a value as one message.
	 * @param call the call that is answered
	 * @param value the value
	 * @return completes when there may be room for more
	 */
	CompletionStage<Void> send(Call call, Object value);

}
