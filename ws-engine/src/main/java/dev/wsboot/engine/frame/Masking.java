/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

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
	 * A handle of {@link #applyToLongs}. Not final on purpose: the JIT compiler inlines
	 * constant handles only, so it compiles this loop on its own. If the loop were
	 * inlined into the call chain of the event loop, the accessors of the buffer could be
	 * deeper than the compiler's inlining limit (HotSpot's MaxInlineLevel), and would be
	 * called for each eight bytes.
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
	 * Masks or unmasks a piece of a payload in place. Fastest with a buffer in the byte
	 * order of the machine.
	 * @param data the buffer with the piece
	 * @param offset the index of the first byte in the buffer
	 * @param length the number of bytes
	 * @param key the masking key, with its first byte as the top byte
	 * @param position the index of the first byte in the payload of its frame
	 */
	public static void apply(ByteBuffer data, int offset, int length, int key, long position) {
		int rotated = rotated(key, position);
		int end = offset + length;
		int rest;
		try {
			rest = (int) longs.invokeExact(data, offset, length, twice(data, rotated));
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// applyToLongs throws no checked exception, which javac cannot know
			throw new AssertionError(ex);
		}
		applyToRest(data, rest, end, rotated);
	}

	/**
	 * Masks all complete groups of eight bytes, and returns the index after the last
	 * group.
	 */
	private static int applyToLongs(ByteBuffer data, int offset, int length, long twice) {
		int end = offset + (length & -8);
		// unlike with the condition i <= end - 8, HotSpot vectorises this for all lengths
		for (int i = offset; i < end; i += 8) {
			data.putLong(i, data.getLong(i) ^ twice);
		}
		return end;
	}

	/**
	 * Copies and unmasks a complete payload, and checks whether it is ASCII. Meant for
	 * short payloads: for long ones, {@link #apply} is faster, since its loop has no
	 * check.
	 * @param data the buffer with the payload, which is not modified
	 * @param offset the index of the first byte in the buffer
	 * @param target the array for the payload, of exactly its length
	 * @param key the masking key, with its first byte as the top byte
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
		// the last eight bytes, some of them a second time: faster than single bytes
		long eight = data.getLong(offset + last) ^ twice(data, rotated(key, last));
		LONGS.set(target, last, foreign ? Long.reverseBytes(eight) : eight);
		return ((seen | eight) & NON_ASCII) == 0;
	}

	private static int rotated(int key, long position) {
		return Integer.rotateLeft(key, 8 * (int) (position & 3));
	}

	/** Returns a key twice in a long, in the byte order of the buffer. */
	private static long twice(ByteBuffer data, int key) {
		long twice = ((long) key << 32) | (key & 0xFFFFFFFFL);
		return (data.order() == ByteOrder.LITTLE_ENDIAN) ? Long.reverseBytes(twice) : twice;
	}

	/**
	 * Masks single bytes, and returns the bits that are set in any of the resulting
	 * bytes.
	 */
	private static long applyToRest(ByteBuffer data, int from, int end, int rotated) {
		long seen = 0;
		for (int i = from, shift = 24; i < end; i++, shift -= 8) {
			byte one = (byte) (data.get(i) ^ (rotated >>> (shift & 31)));
			data.put(i, one);
			seen |= one;
		}
		return seen;
	}

}
