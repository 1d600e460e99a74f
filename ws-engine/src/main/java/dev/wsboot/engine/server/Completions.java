package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;

/**
 * Tells senders what became of their frames, without ever running the application's code
 * on an event loop or inside another sender's call. Safe to use from any thread.
 * <p>
 * It has threads of its own: if it shared a bounded executor with the handlers, and all
 * of those waited for their sends, nobody would tell them.
 */
final class Completions {

	private final ExecutorService threads = HandlerExecutor.create("ws-completion-");

	/**
	 * Completes frames whose fate is decided. The caller holds no lock, and is not the
	 * writer of their queue.
	 */
	void complete(FrameList frames) {
		if (frames.isEmpty()) {
			return;
		}
		FrameList unseen = new FrameList();
		for (OutboundFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
			if (frame.isAwaited()) {
				// each by itself, as the code of one may wait for another
				execute(frame::complete);
			}
			else if (frame.isOwnOrUnseen()) {
				// only the thread that sent a frame can be sure that nobody attaches code
				// now
				frame.complete();
			}
			else {
				unseen.add(frame);
			}
		}
		if (!unseen.isEmpty()) {
			execute(() -> completeAll(unseen));
		}
	}

	/**
	 * Runs what no other executor takes.
	 */
	void execute(Runnable task) {
		try {
			this.threads.execute(task);
		}
		catch (Throwable ex) {
			// the server has stopped, or there are no more threads: here is better than
			// never
			task.run();
		}
	}

	private static void completeAll(FrameList frames) {
		for (OutboundFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
			try {
				frame.complete();
			}
			catch (Throwable ex) {
				Log.log(Level.ERROR, "A send could not be completed", ex);
			}
		}
	}

	void shutdown() {
		this.threads.shutdown();
	}

}
