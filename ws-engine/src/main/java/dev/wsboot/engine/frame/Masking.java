package dev.wsboot.engine.frame;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Masks and unmasks payloads, eight bytes at a time (RFC 6455 5.3). Stateless.
 */
public final class Masking {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final long NON_ASCII = 0x8080808080808080L;

	/**
	 * Calls {@link #applyToLongs}. Not final on purpose: what is no constant is not
	 * inlined, so the compiler makes code of that loop alone. Inlined, it may come to lie
	 * so far below the event loop that the accessors of the buffer are deeper than the
	 * compiler inlines (HotSpot's MaxInlineLevel), and are called for each eight bytes.
	 */
	private static MethodHandle longs;

	static {
		try {
			longs = MethodHandles.lookup()
				.findStatic(Masking.class, "applyToLongs",
						MethodType.methodType(int.class, ByteBuffer.class, int.class, int.class, long.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private Masking() {
	}

	/**
	 * Exclusive-ors a piece of a payload with the masking key. Fastest with a buffer of
	 * the machine's own byte order, whatever the key's.
	 * @param data holds the piece
	 * @param offset where it starts in the buffer
	 * @param length its number of bytes
	 * @param key the masking key, its first byte on top
	 * @param position where the piece starts in the payload of its frame
	 */
	public static void apply(ByteBuffer data, int offset, int length, int key, long position) {
		int turned = turned(key, position);
		int end = offset + length;
		int rest;
		try {
			rest = (int) longs.invokeExact(data, offset, length, twice(data, turned));
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// the compiler of Java cannot know that there is no other
			throw new AssertionError(ex);
		}
		applyToRest(data, rest, end, turned);
	}

	/** Returns where less than eight bytes are left. */
	private static int applyToLongs(ByteBuffer data, int offset, int length, long twice) {
		int end = offset + (length & -8);
		// in this form, unlike i <= end - 8, the compiler vectorises it for all lengths
		for (int i = offset; i < end; i += 8) {
			data.putLong(i, data.getLong(i) ^ twice);
		}
		return end;
	}

	/**
	 * Copies a whole payload, unmasked, and finds out whether it is ASCII. Best for short
	 * ones: the compiler makes better code of a loop that does not look.
	 * @param data holds the payload, and is left as it is
	 * @param offset where it starts in the buffer
	 * @param target gets the payload, and is as long as that
	 * @param key the masking key, its first byte on top
	 * @return whether the payload is ASCII
	 */
	public static boolean copy(ByteBuffer data, int offset, byte[] target, int key) {
		int last = target.length - 8;
		if (last < 0) {
			data.get(offset, target);
			return applyToRest(ByteBuffer.wrap(target), 0, target.length, key) >= 0;
		}
		boolean foreign = data.order() != ByteOrder.nativeOrder();
		long twice = twice(data, key);
		long seen = 0;
		for (int i = 0; i < last; i += 8) {
			long eight = data.getLong(offset + i) ^ twice;
			LONGS.set(target, i, foreign ? Long.reverseBytes(eight) : eight);
			seen |= eight;
		}
		// the last eight bytes, some of them once more, rather than the rest one by one
		long eight = data.getLong(offset + last) ^ twice(data, turned(key, last));
		LONGS.set(target, last, foreign ? Long.reverseBytes(eight) : eight);
		return ((seen | eight) & NON_ASCII) == 0;
	}

	private static int turned(int key, long position) {
		return Integer.rotateLeft(key, 8 * (int) (position & 3));
	}

	private static long twice(ByteBuffer data, int turned) {
		long twice = ((long) turned << 32) | (turned & 0xFFFFFFFFL);
		return (data.order() == ByteOrder.LITTLE_ENDIAN) ? Long.reverseBytes(twice) : twice;
	}

	/** Returns all bits that came out. */
	private static long applyToRest(ByteBuffer data, int from, int end, int turned) {
		long seen = 0;
		for (int i = from, shift = 24; i < end; i++, shift -= 8) {
			byte one = (byte) (data.get(i) ^ (turned >>> (shift & 31)));
			data.put(i, one);
			seen |= one;
		}
		return seen;
	}

}
