/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.zip.Inflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Every row of {@code vectors/deflate.txt}, however its bytes are cut and however much
 * room there is for the output.
 */
class DeflateVectorTest {

	private static final int[] CHUNKS = { 1, 2, 3, 4, 5, 6, 7, 16, 8192 };

	static List<DeflateVector> vectors() {
		return DeflateVector.all();
	}

	@Test
	void vectorsAreRead() {
		assertThat(vectors()).hasSizeGreaterThan(90);
	}

	/** Only so does all come before the failure for which there was room. */
	@ParameterizedTest
	@MethodSource("vectors")
	void byteByByte(DeflateVector vector) {
		for (int chunk : CHUNKS) {
			assertThat(inflate(vector, chunk, Inflated.BYTE_BY_BYTE)).as("chunk of " + chunk)
				.isEqualTo(vector.inflated());
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void whole(DeflateVector vector) {
		for (int chunk : CHUNKS) {
			assertOutcome(vector, inflate(vector, chunk, Inflated.WHOLE));
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void cutAtRandom(DeflateVector vector) {
		for (int seed = 0; seed < 30; seed++) {
			Random random = new Random(seed);
			assertOutcome(vector,
					inflate(vector, CHUNKS[seed % CHUNKS.length], (left) -> 1 + random.nextInt(Math.min(left, 8))));
		}
	}

	/** The other inflater of these tests must understand the RFC in the same way. */
	@ParameterizedTest
	@MethodSource("vectors")
	void secondOpinion(DeflateVector vector) {
		if (vector.inflated().failCode() == 1009 || vector.name().contains("which shows later")) {
			return;
		}
		RawInflate other = new RawInflate(15);
		List<String> messages = vector.inflated().messages();
		for (int i = 0; i < messages.size(); i++) {
			assertThat(Inflated.text(other.message(vector.payloads().get(i)))).isEqualTo(messages.get(i));
			if (!vector.takeover()) {
				other.reset();
			}
		}
		if (vector.inflated().failCode() != 0) {
			byte[] bad = vector.payloads().get(messages.size());
			assertThatIllegalArgumentException().isThrownBy(() -> other.message(bad));
		}
	}

	private static Inflated inflate(DeflateVector vector, int chunk, IntUnaryOperator pieces) {
		try (ZipPool<Inflater> pool = ZipPool.ofInflaters(1)) {
			ByteBuffer room = (chunk % 2 == 0) ? ByteBuffer.allocate(chunk) : ByteBuffer.allocateDirect(chunk);
			MessageInflater inflater = vector.takeover() ? MessageInflater.withTakeover(vector.maxMessageSize(), room)
					: MessageInflater.withoutTakeover(vector.maxMessageSize(), room, pool);
			return Inflated.of(inflater, vector.payloads(), pieces);
		}
	}

	private static void assertOutcome(DeflateVector vector, Inflated outcome) {
		assertThat(outcome.messages()).isEqualTo(vector.inflated().messages());
		assertThat(outcome.failCode()).isEqualTo(vector.inflated().failCode());
		assertThat(vector.inflated().partial()).startsWith(outcome.partial());
	}

}
