/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.waits.NonWaitingThread;
import org.jspecify.annotations.Nullable;

/**
 * One selector and one thread that serve many connections. What a connection reads is
 * confined to this thread; {@link #execute} and {@link #wakeup} may be called from any.
 */
public final class EventLoop {

	private final Selector selector;

	private final LoopThread thread;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean wakeupPending = new AtomicBoolean();

	private final CompletableFuture<Void> terminated = new CompletableFuture<>();

	private final RoundEnd roundEnd;

	private final LongSupplier clock;

	/** Called last if the loop has died. */
	private final Runnable onDeath;

	/** The timeouts of all that is registered. Confined to the thread. */
	private final Sweep sweep;

	/** True if the next round does not wait. Confined to the thread. */
	private boolean proceeds;

	/** The time of the present round in nanoseconds. Written by the thread. */
	private volatile long now;

	private volatile boolean stopping;

	/** The one whose input is being handled. Confined to the thread. */
	private @Nullable Selectable reading;

	/**
	 * Creates a loop that does not run yet.
	 * @param name the name of the thread
	 * @param nio the provider of the selector
	 * @param roundEnd receives the ends of the steps of each round
	 * @param tickMillis the interval at which each connection is looked at for timeouts
	 * @param clock returns the time in nanoseconds
	 * @param onDeath called last, on the thread of the loop, if the loop has ended
	 * without having been stopped
	 * @throws IOException if there is no selector
	 */
	public EventLoop(String name, SelectorProvider nio, RoundEnd roundEnd, long tickMillis, LongSupplier clock,
			Runnable onDeath) throws IOException {
		this.selector = nio.openSelector();
		this.roundEnd = roundEnd;
		this.clock = clock;
		this.now = clock.getAsLong();
		this.sweep = new Sweep(TimeUnit.MILLISECONDS.toNanos(tickMillis), this.now);
		this.onDeath = onDeath;
		this.thread = new LoopThread(this::run, name);
	}

	/** Starts the thread. */
	public void start() {
		this.thread.start();
	}

	/** Returns true if the calling thread is the thread of this loop. */
	public boolean inLoop() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Returns the time of the present round in nanoseconds, as the clock has given it:
	 * exact enough for timeouts, and free. Never older than a tick.
	 */
	public long now() {
		return this.now;
	}

	/**
	 * Shortens the interval at which each connection is looked at for timeouts, if the
	 * timeouts of a session need that. Called on the thread of the loop.
	 */
	public void sweepWithin(long millis) {
		this.sweep.within(TimeUnit.MILLISECONDS.toNanos(millis), this.now);
	}

	/** Runs a task in this or the next round, on the thread of the loop. */
	public void execute(Runnable task) {
		this.tasks.add(task);
		if (!inLoop()) {
			wakeup();
		}
		if (this.terminated.isDone()) {
			// no other thread will
			runTasks();
			this.roundEnd.onTasksAfterEnd();
		}
	}

	/** Starts the next round, if the loop waits. */
	public void wakeup() {
		if (this.wakeupPending.compareAndSet(false, true)) {
			this.selector.wakeup();
		}
	}

	/**
	 * Serves a channel from now on. Called on the thread of the loop, or before that
	 * runs.
	 * @param operations the operations of interest, as in {@link SelectionKey}
	 * @return the key of the channel
	 * @throws IOException if the channel is closed
	 */
	public SelectionKey register(SelectableChannel channel, int operations, Selectable attachment) throws IOException {
		SelectionKey key = channel.register(this.selector, operations, attachment);
		watch(attachment);
		return key;
	}

	/**
	 * Looks at something for timeouts from now on. Called on the thread of the loop, or
	 * before that runs.
	 */
	public void watch(Selectable selectable) {
		this.sweep.add(selectable);
	}

	/**
	 * Forgets a {@link Selectable} whose channel is closed. Called on the thread of the
	 * loop.
	 */
	public void forget(Selectable selectable) {
		this.sweep.remove(selectable);
	}

