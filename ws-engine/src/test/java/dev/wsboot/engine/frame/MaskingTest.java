/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MaskingTest {

	/** No two of its bytes are the same, so that no rotation of it is itself. */
	private static final int KEY = 0x9A0F37C5;

	private static final long[] POSITIONS = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 125, 65535, Integer.MAX_VALUE,
			Integer.MAX_VALUE + 1L, (1L << 32) + 1, (1L << 33) + 3, Long.MAX_VALUE };

	@Test
	void masksAsTheLoopOfTheRfc() {
		Random random = new Random(1);
		byte[] payload = new byte[100];
		random.nextBytes(payload);
		for (int length = 0; length <= 70; length++) {
			for (int offset = 0; offset <= 9; offset++) {
				for (long position : POSITIONS) {
					byte[] expected = payload.clone();
					maskNaively(expected, offset, length, KEY, position);
					byte[] actual = payload.clone();
					Masking.apply(ByteBuffer.wrap(actual), offset, length, KEY, position);
					assertThat(actual).as("%d bytes at offset %d, position %d", length, offset, position)
						.isEqualTo(expected);
				}
			}
		}
	}

	@Test
	void aPieceBeyondTheBufferIsRefused() {
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> Masking.apply(ByteBuffer.allocate(100), 90, 16, KEY, 0));
	}

	@Test
	void copiesWhatItUnmasks() {
		Random random = new Random(1);
		byte[] masked = new byte[100];
		random.nextBytes(masked);
		for (ByteOrder order : new ByteOrder[] { ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN }) {
			for (int length = 0; length <= 70; length++) {
				for (int offset = 0; offset <= 9; offset++) {
					byte[] expected = masked.clone();
					maskNaively(expected, offset, length, KEY, 0);
					ByteBuffer data = ByteBuffer.wrap(masked.clone()).order(order);
					byte[] copy = new byte[length];
					boolean ascii = Masking.copy(data, offset, copy, KEY);
					assertThat(copy).as("%d bytes at offset %d, %s", length, offset, order)
						.isEqualTo(Arrays.copyOfRange(expected, offset, offset + length));
					assertThat(ascii).isEqualTo(isAscii(expected, offset, length));
					assertThat(data).isEqualTo(ByteBuffer.wrap(masked));
				}
			}
		}
	}

	@Test
	void seesEveryByteThatIsNotAscii() {
		byte[] text = "thirty-three letters of plain ASCII".getBytes(StandardCharsets.US_ASCII);
		for (int length = 0; length <= text.length; length++) {
			assertThat(unmaskedIsAscii(text, length)).isTrue();
			for (int i = 0; i < length; i++) {
				byte[] spoiled = text.clone();
				spoiled[i] |= (byte) 0x80;
				assertThat(unmaskedIsAscii(spoiled, length)).as("byte %d of %d", i, length).isFalse();
			}
		}
	}

	private static boolean unmaskedIsAscii(byte[] text, int length) {
		byte[] masked = text.clone();
		maskNaively(masked, 0, length, KEY, 0);
		return Masking.copy(ByteBuffer.wrap(masked), 0, new byte[length], KEY);
	}

	private static boolean isAscii(byte[] data, int offset, int length) {
		for (int i = offset; i < offset + length; i++) {
			if (data[i] < 0) {
				return false;
			}
		}
		return true;
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 0xFF, 0xFF000000, 0x80808080, -1, 0x01020304 })
	void masksWithAnyKey(int key) {
		byte[] expected = new byte[19];
		byte[] actual = new byte[19];
		maskNaively(expected, 0, 19, key, 0);
		Masking.apply(ByteBuffer.wrap(actual), 0, 19, key, 0);
		assertThat(actual).isEqualTo(expected);
	}

	@Test
	void takesThePayloadOfTheRfcExample() {
		// RFC 6455 5.7
		byte[] payload = FrameNotation.bytes("7F9F4D5158");
		Masking.apply(ByteBuffer.wrap(payload), 0, 5, 0x37FA213D, 0);
		assertThat(payload).asString().isEqualTo("Hello");
	}

	@Test
	void masksInPiecesAsInOne() {
		byte[] payload = new byte[257];
		new Random(2).nextBytes(payload);
		byte[] whole = payload.clone();
		Masking.apply(ByteBuffer.wrap(whole), 0, whole.length, KEY, 0);
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			byte[] pieces = payload.clone();
			int from = 0;
			while (from < pieces.length) {
				int length = Math.min(random.nextInt(40), pieces.length - from);
				Masking.apply(ByteBuffer.wrap(pieces), from, length, KEY, from);
				from += length;
			}
			assertThat(pieces).as("seed %d", seed).isEqualTo(whole);
		}
	}

	/**
	 * RFC 6455 5.3: j = i MOD 4, transformed-octet-i = original-octet-i XOR key-octet-j.
	 */
	private static void maskNaively(byte[] data, int offset, int length, int key, long position) {
		byte[] octets = { (byte) (key >>> 24), (byte) (key >>> 16), (byte) (key >>> 8), (byte) key };
		for (int i = 0; i < length; i++) {
			data[offset + i] ^= octets[(int) ((position % 4 + i) % 4)];
		}
	}

}
