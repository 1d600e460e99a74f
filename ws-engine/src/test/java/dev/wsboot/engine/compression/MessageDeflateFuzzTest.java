/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import java.util.zip.Inflater;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.engine.FuzzInput;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compressed payloads: inflated as {@link RawInflate} does it, never further than the
 * limit, the same for any split. Any message survives being deflated and inflated.
 */
class MessageDeflateFuzzTest {

	private static final int TAKEOVER = 0;

	private static final int MAX = 20_000;

	static Stream<Named<byte[]>> payloads() {
		return DeflateVector.all()
			.stream()
			.filter((vector) -> vector.payloads().get(0).length < 2000)
			.map((vector) -> FuzzInput.seed(vector.name(), vector.takeover() ? 1 : 0, vector.payloads().get(0), 1, 5));
	}

	@MethodSource("payloads")
	@FuzzTest(maxDuration = "")
	void inflatesLikeAnotherInflater(byte[] data) {
		FuzzInput input = FuzzInput.parse(data);
		Inflated whole = inflate(input, MAX, Inflated.WHOLE);
		int[] piece = { 0 };
		Inflated inPieces = inflate(input, 1 + input.options(), (left) -> (input.pieces().length == 0) ? 1
				: Math.max(1, input.pieces()[piece[0]++ % input.pieces().length]));
		assertSame(inPieces, whole);
		assertThat(whole.failCode()).isIn(0, 1007, 1009);
		assertThat(whole.messages()).allSatisfy((message) -> assertThat(message).hasSizeLessThanOrEqualTo(MAX));
		if (!input.option(TAKEOVER) && whole.failCode() != 1009) {
			assertSame(whole, secondOpinion(input.bytes()));
		}
		assertSurvives(input);
	}

	private static Inflated inflate(FuzzInput input, int chunk, IntUnaryOperator pieces) {
		ByteBuffer room = ByteBuffer.allocate(chunk);
		try (ZipPool<Inflater> pool = ZipPool.ofInflaters(1)) {
			return Inflated.of(input.option(TAKEOVER) ? MessageInflater.withTakeover(MAX, room)
					: MessageInflater.withoutTakeover(MAX, room, pool), List.of(input.bytes()), pieces);
		}
	}

	/** How much is told of a message that fails depends on the pieces. */
	private static void assertSame(Inflated actual, Inflated expected) {
		assertThat(actual.messages()).isEqualTo(expected.messages());
		assertThat(actual.failCode()).isEqualTo(expected.failCode());
		assertThat(actual.failCode() != 0 || actual.partial().equals(expected.partial())).isTrue();
	}

	private static Inflated secondOpinion(byte[] payload) {
		try {
			return new Inflated(List.of(Inflated.text(new RawInflate(15).message(payload))), "", 0);
		}
		catch (IllegalArgumentException ex) {
			return new Inflated(List.of(), "", 1007);
		}
	}

	private static void assertSurvives(FuzzInput input) {
		try (MessageDeflater deflater = MessageDeflater.withTakeover(6, 8 + (input.options() & 7));
				MessageInflater inflater = MessageInflater.withTakeover(1 << 20, ByteBuffer.allocate(1000))) {
			byte[] message = input.bytes();
			byte[] twice = TestData.RUN.bytes(50 + message.length % 100, 1);
			List<byte[]> payloads = Stream.of(twice, message, twice)
				.map(deflater::deflate)
				.filter(Objects::nonNull)
				.toList();
			List<String> expected = Stream.of(twice, message, twice).map(Inflated::text).toList();
			if (payloads.size() == 3) {
				assertThat(Inflated.of(inflater, payloads, Inflated.WHOLE).messages()).isEqualTo(expected);
			}
		}
	}

}
