package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Masks and unmasks payloads in place, eight bytes at a time (RFC 6455 5.3). Stateless.
 */
public final class Masking {

	private static final long NON_ASCII = 0x8080808080808080L;

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
	 * @return whether what came out is ASCII, which costs nothing to find out here
	 */
	public static boolean apply(ByteBuffer data, int offset, int length, int key, long position) {
		int turned = Integer.rotateLeft(key, 8 * (int) (position & 3));
		long twice = ((long) turned << 32) | (turned & 0xFFFFFFFFL);
		if (data.order() == ByteOrder.LITTLE_ENDIAN) {
			twice = Long.reverseBytes(twice);
		}
		int i = offset;
		int end = offset + length;
		long seen = 0;
		for (int last = end - 8; i <= last; i += 8) {
			long eight = data.getLong(i) ^ twice;
			data.putLong(i, eight);
			seen |= eight;
		}
		for (int shift = 24; i < end; i++, shift -= 8) {
			byte one = (byte) (data.get(i) ^ (turned >>> (shift & 31)));
			data.put(i, one);
			seen |= one;
		}
		return (seen & NON_ASCII) == 0;
	}

}
