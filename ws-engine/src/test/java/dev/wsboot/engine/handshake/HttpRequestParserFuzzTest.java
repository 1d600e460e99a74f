/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.engine.Allocation;
import dev.wsboot.engine.FuzzInput;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests: whatever comes in has one answer, the same for any split; what is accepted
 * keeps the promises of the handshake, and what is not complete is within the limits.
 */
class HttpRequestParserFuzzTest {

	/** The line ends of the request line and of the empty line. */
	private static final int LINE_ENDS = 4;

	private static final long FIXED_COSTS = 256 * 1024;

	static Stream<Named<byte[]>> requests() {
		return HandshakeVector.all().stream().map((vector) -> FuzzInput.seed(vector.name(), 1, vector.input(), 1, 30));
	}

	@MethodSource("requests")
	@FuzzTest(maxDuration = "")
	void everySplitHasTheSameAnswer(byte[] data) {
		FuzzInput input = FuzzInput.parse(data);
		List<Map.Entry<String, String>> speaks = input.option(0) ? List.of(Map.entry("speaks", "a b v1.chat"))
				: List.of();
		HandshakeVector vector = new HandshakeVector("fuzz", speaks,
				new String(input.bytes(), StandardCharsets.ISO_8859_1));
		Outcome outcome = Outcome.whole(vector);
		assertThat(Outcome.inPieces(vector, input.ends())).isEqualTo(outcome);
		if (outcome.path() != null) {
			outcome.assertIsSafe("accepted");
		}
		else if (outcome.reason() == null) {
			assertThat(input.bytes()).as("not complete")
				.hasSizeLessThan(Outcome.MAX_REQUEST_LINE + Outcome.MAX_HEADER_SIZE + LINE_ENDS);
		}
		long allocated = Allocation.of(() -> parse(input.bytes()));
		assertThat(allocated).as("bytes allocated").isLessThan(FIXED_COSTS + 16L * input.bytes().length);
	}

	/** With the limits that a server has by default. */
	private static void parse(byte[] bytes) {
		try {
			new HttpRequestParser(8192, 16_384, 100).parse(bytes, 0, bytes.length);
		}
		catch (HandshakeException ex) {
			// others tell whether rightly
		}
	}

}
