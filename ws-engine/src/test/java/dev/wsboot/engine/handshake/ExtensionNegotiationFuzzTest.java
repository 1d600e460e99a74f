/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.engine.FuzzInput;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.DeflateNegotiation;
import dev.wsboot.engine.compression.DeflateParameters;
import dev.wsboot.engine.compression.Extension;
import dev.wsboot.engine.compression.NegotiationException;
import dev.wsboot.engine.options.ContextTakeover;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Header lines of Sec-WebSocket-Extensions: declined, refused, or agreed on such that our
 * client understands the same as our server. Extensions that are written out are read as
 * they were.
 */
class ExtensionNegotiationFuzzTest {

	static Stream<Named<byte[]>> lines() {
		return Stream.of("permessage-deflate", "permessage-deflate; client_max_window_bits",
				"permessage-deflate; server_no_context_takeover; client_no_context_takeover",
				"permessage-deflate; server_max_window_bits=10; client_max_window_bits=\"9\"",
				"foo; a=1; b=\"x\\y\", permessage-deflate;\tserver_max_window_bits=8",
				"foo\npermessage-deflate; client_max_window_bits=15",
				"permessage-deflate; server_max_window_bits=7, permessage-deflate",
				"permessage-deflate; server_no_context_takeover; server_no_context_takeover", ",", "",
				"permessage-deflate,", ",,a;b=1 , ,c\n,permessage-deflate", "a;", "a;b=", "a;b=\"\"", "a;b=\"c", "a b",
				"permessage-deflate; server_max_window_bits=08", "permessage-deflate; server_max_window_bits")
			.flatMap((line) -> Stream.of(1, 3)
				.map((takeover) -> FuzzInput.seed(line + ", " + takeover, takeover,
						line.getBytes(StandardCharsets.ISO_8859_1))));
	}

	@MethodSource("lines")
	@FuzzTest(maxDuration = "")
	void clientAndServerAgree(byte[] data) {
		FuzzInput input = FuzzInput.parse(data);
		List<String> lines = List.of(new String(input.bytes(), StandardCharsets.ISO_8859_1).split("\n", -1));
		List<Extension> extensions = ExtensionGrammar.parse(lines);
		if (extensions == null) {
			return;
		}
		assertThat(ExtensionGrammar.parse(List.of(write(extensions)))).isEqualTo(extensions);
		ContextTakeover allowed = ContextTakeover.values()[input.options() % ContextTakeover.values().length];
		DeflateAgreement server = DeflateNegotiation.accept(extensions, allowed);
		DeflateParameters offer = extensions.stream()
			.map(DeflateParameters::parse)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		assertThat(server != null).isEqualTo(offer != null);
		if (offer != null && server != null) {
			assertThat(parse(offer.header())).isEqualTo(offer);
			assertAgree(offer, server, allowed);
		}
		if (!extensions.isEmpty()) {
			assertAnyAnswerIsCheckable(extensions);
		}
	}

	private static void assertAgree(DeflateParameters offer, DeflateAgreement server, ContextTakeover allowed) {
		List<Extension> answer = Objects.requireNonNull(ExtensionGrammar.parse(List.of(server.header())));
		try {
			DeflateAgreement client = Objects.requireNonNull(DeflateNegotiation.check(offer, answer));
			assertThat(client.peerTakeover()).isEqualTo(server.ourTakeover());
			assertThat(client.ourTakeover()).isEqualTo(server.peerTakeover());
			assertThat(client.peerWindowBits()).isEqualTo(server.ourWindowBits()).isBetween(8, 15);
			assertThat(client.ourWindowBits()).isEqualTo(server.peerWindowBits()).isBetween(8, 15);
			assertThat(server.ourTakeover()).isEqualTo(allowed.byServer() && !offer.serverNoContextTakeover());
		}
		catch (NegotiationException ex) {
			throw new AssertionError("Our client refuses what our server answers", ex);
		}
	}

	/** A hostile server may answer anything. */
	private static void assertAnyAnswerIsCheckable(List<Extension> answer) {
		for (String offered : List.of("permessage-deflate", "permessage-deflate; client_max_window_bits",
				"permessage-deflate; server_max_window_bits=10; client_max_window_bits=10")) {
			try {
				DeflateAgreement agreed = Objects.requireNonNull(DeflateNegotiation.check(parse(offered), answer));
				assertThat(agreed.ourWindowBits()).isBetween(8, 15);
				assertThat(agreed.peerWindowBits()).isBetween(8, 15);
				assertThat(answer).hasSize(1);
			}
			catch (NegotiationException ex) {
				assertThat(ex.getMessage()).contains("is not acceptable");
			}
		}
	}

	private static DeflateParameters parse(String offer) {
		return Objects.requireNonNull(
				DeflateParameters.parse(Objects.requireNonNull(ExtensionGrammar.parse(List.of(offer))).get(0)));
	}

	private static String write(List<Extension> extensions) {
		return extensions.stream()
			.map((extension) -> extension.name() + extension.parameters()
				.stream()
				.map((parameter) -> ";" + parameter.name()
						+ ((parameter.value() != null) ? "=\"" + parameter.value() + '"' : ""))
				.collect(Collectors.joining()))
			.collect(Collectors.joining(","));
	}

}
