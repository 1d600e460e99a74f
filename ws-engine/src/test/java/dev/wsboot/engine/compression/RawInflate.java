/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.Arrays;

/**
 * A second reading of RFC 1951 and RFC 7692, which shares nothing with the JDK's: slow,
 * strict, and with a window that is really as small as agreed. Fails with
 * {@link IllegalArgumentException}.
 */
public final class RawInflate {

	private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };

	private static final int[] LENGTH_BASE = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59,
			67, 83, 99, 115, 131, 163, 195, 227, 258 };

	private static final int[] LENGTH_BITS = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4,
			5, 5, 5, 5, 0 };

	private static final int[] DISTANCE_BASE = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385,
			513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };

	private static final int[] DISTANCE_BITS = { 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10,
			10, 11, 11, 12, 12, 13, 13 };

	private static final int[] CODE_LENGTH_ORDER = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };

	private static final Code FIXED_LENGTHS = fixedLengths();

	private static final Code FIXED_DISTANCES = new Code(filled(new int[30], 5), false);

	private final int window;

	private byte[] input = {};

	private long bit;

	/** Offset of the length of the last stored block. */
	private long storedAt;

	private byte[] output = new byte[1024];

	private int size;

	/** Offset in the output at which the current stream starts. */
	private int history;

	private int maxDistance;

	/**
	 * Starts without any history.
	 * @param windowBits 8 to 15
	 */
	public RawInflate(int windowBits) {
		this.window = 1 << windowBits;
	}

	/**
	 * Inflates a message, with the history of those before.
	 * @param payload the payload of its frames
	 * @return the message
	 */
	public byte[] message(byte[] payload) {
		int start = this.size;
		this.input = Arrays.copyOf(payload, payload.length + TAIL.length);
		System.arraycopy(TAIL, 0, this.input, payload.length, TAIL.length);
		this.bit = 0;
		this.storedAt = -1;
		long end = 8L * payload.length;
		boolean last = true;
		while (this.bit < end) {
			last = block();
		}
		// The tail is the rest of an empty block, or else the message ended with BFINAL.
		check(this.storedAt == end || (last && this.bit == end), "End of message");
		return Arrays.copyOfRange(this.output, start, this.size);
	}

	/** Forgets all messages before. */
	public void reset() {
		this.size = 0;
		this.history = 0;
	}

	/** The longest way back of all messages. */
	int maxDistance() {
		return this.maxDistance;
	}

	private boolean block() {
		boolean last = bits(1) == 1;
		switch (bits(2)) {
			case 0 -> stored();
			case 1 -> symbols(FIXED_LENGTHS, FIXED_DISTANCES);
			case 2 -> dynamic();
			default -> throw new IllegalArgumentException("Block type 3");
		}
		if (last) {
			align();
			this.history = this.size;
		}
		return last;
	}

	private void stored() {
		align();
		this.storedAt = this.bit;
		int length = bits(16);
		check(bits(16) == (length ^ 0xFFFF), "Length of a stored block");
		for (int i = 0; i < length; i++) {
			write((byte) bits(8));
		}
	}

	private void dynamic() {
		int lengths = bits(5) + 257;
		int distances = bits(5) + 1;
		int codeLengths = bits(4) + 4;
		check(lengths <= 286 && distances <= 30, "Number of symbols");
		int[] ofCodeLengths = new int[19];
		for (int i = 0; i < codeLengths; i++) {
			ofCodeLengths[CODE_LENGTH_ORDER[i]] = bits(3);
		}
		Code code = new Code(ofCodeLengths, false);
		int[] all = new int[lengths + distances];
		for (int i = 0; i < all.length;) {
			int symbol = decode(code);
			int times = switch (symbol) {
				case 16 -> 3 + bits(2);
				case 17 -> 3 + bits(3);
				case 18 -> 11 + bits(7);
				default -> 1;
			};
			check(i + times <= all.length && (symbol != 16 || i > 0), "Repetition of lengths");
			int value = (symbol < 16) ? symbol : (symbol == 16) ? all[i - 1] : 0;
			Arrays.fill(all, i, i + times, value);
			i += times;
		}
		check(all[256] != 0, "No end of block");
		symbols(new Code(Arrays.copyOf(all, lengths), true),
				new Code(Arrays.copyOfRange(all, lengths, all.length), true));
	}

	private void symbols(Code lengths, Code distances) {
		for (int symbol = decode(lengths); symbol != 256; symbol = decode(lengths)) {
			if (symbol < 256) {
				write((byte) symbol);
			}
			else {
				check(symbol - 257 < LENGTH_BASE.length, "Length symbol");
				int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
				int distanceSymbol = decode(distances);
				copy(length, DISTANCE_BASE[distanceSymbol] + bits(DISTANCE_BITS[distanceSymbol]));
			}
		}
	}

	private void copy(int length, int distance) {
		check(distance <= this.size - this.history, "Distance beyond the history");
		check(distance <= this.window, "Distance beyond the window");
		this.maxDistance = Math.max(this.maxDistance, distance);
		for (int i = 0; i < length; i++) {
			write(this.output[this.size - distance]);
		}
	}

	private void write(byte value) {
		if (this.size == this.output.length) {
			this.output = Arrays.copyOf(this.output, 2 * this.size);
		}
		this.output[this.size++] = value;
	}

	private int decode(Code code) {
		int value = 0;
		int first = 0;
		int index = 0;
		for (int length = 1; length <= 15; length++) {
			value |= bits(1);
			int count = code.counts[length];
			if (value - count < first) {
				return code.symbols[index + value - first];
			}
			index += count;
			first = (first + count) << 1;
			value <<= 1;
		}
		throw new IllegalArgumentException("No such code");
	}

	private int bits(int count) {
		int value = 0;
		for (int i = 0; i < count; i++, this.bit++) {
			check(this.bit < 8L * this.input.length, "End of input");
			value |= ((this.input[(int) (this.bit >>> 3)] >>> (this.bit & 7)) & 1) << i;
		}
		return value;
	}

	private void align() {
		this.bit = (this.bit + 7) & ~7L;
	}

	private static void check(boolean fulfilled, String complaint) {
		if (!fulfilled) {
			throw new IllegalArgumentException(complaint);
		}
	}

	private static Code fixedLengths() {
		int[] lengths = filled(new int[288], 8);
		Arrays.fill(lengths, 144, 256, 9);
		Arrays.fill(lengths, 256, 280, 7);
		return new Code(lengths, false);
	}

	private static int[] filled(int[] lengths, int value) {
		Arrays.fill(lengths, value);
		return lengths;
	}

	/**
	 * A Huffman code (RFC 1951 3.2.2).
	 */
	private static final class Code {

		private final int[] counts = new int[16];

		private final int[] symbols;

		private Code(int[] lengths, boolean mayBeIncomplete) {
			this.symbols = new int[lengths.length];
			for (int length : lengths) {
				this.counts[length]++;
			}
			int used = lengths.length - this.counts[0];
			this.counts[0] = 0;
			int left = 1;
			int[] offsets = new int[17];
			for (int length = 1; length <= 15; length++) {
				left = 2 * left - this.counts[length];
				check(left >= 0, "More codes than there can be");
				offsets[length + 1] = offsets[length] + this.counts[length];
			}
			// RFC 1951 3.2.7: one code alone has one bit. The fixed distances lack two.
			boolean single = used == this.counts[1] && mayBeIncomplete;
			check(left == 0 || single || used == 0 || lengths.length == 30 && !mayBeIncomplete, "Codes are missing");
			for (int symbol = 0; symbol < lengths.length; symbol++) {
				if (lengths[symbol] != 0) {
					this.symbols[offsets[lengths[symbol]]++] = symbol;
				}
			}
		}

	}

}
