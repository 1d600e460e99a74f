/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link MessageDeflater} deflates, {@link MessageInflater} inflates, and so does an
 * inflater whose window is really as small as agreed.
 */
class DeflateRoundTripTest {

	private static final int MEGABYTE = 1024 * 1024;

	private static final int[] SIZES = { 0, 1, 2, 5, 100, 255, 256, 257, 258, 511, 512, 513, 1023, 1024, 1025, 2048,
			4095, 4097, 8191, 8193, 16384, 16385, 32767, 32768, 32769, 65535, 65536, 65537, 200_000 };

	private final ZipPool<Deflater> deflaters = ZipPool.ofDeflaters(6, 1);

	private final ZipPool<Inflater> inflaters = ZipPool.ofInflaters(1);

	@AfterEach
	void endPools() {
		this.deflaters.close();
		this.inflaters.close();
	}

	static Stream<Arguments> modes() {
		return IntStream.rangeClosed(8, 15)
			.boxed()
			.flatMap((bits) -> Stream.of(Arguments.of(bits, true), Arguments.of(bits, false)));
	}

	static IntStream windows() {
		return IntStream.rangeClosed(8, 15);
	}

	@ParameterizedTest
	@Tag("slow")
	@MethodSource("modes")
	void messagesOfAllSizesAndKinds(int windowBits, boolean takeover) {
		List<byte[]> messages = new ArrayList<>();
		for (int size : SIZES) {
			for (TestData kind : TestData.values()) {
				messages.add(kind.bytes(size, size));
			}
		}
		int deflated = assertRoundTrip(windowBits, takeover, messages, new Random(windowBits));
		// Most must have been deflated, or this test would show little. Random ones never
		// are, and with a small window, little is won on many others.
		assertThat(deflated).isGreaterThan(SIZES.length * 2);
	}

