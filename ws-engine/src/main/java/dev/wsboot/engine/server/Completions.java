package dev.wsboot.engine.server;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * Tells senders what became of their frames, without ever running the application's code
 * on an event loop or inside another sender's call. Safe to use from any thread.
 * <p>
 * It has threads of its own: if it shared a bounded executor with the handlers, and all
 * of those waited for their sends, nobody would tell them.
 */
final class Completions implements Executor {

	private final ExecutorService threads;

	/**
	 * Tells with threads that nobody else uses.
	 */
	Completions(ExecutorService threads) {
		this.threads = threads;
	}

	/**
	 * Completes frames whose fate is decided. The caller holds no lock, and is not the
	 * writer of their queue.
	 */
	void complete(FrameList frames) {
		for (OutboundFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
			frame.complete(this);
		}
	}

	/**
	 * Runs what no other executor takes.
	 */
	@Override
	public void execute(Runnable task) {
		try {
			this.threads.execute(task);
		}
		catch (Throwable ex) {
			// the server has stopped, or there are no more threads: here is better than
			// never
			task.run();
		}
	}

	void shutdown() {
		this.threads.shutdown();
	}

}
