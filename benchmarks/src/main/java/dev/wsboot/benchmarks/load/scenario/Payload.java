/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.scenario;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Creates the content of messages. Stateless.
 */
public enum Payload {

	/** Text of printable ASCII. */
	ASCII(true) {

		@Override
		public void fill(byte[] target, Random random) {
			for (int i = 0; i < target.length; i++) {
				target[i] = (byte) (' ' + random.nextInt('~' - ' ' + 1));
			}
		}

	},

	/** Text of code points that take one to four bytes. */
	UTF8(true) {

		@Override
		public void fill(byte[] target, Random random) {
			int i = 0;
			while (i < target.length) {
				byte[] next = CODE_POINTS.get(random.nextInt(CODE_POINTS.size()));
				if (next.length > target.length - i) {
					next = CODE_POINTS.get(0);
				}
				System.arraycopy(next, 0, target, i, next.length);
				i += next.length;
			}
		}

	},

	/** A JSON object of four fields, whose last makes it as long as asked for. */
	JSON(true) {

		@Override
		public void fill(byte[] target, Random random) {
			byte[] start = utf8("{\"id\":%06d,\"urgent\":%b,\"tags\":[\"%c\",\"%c\"],\"text\":\"".formatted(
					100_000 + random.nextInt(900_000), random.nextBoolean(), 'a' + random.nextInt(26),
					'a' + random.nextInt(26)));
			byte[] end = utf8("\"}");
			System.arraycopy(start, 0, target, 0, start.length);
			for (int i = start.length; i < target.length - end.length; i++) {
				target[i] = (byte) ('a' + random.nextInt(26));
			}
			System.arraycopy(end, 0, target, target.length - end.length, end.length);
		}

	},

	/** Any bytes, in a binary message. */
	BINARY(false) {

		@Override
		public void fill(byte[] target, Random random) {
			random.nextBytes(target);
		}

	};

	private static final List<byte[]> CODE_POINTS = List.of(utf8("a"), utf8("\u00e9"), utf8("\u4e2d"),
			utf8("\ud83d\ude00"));

	private final boolean text;

	Payload(boolean text) {
		this.text = text;
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	public boolean isText() {
		return this.text;
	}

	public abstract void fill(byte[] target, Random random);

}
