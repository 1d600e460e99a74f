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
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mutations of good payloads: whatever comes in, it is inflated or refused, the same for
 * any split, and as a second inflater says. The seeds are fixed;
 * {@code -Dfuzz.rounds=1000000} looks further.
 */
class DeflateFuzzTest {

	private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);

	private static final int MAX = 1 << 20;

	@Test
	void everyInputHasOneAnswer() {
		List<byte[]> seeds = seeds();
		int good = 0;
		int bad = 0;
		try (ZipPool<Inflater> pool = ZipPool.ofInflaters(1)) {
			for (int round = 0; round < ROUNDS; round++) {
				Random random = new Random(round);
				byte[] payload = mutate(seeds.get(random.nextInt(seeds.size())), random);
				String expected = secondOpinion(payload);
				Inflated fresh = Inflated.of(
						MessageInflater.withoutTakeover(MAX, ByteBuffer.allocate(1 + random.nextInt(500)), pool),
						List.of(payload, new byte[] { 0 }), (left) -> 1 + random.nextInt(left));
				Inflated kept = Inflated.of(
						MessageInflater.withTakeover(MAX, ByteBuffer.allocate(1 + random.nextInt(500))),
						List.of(payload), (left) -> 1 + random.nextInt(left));
				if (expected != null) {
					good++;
					assertThat(fresh).as("round %d", round).isEqualTo(new Inflated(List.of(expected, ""), "", 0));
					assertThat(kept).as("round %d", round).isEqualTo(new Inflated(List.of(expected), "", 0));
				}
				else {
					bad++;
					assertThat(fresh.failCode()).as("round %d", round).isEqualTo(1007);
					// That it ends too early may show in the next message only.
					assertThat(kept.failCode()).as("round %d", round).isIn(0, 1007);
				}
			}
		}
		// Both must happen often, or this test would show little.
		assertThat(good).isGreaterThan(ROUNDS / 20);
		assertThat(bad).isGreaterThan(ROUNDS / 20);
	}

	/** Whole sessions in which one payload is broken. */
	@Test
	void garbageInASessionIsA1007OrAnotherMessage() {
		int failed = 0;
		for (int seed = 0; seed < ROUNDS / 10; seed++) {
			Random random = new Random(seed);
			List<byte[]> payloads = new ArrayList<>();
			List<String> expected = new ArrayList<>();
			try (MessageDeflater deflater = MessageDeflater.withTakeover(6, 8 + random.nextInt(8))) {
				for (int i = 0; i < 5; i++) {
					byte[] message = TestData.RECORDS.bytes(200 + random.nextInt(500), random.nextInt(3));
					payloads.add(deflater.deflate(message));
					expected.add(Inflated.text(message));
				}
			}
			int broken = random.nextInt(5);
			payloads.set(broken, mutate(payloads.get(broken), random));
			Inflated inflated = Inflated.of(MessageInflater.withTakeover(MAX, ByteBuffer.allocate(100)), payloads,
					(left) -> 1 + random.nextInt(left));
			assertThat(inflated.failCode()).as("seed %d", seed).isIn(0, 1007);
			assertThat(inflated.messages()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(broken);
			assertThat(inflated.messages().subList(0, broken)).isEqualTo(expected.subList(0, broken));
			failed += (inflated.failCode() != 0) ? 1 : 0;
		}
		assertThat(failed).isGreaterThan(ROUNDS / 50);
	}

	private static String secondOpinion(byte[] payload) {
		try {
			return Inflated.text(new RawInflate(15).message(payload));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static List<byte[]> seeds() {
		List<byte[]> seeds = new ArrayList<>();
		for (DeflateVector vector : DeflateVector.all()) {
			seeds.addAll(vector.payloads());
		}
		for (TestData kind : TestData.values()) {
			for (int size : new int[] { 1, 10, 100, 600 }) {
				for (int level : new int[] { 0, 1, 9 }) {
					for (int strategy : new int[] { Deflater.DEFAULT_STRATEGY, Deflater.HUFFMAN_ONLY }) {
						seeds.add(deflate(kind.bytes(size, size), level, strategy, false));
						seeds.add(deflate(kind.bytes(size, size), level, strategy, true));
					}
				}
			}
		}
		return seeds;
	}

	/** RFC 7692 7.2.1, with BFINAL or without. */
	private static byte[] deflate(byte[] payload, int level, int strategy, boolean last) {
		Deflater deflater = new Deflater(level, true);
		deflater.setStrategy(strategy);
		deflater.setInput(payload);
		byte[] deflated = new byte[2 * payload.length + 100];
		// The first call does nothing but change the strategy.
		int length = deflater.deflate(deflated, 0, deflated.length, Deflater.NO_FLUSH);
		if (last) {
			deflater.finish();
		}
		length += deflater.deflate(deflated, length, deflated.length - length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(deflated, last ? length + 1 : length - 4);
	}

	private static byte[] mutate(byte[] seed, Random random) {
		byte[] bytes = seed;
		for (int times = random.nextInt(3); times > 0 && bytes.length > 0; times--) {
			int at = random.nextInt(bytes.length);
			int length = random.nextInt(Math.min(8, bytes.length - at) + 1);
			bytes = bytes.clone();
			switch (random.nextInt(6)) {
				case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
				case 1 -> bytes[at] = (byte) random.nextInt();
				case 2 -> bytes = Arrays.copyOf(bytes, at);
				case 3 -> bytes = splice(bytes, at, at + length, new byte[0]);
				case 4 -> bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
				default -> {
					byte[] noise = new byte[random.nextInt(6)];
					random.nextBytes(noise);
					bytes = splice(bytes, at, at, noise);
				}
			}
		}
		return bytes;
	}

	private static byte[] splice(byte[] bytes, int from, int to, byte[] inserted) {
		byte[] spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + inserted.length);
		System.arraycopy(inserted, 0, spliced, from, inserted.length);
		System.arraycopy(bytes, to, spliced, from + inserted.length, bytes.length - to);
		return spliced;
	}

}
