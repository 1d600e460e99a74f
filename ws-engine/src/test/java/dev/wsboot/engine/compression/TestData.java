/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Payloads of different kinds for the tests of this package, always the same for the same
 * seed.
 */
public enum TestData {

	/** Words in a random order, as in a chat. */
	TEXT,
	/** Records that differ in little, as in JSON. */
	RECORDS,
	/** Nothing to deflate. */
	RANDOM,
	/** The same byte, over and over. */
	RUN,
	/** Random bytes that come again as far behind as any window is large. */
	ECHO;

	private static final String[] WORDS = ("the quick brown fox jumps over a lazy dog while many small frames travel "
			+ "from one socket to another and nobody waits for the next message grüße 世界 😀")
		.split(" ", -1);

	public byte[] bytes(int length, long seed) {
		Random random = new Random(seed);
		return switch (this) {
			case TEXT -> fill(length, () -> WORDS[random.nextInt(WORDS.length)] + " ");
			case RECORDS -> fill(length, () -> "{\"symbol\":\"" + (char) ('A' + random.nextInt(26)) + "\",\"bid\":"
					+ random.nextInt(100_000) + ",\"currency\":\"EUR\",\"venue\":\"XETR\"},");
			case RANDOM -> random(length, random);
			case RUN -> run(length, (byte) random.nextInt());
			case ECHO -> echo(length, random);
		};
	}

	private static byte[] fill(int length, Supplier<String> next) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (bytes.size() < length) {
			bytes.writeBytes(next.get().getBytes(StandardCharsets.UTF_8));
		}
		return Arrays.copyOf(bytes.toByteArray(), length);
	}

	private static byte[] random(int length, Random random) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] run(int length, byte value) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, value);
		return bytes;
	}

	private static byte[] echo(int length, Random random) {
		byte[] bytes = random(length, random);
		for (int to = 8; to < length;) {
			int copied = Math.min(3 + random.nextInt(40), length - to);
			int distance = Math.min(to, (1 << (6 + random.nextInt(10))) + random.nextInt(64));
			for (int i = 0; i < copied; i++, to++) {
				bytes[to] = bytes[to - distance];
			}
			to += random.nextInt(8);
		}
		return bytes;
	}

	static String resource(String name) {
		try (InputStream in = TestData.class.getResourceAsStream(name)) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
