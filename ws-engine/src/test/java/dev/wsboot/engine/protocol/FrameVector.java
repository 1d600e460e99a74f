/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntSupplier;

import dev.wsboot.engine.Violation;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Role;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code vectors/frames.txt}, which tells how it is written.
 *
 * @param name what the row shows
 * @param input the bytes, in {@link FrameNotation}
 * @param events what is told, in order
 * @param failCode the close code of the violation, 0 for none
 * @param violation the violation, {@code null} for none
 * @param failAt how many bytes must have been read for it to show
 * @param role our side
 * @param limits what the peer may send
 */
public record FrameVector(String name, String input, List<ReadEvent> events, int failCode,
		@Nullable Violation violation, int failAt, Role role, MessageLimits limits) {

	/** The defaults of the server. */
	public static final MessageLimits DEFAULT_LIMITS = new MessageLimits(1024 * 1024, 1024 * 1024, 16384);

	/**
	 * Reads all rows.
	 * @return the rows
	 */
	public static List<FrameVector> all() {
		List<FrameVector> vectors = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (String line : lines()) {
			if (!line.isBlank() && !line.startsWith("#")) {
				FrameVector vector = parse(line);
				if (!names.add(vector.name)) {
					throw new IllegalArgumentException("Two vectors have this name: " + vector.name);
				}
				vectors.add(vector);
			}
		}
		return vectors;
	}

	/**
	 * Returns the bytes with a masking key of zero.
	 * @return a new array
	 */
	public byte[] bytes() {
		return FrameNotation.bytes(this.input);
	}

	/**
	 * Returns the bytes.
	 * @param maskingKeys gives one for each frame
	 * @return a new array
	 */
	public byte[] bytes(IntSupplier maskingKeys) {
		return FrameNotation.bytes(this.input, maskingKeys);
	}

	private static List<String> lines() {
		try (InputStream in = FrameVector.class.getResourceAsStream("/vectors/frames.txt")) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static FrameVector parse(String line) {
		List<String> columns = split(line, '|');
		if (columns.size() < 4 || columns.size() > 5 || !columns.get(1).matches("RFC (6455|3629|7692) [0-9.]+")) {
			throw new IllegalArgumentException("Not a vector: " + line);
		}
		try {
			return parse(columns.get(0), columns.get(2), columns.get(3), (columns.size() > 4) ? columns.get(4) : "");
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Not a vector: " + line, ex);
		}
	}

	private static FrameVector parse(String name, String input, String output, String conditions) {
		List<ReadEvent> events = new ArrayList<>();
		int failCode = 0;
		Violation violation = null;
		int failAt = 0;
		for (String each : split(output, ',')) {
			if (violation != null) {
				throw new IllegalArgumentException("Nothing comes after a failure");
			}
			if (each.startsWith("fail ")) {
				String[] words = each.split(" ");
				failCode = Integer.parseInt(words[1]);
				violation = Violation.valueOf(words[2]);
				failAt = Integer.parseInt(words[3].substring("@".length()));
			}
			else if (!each.equals("nothing")) {
				int times = each.matches("[0-9]+ .*") ? Integer.parseInt(each.substring(0, each.indexOf(' '))) : 1;
				ReadEvent event = ReadEvent.parse((times != 1) ? each.substring(each.indexOf(' ') + 1) : each);
				for (int i = 0; i < times; i++) {
					events.add(event);
				}
			}
		}
		Role role = Role.SERVER;
		MessageLimits limits = DEFAULT_LIMITS;
		for (String condition : conditions.isEmpty() ? new String[0] : conditions.split(" ")) {
			if (condition.equals("client")) {
				role = Role.CLIENT;
			}
			else {
				String[] numbers = condition.split("/");
				limits = new MessageLimits(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]),
						Integer.parseInt(numbers[2]));
			}
		}
		return new FrameVector(name, input, List.copyOf(events), failCode, violation, failAt, role, limits);
	}

	private static List<String> split(String text, char separator) {
		List<String> parts = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			quoted ^= c == '"';
			if (c == separator && !quoted) {
				parts.add(text.substring(start, i).strip());
				start = i + 1;
			}
		}
		parts.add(text.substring(start).strip());
		return parts;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
