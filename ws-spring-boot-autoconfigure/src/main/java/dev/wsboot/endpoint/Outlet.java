package dev.wsboot.endpoint;

import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Where each single value goes that a handler method answers with; planned at startup.
 * Safe to use from any thread.
 */
@FunctionalInterface
interface Outlet {

	/** So many items of a stream at once, before other work gets the thread. */
	int TURN = 64;

	/** Queued bytes of a session that no stream waits for. */
	int NEARLY_NOTHING = 1024;

	/**
	 * Whether so little is queued for a session that the next item of a stream need not
	 * wait for it: a handler's thread writes small replies together.
	 * @param session the session
	 * @return whether there is room
	 */
	static boolean hasRoom(WsSession session) {
		return session.queuedBytes() <= NEARLY_NOTHING;
	}

	/**
	 * Runs a task when the last item of a stream is written, or at once if there is room.
	 * @param session the session that is answered
	 * @param last what becomes of the item; {@code null} if there was none
	 * @param task the task
	 */
	static void whenWritten(WsSession session, @Nullable CompletionStage<Void> last, Runnable task) {
		if (last == null || hasRoom(session)) {
			task.run();
		}
		else {
			last.whenComplete((done, failure) -> task.run());
		}
	}

	/**
	 * Sends a value as one message.
	 * @param call the call that is answered
	 * @param value the value
	 * @return completes when there may be room for more
	 */
	CompletionStage<Void> send(Call call, Object value);

}
