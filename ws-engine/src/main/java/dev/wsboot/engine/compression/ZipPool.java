/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A pool of inflaters or deflaters, which are borrowed for one message. Instances that
 * the pool does not keep are ended at once, since their memory is native and garbage
 * collection may come too late. Safe to use from any thread, since messages are deflated
 * on the sending thread.
 *
 * @param <T> {@link Inflater} or {@link Deflater}
 */
public final class ZipPool<T> implements AutoCloseable {

	private final Supplier<T> create;

	private final Consumer<T> reset;

	private final Consumer<T> end;

	private final int maxKept;

	/** The idle instances, most recently used first. Guarded by this. */
	private final ArrayDeque<T> free = new ArrayDeque<>();

	/**
	 * Number of instances that were idle all the time since the last call of
	 * {@link #shrink}. Guarded by this.
	 */
	private int unneeded;

	/** Number of borrowed and idle instances. Guarded by this. */
	private int alive;

	/** True after {@link #close}. Guarded by this. */
	private boolean closed;

	ZipPool(Supplier<T> create, Consumer<T> reset, Consumer<T> end, int maxKept) {
		this.create = create;
		this.reset = reset;
		this.end = end;
		this.maxKept = maxKept;
	}

	/**
	 * Creates a pool of inflaters.
	 * @param maxKept the maximum number of idle inflaters, {@link ContextBudget#INFLATER}
	 * bytes each
	 * @return an empty pool
	 */
	public static ZipPool<Inflater> ofInflaters(int maxKept) {
		return new ZipPool<>(() -> new Inflater(true), Inflater::reset, Inflater::end, maxKept);
	}

	/**
	 * Creates a pool of deflaters.
	 * @param level from 1, the fastest, to 9, or {@link Deflater#DEFAULT_COMPRESSION}
	 * @param maxKept the maximum number of idle deflaters, {@link ContextBudget#DEFLATER}
	 * bytes each
	 * @return an empty pool
	 */
	public static ZipPool<Deflater> ofDeflaters(int level, int maxKept) {
		return new ZipPool<>(() -> new Deflater(level, true), Deflater::reset, Deflater::end, maxKept);
	}

	/**
	 * Returns an instance, which the caller must {@link #giveBack} once.
	 * @return an instance without history
	 */
	T borrow() {
		synchronized (this) {
			T lent = this.free.poll();
			if (lent != null) {
				this.unneeded = Math.min(this.unneeded, this.free.size());
				return lent;
			}
			this.unneeded = 0;
			this.alive++;
		}
		boolean created = false;
		try {
			T lent = this.create.get();
			created = true;
			return lent;
		}
		finally {
			if (!created) {
				notCreated();
			}
		}
	}

	/**
	 * Returns a borrowed instance, in any state, to the pool.
	 */
	void giveBack(T lent) {
		this.reset.accept(lent);
		synchronized (this) {
			if (!this.closed && this.free.size() < this.maxKept) {
				this.free.push(lent);
				return;
			}
			this.alive--;
		}
		this.end.accept(lent);
	}

	/**
	 * Ends the instances that were not needed since the last call of this method.
	 */
	public void shrink() {
		List<T> ended = new ArrayList<>();
		synchronized (this) {
			for (; this.unneeded > 0; this.unneeded--) {
				ended.add(this.free.removeLast());
			}
			this.unneeded = this.free.size();
			this.alive -= ended.size();
		}
		ended.forEach(this.end);
	}

	/**
	 * Returns the number of instances.
	 * @return the number of borrowed and idle instances
	 */
	public synchronized int alive() {
		return this.alive;
	}

	/**
	 * Ends all idle instances, and from now on each instance that is given back.
	 */
	@Override
	public void close() {
		List<T> ended;
		synchronized (this) {
			this.closed = true;
			ended = new ArrayList<>(this.free);
			this.free.clear();
			this.unneeded = 0;
			this.alive -= ended.size();
		}
		ended.forEach(this.end);
	}

	private synchronized void notCreated() {
		this.alive--;
	}

}
