package dev.wsboot.engine.compression;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Lends inflaters or deflaters for one message each, and ends every one that it does not
 * keep: their memory is native, and a garbage collector may come late. Belongs to one
 * thread.
 *
 * @param <T> {@link Inflater} or {@link Deflater}
 */
public final class ZipPool<T> implements AutoCloseable {

	private final Supplier<T> create;

	private final Consumer<T> reset;

	private final Consumer<T> end;

	private final int maxKept;

	private final ArrayDeque<T> free = new ArrayDeque<>();

	/** How many have been free all the time since the pool was last shrunk. */
	private int unneeded;

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
		T lent = this.free.poll();
		this.unneeded = Math.min(this.unneeded, this.free.size());
		return (lent != null) ? lent : this.create.get();
	}

	/**
	 * Takes one back, in whatever state it is.
	 */
	void giveBack(T lent) {
		if (this.closed || this.free.size() == this.maxKept) {
			this.end.accept(lent);
		}
		else {
			this.reset.accept(lent);
			this.free.push(lent);
		}
	}

	/**
	 * Ends those that nobody has needed since the last call.
	 */
	public void shrink() {
		for (; this.unneeded > 0; this.unneeded--) {
			this.end.accept(this.free.removeLast());
		}
		this.unneeded = this.free.size();
	}

	/**
	 * Ends all that lie unused, and from now on each one that comes back.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.free.forEach(this.end);
		this.free.clear();
		this.unneeded = 0;
	}

}
