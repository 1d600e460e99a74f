/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.engine.Allocation;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.FuzzInput;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.Reading.Outcome;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are not compressed: any split gives the events of {@link PlainReader},
 * and they cost what their bytes weigh, whatever length they claim.
 */
class PlainMessagesFuzzTest {

	private static final int CLIENT = 0;

	/** Longer vectors are about what one byte more would do. */
	private static final int MAX_SEED = 2000;

	private static final MessageLimits SMALL = new MessageLimits(300, 500, 6);

	private static final long FIXED_COSTS = 256 * 1024;

	static Stream<Named<byte[]>> frames() {
		return FrameVector.all()
			.stream()
			.filter((vector) -> vector.bytes().length <= MAX_SEED)
			.map((vector) -> FuzzInput.seed(vector.name(), (vector.role() == Role.CLIENT) ? 1 : 0, vector.bytes(), 1, 2,
					0, 9));
	}

	@MethodSource("frames")
	@FuzzTest(maxDuration = "")
	void anySplitGivesTheSameEvents(byte[] data) {
		FuzzInput input = FuzzInput.parse(data);
		byte[] bytes = input.bytes();
		Role role = input.option(CLIENT) ? Role.CLIENT : Role.SERVER;
		Outcome expected = PlainReader.read(role, SMALL, bytes);
		assertThat(Reading.byteByByte(role, SMALL, bytes)).isEqualTo(expected);
		assertSame(Reading.whole(role, SMALL, bytes), expected);
		assertSame(Reading.pausing(role, SMALL, bytes), expected);
		assertSame(Reading.inPieces(role, SMALL, bytes, input.ends()), expected);
		byte[] copy = bytes.clone();
		assertThat(Allocation.of(() -> read(role, copy))).as("bytes allocated")
			.isLessThan(FIXED_COSTS + 32L * bytes.length);
	}

	private static void assertSame(Outcome actual, Outcome expected) {
		assertThat(actual.events()).isEqualTo(expected.events());
		assertThat(actual.failCode()).isEqualTo(expected.failCode());
	}

	/** With the limits of a server, which may be claimed in a few bytes. */
	private static void read(Role role, byte[] bytes) {
		try {
			new ProtocolReader(role, FrameVector.DEFAULT_LIMITS, new Nobody()).receive(ByteBuffer.wrap(bytes));
		}
		catch (ProtocolException ex) {
			// others tell whether rightly
		}
	}

	/** Keeps nothing. */
	private static final class Nobody implements ReaderEvents {

		@Override
		public boolean onMessage(WsMessage message) {
			return true;
		}

		@Override
		public void onPing(byte[] payload) {
		}

		@Override
		public void onPong(byte[] payload) {
		}

		@Override
		public void onClose(CloseStatus status, boolean followed) {
		}

	}

}
