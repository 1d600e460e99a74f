/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.wsboot.engine.frame.FrameNotation;

/**
 * One row of {@code vectors/deflate.txt}, which tells how it is written.
 *
 * @param name what the row shows
 * @param payloads the compressed messages
 * @param inflated what becomes of them
 * @param takeover whether the peer keeps its context
 * @param maxMessageSize the largest message
 */
record DeflateVector(String name, List<byte[]> payloads, Inflated inflated, boolean takeover, int maxMessageSize) {

	/** A row for either mode is two vectors. */
	static List<DeflateVector> all() {
		List<DeflateVector> vectors = new ArrayList<>();
		TestData.resource("/vectors/deflate.txt")
			.lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.forEach((line) -> {
				String[] columns = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
				if (!columns[1].matches("RFC (6455|7692|195[012]) [0-9.]+")) {
					throw new IllegalArgumentException("Not a vector: " + line);
				}
				String conditions = (columns.length > 4) ? columns[4] : "";
				Stream.of(true, false)
					.filter((takeover) -> !conditions.contains(takeover ? "fresh" : "takeover"))
					.forEach((takeover) -> vectors.add(parse(columns, takeover, conditions)));
			});
		return vectors;
	}

	private static DeflateVector parse(String[] columns, boolean takeover, String conditions) {
		List<byte[]> payloads = Arrays.stream(columns[2].split(",", -1)).map(FrameNotation::bytes).toList();
		List<String> messages = new ArrayList<>();
		int failCode = 0;
		String partial = "";
		for (String message : columns[3].split(",", -1)) {
			String text = message.strip();
			if (text.startsWith("fail ")) {
				failCode = Integer.parseInt(text.substring(5, 9));
				partial = Inflated.text(FrameNotation.bytes(text.substring(9).strip()));
			}
			else {
				messages.add(Inflated.text(FrameNotation.bytes(text)));
			}
		}
		int max = conditions.matches(".*max=[0-9]+") ? Integer.parseInt(conditions.replaceAll(".*max=", "")) : 1 << 20;
		return new DeflateVector(columns[0] + (takeover ? ", takeover" : ", fresh"), payloads,
				new Inflated(messages, partial, failCode), takeover, max);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
