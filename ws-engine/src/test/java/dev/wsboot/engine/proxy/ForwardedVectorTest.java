/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.ProxyOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cases of {@code vectors/forwarded.txt}, where the format is explained.
 */
class ForwardedVectorTest {

	private static final InetSocketAddress PEER = new InetSocketAddress("10.0.0.1", 1234);

	private static final Pattern REPETITION = Pattern.compile("\\{(?<text>[^{}]+)\\*(?<times>\\d+)}");

	static List<Vector> vectors() throws IOException {
		List<Vector> vectors = new ArrayList<>();
		for (String block : read().split("\n\n+", -1)) {
			String name = "";
			String header = "";
			List<String> inputs = new ArrayList<>();
			for (String line : block.lines().filter((each) -> !each.isEmpty() && !each.startsWith("#")).toList()) {
				String[] parts = line.split(": ?", 2);
				switch (parts[0]) {
					case "name" -> name = parts[1];
					case "header" -> header = parts[1];
					case "in" -> inputs.add(parts[1]);
					case "out" -> {
						for (int i = 0; i < inputs.size(); i++) {
							vectors.add(new Vector(name + " #" + (i + 1), header, inputs.get(i), parts[1]));
						}
					}
					default -> assertThat(parts[0]).isEqualTo("rfc");
				}
			}
		}
		return vectors;
	}

	private static String read() throws IOException {
		try (InputStream in = ForwardedVectorTest.class.getResourceAsStream("/vectors/forwarded.txt")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void vectorsAreRead() throws IOException {
		assertThat(vectors()).hasSizeGreaterThan(80);
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void proxiesTell(Vector vector) {
		ForwardedHeader header = ForwardedHeader.valueOf(vector.header().toUpperCase(Locale.ROOT).replace('-', '_'));
		TrustedProxies proxies = new TrustedProxies(new ProxyOptions(List.of("10.0.0.0/8", "fd00::/8"), false, header));
		assertThat(tell(proxies.client(vector.headers(), PEER))).isEqualTo(vector.out());
		assertThat(proxies.client(vector.headers(), new InetSocketAddress("192.0.2.99", 1234)))
			.as("what a peer says that is not trusted")
			.isNull();
	}

	/** The seeds are fixed. */
	@Test
	@Tag("slow")
	void whatAClientMakesUpHidesNothing() {
		String alphabet = "\",\\;= a1.:[]";
		for (int seed = 0; seed < 50_000; seed++) {
			Random random = new Random(seed);
			String madeUp = random.ints(random.nextInt(12), 0, alphabet.length())
				.mapToObj((i) -> String.valueOf(alphabet.charAt(i)))
				.collect(Collectors.joining());
			String told = random.nextBoolean() ? "for=192.0.2.1;proto=https;host=a.example"
					: "for=\"192.0.2.1:0\";proto=\"https\";host=\"a.example\"";
			Headers forwarded = Headers.of("Forwarded", madeUp + ", " + told);
			assertThat(tell(proxies(ForwardedHeader.FORWARDED).client(forwarded, PEER))).as(madeUp)
				.isEqualTo("192.0.2.1 0 https a.example");
			Headers xForwarded = Headers.of("X-Forwarded-For", madeUp + ", 192.0.2.1", "X-Forwarded-Proto", "https",
					"X-Forwarded-Host", madeUp + ", a.example");
			assertThat(tell(proxies(ForwardedHeader.X_FORWARDED).client(xForwarded, PEER))).as(madeUp)
				.isEqualTo("192.0.2.1 0 https a.example");
		}
	}

	private static TrustedProxies proxies(ForwardedHeader header) {
		return new TrustedProxies(new ProxyOptions(List.of("10.0.0.0/8", "fd00::/8"), false, header));
	}

	private static String tell(ForwardedClient client) {
		if (client == null) {
			return "- - - -";
		}
		InetSocketAddress address = client.address();
		String node = (address != null)
				? address.getHostString().replaceFirst("(:0){2,}:", "::") + " " + address.getPort() : "- -";
		return node + " " + or(client.scheme()) + " " + or(client.host());
	}

	private static String or(String text) {
		return (text != null) ? text : "-";
	}

	/** A case: the lines of its block, with one {@code in}. */
	record Vector(String name, String header, String in, String out) {

		Headers headers() {
			String text = REPETITION.matcher(this.in)
				.replaceAll((match) -> match.group(1).repeat(Integer.parseInt(match.group(2))));
			List<String> fields = new ArrayList<>();
			for (String line : text.split("\\{nl}", -1)) {
				int colon = line.indexOf(':');
				fields.add(line.substring(0, colon));
				fields.add(line.substring(colon + 1).strip());
			}
			return Headers.of(fields.toArray(String[]::new));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
