package dev.wsboot.engine.server.compression;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.server.memory.DirectMemory;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one event loop share for permessage-deflate. Confined to the loop,
 * but for the pools, which any thread may use.
 */
public final class ZipPools implements AutoCloseable {

	/** Messages that arrive in pieces occupy one each, so that more may be in use. */
	private static final int MAX_INFLATERS = 32;

	/** As many senders as can be busy at once on a large machine. */
	private static final int MAX_DEFLATERS = 16;

	private static final int CHUNK = 16 * 1024;

	private static final long SHRINK_NANOS = 1_000_000_000;

	final ZipPool<Inflater> inflaters = ZipPool.ofInflaters(MAX_INFLATERS);

	final ZipPool<Deflater> deflaters;

	private @Nullable ByteBuffer chunk;

	private long nextShrink;

	public ZipPools(int level, long now) {
		this.deflaters = ZipPool.ofDeflaters(level, MAX_DEFLATERS);
		this.nextShrink = now + SHRINK_NANOS;
	}

	/** Returns where a piece of a message is inflated to, before it is copied. */
	ByteBuffer chunk() {
		if (this.chunk == null) {
			this.chunk = DirectMemory.ofJvm().allocate(CHUNK);
		}
		return this.chunk;
	}

	/** Ends what was not needed for a while. */
	public void onTick(long now) {
		if (now - this.nextShrink >= 0) {
			this.nextShrink = now + SHRINK_NANOS;
			this.inflaters.shrink();
			this.deflaters.shrink();
		}
	}

	/** How many inflaters and deflaters there are, lent or not. From any thread. */
	public int alive() {
		return this.inflaters.alive() + this.deflaters.alive();
	}

	@Override
	public void close() {
		this.inflaters.close();
		this.deflaters.close();
	}

}
