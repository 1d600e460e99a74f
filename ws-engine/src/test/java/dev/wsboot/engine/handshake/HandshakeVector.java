/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One case of {@code vectors/handshake.txt}, where the format is explained.
 *
 * @param name what it shows, and which case of its block it is
 * @param fields the lines of its block but {@code in}
 * @param text the bytes that come in, read as ISO-8859-1
 */
public record HandshakeVector(String name, List<Map.Entry<String, String>> fields, String text) {

	private static final Pattern ESCAPE = Pattern.compile("\\\\x(?<hex>[0-9a-f]{2})|\\\\(?<char>[rnt\\\\])"
			+ "|\\{(?<repeat>.)\\*(?<times>\\d+)}|\\{(?<line>nl|start|host|upgrade|connection|key|version|ws)}");

	private static final Map<String, String> LINES = Map.of("nl", "\r\n", "start", "GET /chat HTTP/1.1\r\n", "host",
			"Host: server.example.com\r\n", "upgrade", "Upgrade: websocket\r\n", "connection",
			"Connection: Upgrade\r\n", "key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "version",
			"Sec-WebSocket-Version: 13\r\n");

	public static List<HandshakeVector> all() {
		List<HandshakeVector> vectors = new ArrayList<>();
		for (String block : read("/vectors/handshake.txt").split("\n\n+", -1)) {
			List<Map.Entry<String, String>> fields = new ArrayList<>();
			List<String> inputs = new ArrayList<>();
			for (String line : block.split("\n", -1)) {
				if (!line.isEmpty() && !line.startsWith("#")) {
					String[] parts = line.split(": ?", 2);
					if (parts[0].equals("in")) {
						inputs.add(parts[1]);
					}
					else {
						fields.add(Map.entry(parts[0], parts[1]));
					}
				}
			}
			for (int i = 0; i < inputs.size(); i++) {
				String name = fields.get(0).getValue() + " #" + (i + 1);
				vectors.add(new HandshakeVector(name, fields, unescape(inputs.get(i))));
			}
		}
		return vectors;
	}

	public boolean allowsEncodedSlash() {
		return fieldOr("slash", "").equals("allowed");
	}

	/** The port that a browser on the server's machine connects to; -1 for others. */
	public int loopbackPort() {
		return Integer.parseInt(fieldOr("loopback", "-1"));
	}

	public byte[] input() {
		return this.text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** A valid request, for tests that start from one. */
	static byte[] validRequest() {
		return bytes("{start}{host}{ws}{nl}");
	}

	public String field(String field) {
		return Objects.requireNonNull(fieldOr(field, null), field);
	}

	String fieldOr(String field, String otherwise) {
		return fields(field).findFirst().orElse(otherwise);
	}

	Stream<String> fields(String field) {
		return this.fields.stream().filter((entry) -> entry.getKey().equals(field)).map(Map.Entry::getValue);
	}

	/** The elements of a list that is separated by blanks. */
	public List<String> list(String field) {
		String value = fieldOr(field, null);
		return (value != null) ? List.of(value.split(" ", -1)) : List.of();
	}

	static byte[] bytes(String escaped) {
		return unescape(escaped).getBytes(StandardCharsets.ISO_8859_1);
	}

	static String unescape(String escaped) {
		Matcher match = ESCAPE.matcher(escaped);
		StringBuilder plain = new StringBuilder();
		while (match.find()) {
			match.appendReplacement(plain, Matcher.quoteReplacement(meaning(match)));
		}
		return match.appendTail(plain).toString();
	}

	private static String meaning(Matcher match) {
		if (match.group("hex") != null) {
			return String.valueOf((char) Integer.parseInt(match.group("hex"), 16));
		}
		if (match.group("char") != null) {
			return ("\\" + match.group("char")).translateEscapes();
		}
		if (match.group("repeat") != null) {
			return match.group("repeat").repeat(Integer.parseInt(match.group("times")));
		}
		String line = match.group("line");
		return line.equals("ws") ? unescape("{upgrade}{connection}{key}{version}") : LINES.get(line);
	}

	private static String read(String resource) {
		try (InputStream in = HandshakeVector.class.getResourceAsStream(resource)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