	/**
	 * Returns the one whose input is being handled, or {@code null}. Called on the thread
	 * of the loop.
	 */
	public @Nullable Selectable reading() {
		return this.reading;
	}

	/** Notes whose input is being handled from now on. */
	public void reading(@Nullable Selectable selectable) {
		this.reading = selectable;
	}

	/**
	 * Ends all connections and the thread.
	 * @return completes when done
	 */
	public CompletableFuture<Void> stop() {
		this.stopping = true;
		this.selector.wakeup();
		return this.terminated;
	}

	/** Closes the selector of a loop that was never started. */
	public void discard() {
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			Log.log(Level.DEBUG, "Selector did not close", ex);
		}
	}

	private void run() {
		try {
			while (!this.stopping) {
				round();
			}
			terminate(Selectable::onStop);
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, this.thread.getName() + " died, its connections are cut", ex);
			terminate(Selectable::onDeath);
			this.onDeath.run();
		}
	}

	private void round() throws IOException {
		// a handler that was interrupted must not make select return for ever
		Thread.interrupted();
		long left = this.sweep.nanosLeft(this.clock.getAsLong());
		if (this.tasks.isEmpty() && !this.proceeds && left > 0) {
			this.selector.select(this::onReady, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
		}
		else {
			this.selector.selectNow(this::onReady);
		}
		this.roundEnd.onReadyServed();
		this.wakeupPending.set(false);
		this.now = this.clock.getAsLong();
		// tasks that these tasks add have their turn after the next select
		for (int i = this.tasks.size(); i > 0; i--) {
			runTask();
		}
		this.sweep.run(this.now, this::onTick);
		RoundEnd.Continuation continuation = this.roundEnd.onRoundOver(this.now);
		this.proceeds = continuation == RoundEnd.Continuation.YIELD_AND_PROCEED;
		if (continuation != RoundEnd.Continuation.WAIT) {
			Thread.yield();
		}
	}

	private void onReady(SelectionKey key) {
		if (!(key.attachment() instanceof Selectable selectable)) {
			return;
		}
		try {
			if (key.isValid()) {
				selectable.onReady(key.readyOps());
			}
		}
		catch (Throwable ex) {
			onFailure(selectable, ex);
		}
		this.roundEnd.onTurnOver();
	}

	/** An Error too: one connection's failure stays its own. */
	private static void onFailure(Selectable selectable, Throwable failure) {
		try {
			selectable.onFailure(failure);
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, "Connection failed again while it was cut", ex);
		}
	}

	private void onTick(Selectable selectable) {
		try {
			selectable.onTick(this.now);
		}
		catch (Throwable ex) {
			onFailure(selectable, ex);
		}
	}

	private void runTasks() {
		boolean more = true;
		while (more) {
			more = runTask();
		}
	}

	/** Runs the next task, and returns false if there is none. */
	private boolean runTask() {
		Runnable task = this.tasks.poll();
		if (task == null) {
			return false;
		}
		try {
			task.run();
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, "Task failed on " + this.thread.getName(), ex);
		}
		this.roundEnd.onTurnOver();
		return true;
	}

	private void terminate(Consumer<Selectable> end) {
		try {
			for (Selectable selectable : this.sweep.watched()) {
				end(selectable, end);
			}
			this.selector.close();
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, this.thread.getName() + " did not end cleanly", ex);
		}
		finally {
			this.roundEnd.onEnd();
			// connections that another loop has just accepted for this one
			runTasks();
			this.roundEnd.onTasksAfterEnd();
			this.terminated.complete(null);
		}
		runTasks();
		this.roundEnd.onTasksAfterEnd();
	}

	private static void end(Selectable selectable, Consumer<Selectable> end) {
		try {
			end.accept(selectable);
		}
		catch (Throwable ex) {
			onFailure(selectable, ex);
		}
	}

	/**
	 * The thread of a loop, where blocking code of the application must not run.
	 */
	public static final class LoopThread extends Thread implements NonWaitingThread {

		private LoopThread(Runnable loop, String name) {
			super(loop, name);
		}

	}

}
