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
 * Lends inflaters or deflaters for one message each, and ends every one that it does not
 * keep: their memory is native, and a garbage collector may come late. Safe to use from
 * any thread, as messages are deflated by whoever sends them.
 *
 * @param <T> {@link Inflater} or {@link Deflater}
 */
public final class ZipPool<T> implements AutoCloseable {

	private final Supplier<T> create;

	private final Consumer<T> reset;

	private final Consumer<T> end;

	private final int maxKept;

	/** Guarded by this. */
	private final ArrayDeque<T> free = new ArrayDeque<>();

	/**
	 * How many have been free all the time since the pool was last shrunk. Guarded by
	 * this.
	 */
	private int unneeded;

	/** How many are lent or free. Guarded by this. */
	private int alive;

	/** Guarded by this. */
	private boolean closed;

	ZipPool(Supplier<T> create, Consumer<T> reset, Consumer<T> end, int maxKept) {
		this.create = create;
		this.reset = reset;
		this.end = end;
		this.maxKept = maxKept;
	}

	/**
	 * Creates a pool of inflaters.
	 * @param maxKept how many may lie unused, {@link ContextBudget#INFLATER} bytes each
	 * @return an empty pool
	 */
	public static ZipPool<Inflater> ofInflaters(int maxKept) {
		return new ZipPool<>(() -> new Inflater(true), Inflater::reset, Inflater::end, maxKept);
	}

	/**
	 * Creates a pool of deflaters.
	 * @param level from 1, the fastest, to 9, or {@link Deflater#DEFAULT_COMPRESSION}
	 * @param maxKept how many may lie unused, {@link ContextBudget#DEFLATER} bytes each
	 * @return an empty pool
	 */
	public static ZipPool<Deflater> ofDeflaters(int level, int maxKept) {
		return new ZipPool<>(() -> new Deflater(level, true), Deflater::reset, Deflater::end, maxKept);
	}

	/**
	 * Lends one; then {@link #giveBack} must follow, once.
	 * @return one without any history
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
	 * Takes one back, in whatever state it is.
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
	 * Ends those that nobody has needed since the last call.
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
	 * Returns how many there are.
	 * @return those that are lent and those that lie unused
	 */
	public synchronized int alive() {
		return this.alive;
	}

	/**
	 * Ends all that lie unused, and from now on each one that comes back.
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