	@ParameterizedTest
	@MethodSource("modes")
	void manyMessagesInARandomOrder(int windowBits, boolean takeover) {
		Random random = new Random(windowBits);
		List<byte[]> messages = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			int size = random.nextInt(1 << (1 + random.nextInt(12)));
			TestData kind = TestData.values()[random.nextInt(TestData.values().length)];
			// From few seeds, so that messages come again.
			messages.add(kind.bytes(size, random.nextInt(5)));
		}
		assertThat(assertRoundTrip(windowBits, takeover, messages, random)).isGreaterThan(150);
	}

	@ParameterizedTest
	@Tag("slow")
	@MethodSource("modes")
	void fourMegabytes(int windowBits, boolean takeover) {
		List<byte[]> messages = List.of(TestData.RECORDS.bytes(4 * MEGABYTE, 1), TestData.RANDOM.bytes(MEGABYTE, 2),
				TestData.RUN.bytes(MEGABYTE, 3));
		assertThat(assertRoundTrip(windowBits, takeover, messages, new Random(windowBits))).isEqualTo(2);
	}

	/** Small windows are kept, and made use of. */
	@ParameterizedTest
	@MethodSource("modes")
	void referencesReachAsFarAsTheWindowAndNoFurther(int windowBits, boolean takeover) {
		MessageDeflater deflater = takeover ? MessageDeflater.withTakeover(9, windowBits)
				: MessageDeflater.withoutTakeover(windowBits, this.deflaters);
		RawInflate peer = new RawInflate(windowBits);
		for (int seed = 0; seed < 6; seed++) {
			byte[] message = TestData.ECHO.bytes(100_000 + seed, seed);
			assertThat(peer.message(deflater.deflate(message))).isEqualTo(message);
			if (!takeover) {
				peer.reset();
			}
		}
		deflater.close();
		assertThat(peer.maxDistance()).isBetween((1 << windowBits) * 9 / 10, (1 << windowBits) - 1);
	}

	/**
	 * A reference from the first byte behind the window to the first byte in it would be
	 * as long as the window, the one from the next byte too long.
	 */
	@ParameterizedTest
	@MethodSource("windows")
	void doesNotReferBackOverTheEdgeOfTheWindow(int windowBits) {
		for (int around = -150; around <= 300; around += (windowBits < 12) ? 1 : 10) {
			int distance = (1 << windowBits) + around;
			byte[] message = TestData.RANDOM.bytes(distance + 100, around);
			System.arraycopy(message, 0, message, distance, 100);
			// So that it is smaller than it was, in any case.
			byte[] padded = Arrays.copyOf(message, message.length + 2000);
			MessageDeflater deflater = MessageDeflater.withoutTakeover(windowBits, this.deflaters);
			assertThat(new RawInflate(windowBits).message(deflater.deflate(padded))).isEqualTo(padded);
		}
	}

	@Test
	void takeoverMakesMessagesSmaller() {
		byte[] message = TestData.RECORDS.bytes(1000, 1);
		try (MessageDeflater deflater = MessageDeflater.withTakeover(6, 15)) {
			byte[] first = deflater.deflate(message);
			byte[] second = deflater.deflate(message);
			assertThat(second.length).isLessThan(first.length / 10);
		}
	}

	@ParameterizedTest
	@MethodSource("windows")
	void takeoverMakesMessagesSmallerInASmallWindow(int windowBits) {
		byte[] message = TestData.RANDOM.bytes((1 << windowBits) / 4, 1);
		try (MessageDeflater deflater = MessageDeflater.withTakeover(6, windowBits)) {
			// The first one does not shrink, which makes the deflater forget it. What
			// comes with it does.
			byte[] mixed = Arrays.copyOf(message, message.length * 2);
			assertThat(deflater.deflate(mixed)).isNotNull();
			assertThat(deflater.deflate(message)).hasSizeLessThan(message.length / 2);
		}
	}

	@Test
	void withoutTakeoverAMessageIsAlwaysDeflatedToTheSameBytes() {
		MessageDeflater deflater = MessageDeflater.withoutTakeover(15, this.deflaters);
		byte[] message = TestData.TEXT.bytes(5000, 1);
		byte[] deflated = deflater.deflate(message);
		assertThat(deflater.deflate(TestData.TEXT.bytes(5000, 2))).isNotNull();
		assertThat(deflater.deflate(TestData.RANDOM.bytes(5000, 2))).isNull();
		assertThat(deflater.deflate(message)).isEqualTo(deflated);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatDoesNotShrinkIsNotDeflated(boolean takeover) {
		MessageDeflater deflater = takeover ? MessageDeflater.withTakeover(6, 15)
				: MessageDeflater.withoutTakeover(15, this.deflaters);
		for (int size : SIZES) {
			byte[] random = TestData.RANDOM.bytes(size, 1);
			assertThat(deflater.deflate(random)).isNull();
			assertThat(random).isEqualTo(TestData.RANDOM.bytes(size, 1));
		}
		deflater.close();
	}

	/** The border between what shrinks by a byte and what does not. */
	@Test
	void whatIsDeflatedIsSmaller() {
		int smallerByOne = 0;
		int none = 0;
		MessageDeflater deflater = MessageDeflater.withoutTakeover(15, this.deflaters);
		for (int size = 1; size < 200; size++) {
			byte[] message = TestData.TEXT.bytes(size, size);
			byte[] deflated = deflater.deflate(message);
			none += (deflated == null) ? 1 : 0;
			if (deflated != null) {
				assertThat(deflated).hasSizeLessThan(size);
				smallerByOne += (deflated.length == size - 1) ? 1 : 0;
				assertThat(new RawInflate(15).message(deflated)).isEqualTo(message);
			}
		}
		assertThat(none).isPositive();
		assertThat(smallerByOne).isPositive();
	}

	/**
	 * A message that did not shrink went out as it was: the peer has not inflated it, so
	 * nothing may refer to it.
	 */
	@ParameterizedTest
	@MethodSource("windows")
	void nothingRefersToAMessageThatThePeerHasNotInflated(int windowBits) {
		byte[] random = TestData.RANDOM.bytes(200, 1);
		byte[] before = TestData.TEXT.bytes(300, 1);
		byte[] after = Arrays.copyOf(random, 400);
		try (MessageDeflater deflater = MessageDeflater.withTakeover(6, windowBits)) {
			RawInflate peer = new RawInflate(windowBits);
			assertThat(peer.message(deflater.deflate(before))).isEqualTo(before);
			assertThat(deflater.deflate(random)).isNull();
			assertThat(peer.message(deflater.deflate(after))).isEqualTo(after);
			assertThat(peer.message(deflater.deflate(before))).isEqualTo(before);
		}
	}

	/**
	 * Inflates all that is deflated, in both ways; returns how many messages that are.
	 */
	private int assertRoundTrip(int windowBits, boolean takeover, List<byte[]> messages, Random random) {
		ByteBuffer chunk = ByteBuffer.allocateDirect(1 + random.nextInt(10_000));
		MessageDeflater deflater = takeover ? MessageDeflater.withTakeover(6, windowBits)
				: MessageDeflater.withoutTakeover(windowBits, this.deflaters);
		MessageInflater inflater = takeover ? MessageInflater.withTakeover(4 * MEGABYTE, chunk)
				: MessageInflater.withoutTakeover(4 * MEGABYTE, chunk, this.inflaters);
		RawInflate small = new RawInflate(windowBits);
		List<byte[]> payloads = new ArrayList<>();
		List<String> expected = new ArrayList<>();
		for (byte[] message : messages) {
			byte[] payload = deflater.deflate(message);
			if (payload != null) {
				assertThat(payload.length).isLessThan(message.length);
				assertThat(small.message(payload)).isEqualTo(message);
				payloads.add(payload);
				expected.add(Inflated.text(message));
			}
			if (!takeover) {
				small.reset();
			}
		}
		deflater.close();
		Inflated inflated = Inflated.of(inflater, payloads, (left) -> 1 + random.nextInt(5000));
		assertThat(inflated.failCode()).isZero();
		assertThat(inflated.messages().equals(expected)).isTrue();
		return payloads.size();
	}

}
