/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.wsboot.engine.options.ContextTakeover;
import org.jspecify.annotations.Nullable;

/**
 * One case of {@code vectors/deflate-negotiation.txt}, where the format is explained.
 *
 * @param name what it shows, and which case of its block it is
 * @param fields the lines of its block but {@code in}
 * @param lines the values of the header lines that come in
 */
record NegotiationVector(String name, Map<String, String> fields, List<String> lines) {

	static List<NegotiationVector> all() {
		List<NegotiationVector> vectors = new ArrayList<>();
		for (String block : TestData.resource("/vectors/deflate-negotiation.txt").split("\n\n+", -1)) {
			Map<String, String> fields = new HashMap<>();
			List<String> inputs = new ArrayList<>();
			for (String line : block.split("\n", -1)) {
				if (!line.isEmpty() && !line.startsWith("#")) {
					String[] parts = line.split(": ?", 2);
					if (parts[0].equals("in")) {
						inputs.add(parts[1].replace("\\t", "\t"));
					}
					else if (fields.put(parts[0], parts[1]) != null) {
						throw new IllegalArgumentException("Two lines of a kind in: " + block);
					}
				}
			}
			if (!fields.isEmpty()) {
				add(vectors, fields, inputs);
			}
		}
		return vectors;
	}

	private static void add(List<NegotiationVector> vectors, Map<String, String> fields, List<String> inputs) {
		String name = Objects.requireNonNull(fields.get("name"));
		if (!fields.getOrDefault("rfc", "").matches("RFC (6455|7692) [0-9.]+( and [0-9.]+)?")) {
			throw new IllegalArgumentException("Which section is this: " + name);
		}
		if (inputs.isEmpty()) {
			vectors.add(new NegotiationVector(name, fields, List.of()));
		}
		for (int i = 0; i < inputs.size(); i++) {
			vectors
				.add(new NegotiationVector(name + " #" + (i + 1), fields, List.of(inputs.get(i).split("\\{nl}", -1))));
		}
	}

	boolean isClient() {
		return this.fields.containsKey("offer");
	}

	@Nullable String field(String field) {
		return this.fields.get(field);
	}

	String out() {
		return Objects.requireNonNull(this.fields.get("out"));
	}

	ContextTakeover takeover() {
		return ContextTakeover.valueOf(this.fields.getOrDefault("takeover", "both").toUpperCase());
	}

	@Override
	public String toString() {
		return this.name;
	}

}
