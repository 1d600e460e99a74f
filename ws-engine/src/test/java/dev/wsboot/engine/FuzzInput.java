/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Named;

/**
 * What a fuzzer says: how a target is set up, in which pieces the bytes come, and the
 * bytes.
 *
 * @param options bits, whose meaning is up to the target
 * @param pieces the lengths of the pieces, over and over; none for all bytes at once
 * @param bytes what the target reads
 */
public record FuzzInput(int options, int[] pieces, byte[] bytes) {

	private static final int MAX_PIECES = 7;

	/**
	 * Reads what the fuzzer made up: a byte for the options, one that says how many
	 * lengths of pieces follow, these, and the rest.
	 * @param data any bytes
	 * @return what they mean
	 */
	public static FuzzInput parse(byte[] data) {
		if (data.length < 2) {
			return new FuzzInput(0, new int[0], data);
		}
		int count = Math.min(data[1] & MAX_PIECES, data.length - 2);
		int[] pieces = new int[count];
		Arrays.setAll(pieces, (i) -> data[2 + i] & 0xFF);
		return new FuzzInput(data[0] & 0xFF, pieces, Arrays.copyOfRange(data, 2 + count, data.length));
	}

	/**
	 * Writes a seed.
	 * @param name names it in reports
	 * @param options what {@link #options} returns
	 * @param bytes what the target reads
	 * @param pieces the lengths of the pieces
	 * @return what a fuzzer could have made up
	 */
	public static Named<byte[]> seed(String name, int options, byte[] bytes, int... pieces) {
		byte[] data = new byte[2 + pieces.length + bytes.length];
		data[0] = (byte) options;
		data[1] = (byte) pieces.length;
		for (int i = 0; i < pieces.length; i++) {
			data[2 + i] = (byte) pieces[i];
		}
		System.arraycopy(bytes, 0, data, 2 + pieces.length, bytes.length);
		return Named.of(name, data);
	}

	/**
	 * Whether a bit is set.
	 * @param bit 0 to 7
	 * @return what the target makes of it
	 */
	public boolean option(int bit) {
		return (this.options & (1 << bit)) != 0;
	}

	/**
	 * Returns where each piece ends.
	 * @return positions in the bytes, the last one their end; some may be empty
	 */
	public int[] ends() {
		List<Integer> ends = new ArrayList<>();
		boolean empty = Arrays.stream(this.pieces).sum() == 0;
		int end = 0;
		for (int i = 0; end < this.bytes.length; i++) {
			end = empty ? this.bytes.length : Math.min(end + this.pieces[i % this.pieces.length], this.bytes.length);
			ends.add(end);
		}
		return ends.stream().mapToInt(Integer::intValue).toArray();
	}

}
