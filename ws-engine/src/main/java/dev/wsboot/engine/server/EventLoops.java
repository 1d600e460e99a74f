/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.loop.LoopBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of a server, each of which is replaced if it dies. Safe to use from any
 * thread.
 */
final class EventLoops {

	/** The time after which a dead loop is replaced if there were no file descriptors. */
	private static final long RETRY_MILLIS = 1000;

	private final ServerContext context;

	private final long tickMillis;

	private final AtomicReferenceArray<LoopParts> loops;

	/** The number of loops that have died and are not replaced yet. */
	private final AtomicInteger missing = new AtomicInteger();

	/** The number of loops that have been replaced. */
	private final AtomicInteger replaced = new AtomicInteger();

	/**
	 * The acceptor, which is registered with the first loop; {@code null} without a port.
	 */
	private volatile @Nullable Acceptor acceptor;

	/** The number of connections that were distributed by {@link #next}. */
	private final AtomicInteger distributed = new AtomicInteger();

	private volatile boolean stopping;

	private EventLoops(ServerContext context, int count, long tickMillis) {
		this.context = context;
		this.tickMillis = tickMillis;
		this.loops = new AtomicReferenceArray<>(count);
	}

	/**
	 * Creates loops that do not run yet.
	 */
	static EventLoops create(ServerContext context, int count, long tickMillis) throws IOException {
		EventLoops loops = new EventLoops(context, count, tickMillis);
		try {
			for (int i = 0; i < count; i++) {
				loops.loops.set(i, loops.create(i));
			}
			context.writeBuffers.reserve();
		}
		catch (IOException | RuntimeException ex) {
			loops.discard();
			throw ex;
		}
		catch (OutOfMemoryError ex) {
			loops.discard();
			InvalidOptionException failure = new InvalidOptionException("event-loops", count,
					"must be smaller: each needs buffers of " + LoopBuffers.BYTES / 1024
							+ " KB, and all direct buffers of this JVM may have "
							+ context.directMemory.limit() / (1024 * 1024)
							+ " MB (-XX:MaxDirectMemorySize, or as much as the heap)");
			failure.initCause(ex);
			throw failure;
		}
		return loops;
	}

	private LoopParts create(int index) throws IOException {
		LoopParts parts = new LoopParts("ws-loop-" + index, SelectorProvider.provider(), this.context, this.tickMillis,
				() -> onDeath(index));
		if (parts.tls != null) {
			parts.tls.reserve();
		}
		return parts;
	}

	/**
	 * Starts the loops.
	 * @param acceptor accepts connections; {@code null} if others do
	 */
	void start(@Nullable Acceptor acceptor) throws IOException {
		this.acceptor = acceptor;
		attachTo(get(0).loop);
		for (int i = 0; i < count(); i++) {
			get(i).loop.start();
		}
	}

	/** Has the first loop accept connections, and report rejected handshakes. */
	private void attachTo(EventLoop first) throws IOException {
		Acceptor acceptor = this.acceptor;
		if (acceptor != null) {
			acceptor.register(first);
		}
		else {
			first.watch(new RejectionReports(this.context.rejections));
		}
	}

	/** Returns the loop of the next connection. From any thread. */
	LoopParts next() {
		return get(Math.floorMod(this.distributed.getAndIncrement(), count()));
	}

	int count() {
		return this.loops.length();
	}

	LoopParts get(int index) {
		return this.loops.get(index);
	}

	/** Replaces a loop that has died. Runs on the thread of that loop. */
	private void onDeath(int index) {
		this.missing.incrementAndGet();
		while (!replace(index)) {
			try {
				Thread.sleep(RETRY_MILLIS);
			}
			catch (InterruptedException ex) {
				// no other thread would replace it
			}
		}
	}

	/**
	 * Replaces a dead loop.
	 * @return {@code false} to try again later
	 */
	private synchronized boolean replace(int index) {
		if (this.stopping) {
			return true;
		}
		LoopParts parts = null;
		try {
			parts = create(index);
			if (index == 0) {
				attachTo(parts.loop);
			}
			parts.loop.start();
		}
		catch (Throwable ex) {
			Log.log(Level.WARNING, "Event loop " + index + " cannot be replaced at the moment", ex);
			if (parts != null) {
				parts.loop.discard();
			}
			return false;
		}
		this.loops.set(index, parts);
		this.missing.decrementAndGet();
		this.replaced.incrementAndGet();
		Log.log(Level.INFO, "Event loop " + index + " was replaced");
		return true;
	}

	/** Returns true if a loop has died and is not replaced yet. */
	boolean isAnyMissing() {
		return this.missing.get() > 0;
	}

	int replaced() {
		return this.replaced.get();
	}

	/** Returns the number of inflaters and deflaters of all loops, lent or not. */
	int zipsAlive() {
		int alive = 0;
		for (int i = 0; i < count(); i++) {
			alive += get(i).zips.alive();
		}
		return alive;
	}

	/** Ends all loops and their connections, and waits until they have ended. */
	void stop() {
		synchronized (this) {
			this.stopping = true;
		}
		for (int i = 0; i < count(); i++) {
			// in turn, as the first one accepts for the others
			get(i).loop.stop().join();
		}
		Acceptor acceptor = this.acceptor;
		if (acceptor != null) {
			// its loop may have died just now
			acceptor.close();
		}
	}

	/** Closes loops that were never started. */
	void discard() {
		for (int i = 0; i < count(); i++) {
			LoopParts parts = get(i);
			if (parts != null) {
				parts.loop.discard();
			}
		}
	}

}
