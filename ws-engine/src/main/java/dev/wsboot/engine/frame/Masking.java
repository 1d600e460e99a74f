package dev.wsboot.engine.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Masks and unmasks payloads in place, eight bytes at a time (RFC 6455 5.3). Stateless.
 */
public final class Masking {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private Masking() {
	}

	/**
	 * Exclusive-ors a piece of a payload with the masking key.
	 * @param data holds the piece
	 * @param offset where it starts in the array
	 * @param length its number of bytes
	 * @param key the masking key, its first byte on top
	 * @param position where the piece starts in the payload of its frame
	 */
	public static void apply(byte[] data, int offset, int length, int key, long position) {
		int turned = Integer.rotateLeft(key, 8 * (int) (position & 3));
		long twice = ((long) turned << 32) | (turned & 0xFFFFFFFFL);
		int i = offset;
		int end = offset + length;
		for (int last = end - 8; i <= last; i += 8) {
			LONGS.set(data, i, (long) LONGS.get(data, i) ^ twice);
		}
		for (int shift = 24; i < end; i++, shift -= 8) {
			data[i] ^= (byte) (turned >>> (shift & 31));
		}
	}

}
