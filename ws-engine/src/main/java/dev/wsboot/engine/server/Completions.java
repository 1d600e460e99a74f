package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells senders what became of their frames, without ever running the application's code
 * on an event loop. Safe to use from any thread.
 * <p>
 * It has threads of its own, and as many as it takes: if it shared a bounded executor
 * with the handlers, and all of those waited for their sends, nobody would tell them.
 */
final class Completions {

	private final ExecutorService threads;

	Completions() {
		AtomicInteger number = new AtomicInteger();
		ClassLoader applicationLoader = Thread.currentThread().getContextClassLoader();
		this.threads = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "ws-completion-" + number.getAndIncrement());
			thread.setDaemon(true);
			thread.setContextClassLoader(applicationLoader);
			return thread;
		});
	}

	/**
	 * Completes frames whose fate is decided. The caller holds no lock, and is not the
	 * writer of their queue.
	 */
	void complete(FrameList frames) {
		if (frames.isEmpty()) {
			return;
		}
		if (!(Thread.currentThread() instanceof EventLoop.LoopThread loop)) {
			completeHere(frames);
			return;
		}
		FrameList others = new FrameList();
		for (OutboundFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
			// only the thread that sent a frame can be sure that nobody attaches code now
			if (frame.sender == loop && !frame.isAwaited()) {
				frame.complete();
			}
			else {
				others.add(frame);
			}
		}
		if (!others.isEmpty()) {
			execute(() -> completeHere(others));
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

	private static void completeHere(FrameList frames) {
		for (OutboundFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
			try {
				frame.complete();
			}
			catch (Throwable ex) {
				ServerContext.logger.log(Level.ERROR, "A send could not be completed", ex);
			}
		}
	}

	void shutdown() {
		this.threads.shutdown();
	}

}
