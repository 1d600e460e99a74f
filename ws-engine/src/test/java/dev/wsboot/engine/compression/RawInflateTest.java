/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.Arrays;
import java.util.zip.Deflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * That the inflater with a small window, on which other tests rely, inflates at all, and
 * fails where it must.
 */
class RawInflateTest {

	@ParameterizedTest
	@EnumSource
	void inflatesWhatTheJdkDeflates(TestData kind) {
		byte[] payload = kind.bytes(100_000, 1);
		for (int level = 0; level <= 9; level++) {
			for (int strategy : new int[] { Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY }) {
				assertThat(new RawInflate(15).message(deflate(payload, level, strategy))).isEqualTo(payload);
			}
		}
	}

	/** Without this, nothing would be shown by an inflater with a small window. */
	@ParameterizedTest
	@ValueSource(ints = { 8, 9, 10, 11, 12, 13, 14 })
	void refusesWhatNeedsALargerWindow(int windowBits) {
		for (TestData kind : new TestData[] { TestData.ECHO, TestData.TEXT }) {
			byte[] deflated = deflate(kind.bytes(100_000, 1), 9, Deflater.DEFAULT_STRATEGY);
			assertThatIllegalArgumentException().isThrownBy(() -> new RawInflate(windowBits).message(deflated))
				.withMessage("Distance beyond the window");
		}
	}

	@Test
	void allowsTheWholeWindowAndNotAByteMore() {
		byte[] exact = repeatedBehind(256);
		RawInflate inflate = new RawInflate(8);
		assertThat(inflate.message(deflate(exact, 9, Deflater.DEFAULT_STRATEGY))).isEqualTo(exact);
		assertThat(inflate.maxDistance()).isEqualTo(256);
		byte[] tooFar = deflate(repeatedBehind(257), 9, Deflater.DEFAULT_STRATEGY);
		assertThatIllegalArgumentException().isThrownBy(() -> new RawInflate(8).message(tooFar))
			.withMessage("Distance beyond the window");
	}

	private static byte[] repeatedBehind(int distance) {
		byte[] bytes = TestData.RANDOM.bytes(2 * distance, 1);
		System.arraycopy(bytes, 0, bytes, distance, distance);
		return bytes;
	}

	private static byte[] deflate(byte[] payload, int level, int strategy) {
		Deflater deflater = new Deflater(level, true);
		deflater.setStrategy(strategy);
		deflater.setInput(payload);
		byte[] deflated = new byte[2 * payload.length + 100];
		// The first call does nothing but change the strategy.
		int length = deflater.deflate(deflated, 0, deflated.length, Deflater.NO_FLUSH);
		length += deflater.deflate(deflated, length, deflated.length - length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(deflated, length - 4);
	}

}
