package dev.wsboot.engine.server.outbound;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Tells senders what became of their frames, without ever running the application's code
 * on an event loop or inside another sender's call. Safe to use from any thread.
 * <p>
 * It has threads of its own: if it shared a bounded executor with the handlers, and all
 * of those waited for their sends, nobody would tell them.
 */
public final class Completions implements Executor {

	private final ExecutorService threads;

	private final Consumer<Runnable> around;

	/**
	 * Creates completions with threads that nobody else uses.
	 * @param threads the threads
	 * @param around runs each task, on any thread
	 */
	public Completions(ExecutorService threads, Consumer<Runnable> around) {
		this.threads = threads;
		this.around = around;
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
			this.threads.execute(() -> this.around.accept(task));
		}
		catch (Throwable ex) {
			// the server has stopped, or there are no more threads: here is better than
			// never
			this.around.accept(task);
		}
	}

	public void shutdown() {
		this.threads.shutdown();
	}

}
