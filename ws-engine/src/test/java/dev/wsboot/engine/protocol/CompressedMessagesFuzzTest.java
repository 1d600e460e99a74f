/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Inflater;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.engine.Allocation;
import dev.wsboot.engine.FuzzInput;
import dev.wsboot.engine.compression.MessageDeflater;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.Reading.Outcome;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compressed messages between others: any split gives the same events, no message is
 * larger than the limit, and what a few bytes inflate to costs no more than that.
 */
class CompressedMessagesFuzzTest {

	private static final int TAKEOVER = 0;

	private static final int CLIENT = 1;

	private static final MessageLimits LIMITS = new MessageLimits(700, 1000, 6);

	private static final long FIXED_COSTS = 256 * 1024;

	private static final ZipPool<Inflater> POOL = ZipPool.ofInflaters(4);

	static Stream<Named<byte[]>> frames() {
		List<Named<byte[]>> seeds = new ArrayList<>();
		for (int options = 0; options < 4; options++) {
			boolean masked = (options & 2) == 0;
			String mask = masked ? "00 00 00 00" : "";
			// RFC 7692 7.2.3.1, and in two fragments around a ping
			String hello = (masked ? "C1 87" : "C1 07") + mask + "F2 48 CD C9 C9 07 00";
			String parts = (masked ? "41 83" : "41 03") + mask + "F2 48 CD" + (masked ? "89 80" : "89 00") + mask
					+ (masked ? "80 84" : "80 04") + mask + "C9 C9 07 00";
			for (String notation : List.of(hello, hello + hello, parts, parts + hello.replace("C1", "C2"))) {
				seeds.add(FuzzInput.seed(notation, options, FrameNotation.bytes(notation), 3, 1));
			}
			seeds.add(FuzzInput.seed("of records " + options, options, records(masked, (options & 1) != 0), 5, 40));
		}
		return seeds.stream();
	}

	private static byte[] records(boolean masked, boolean takeover) {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		try (MessageDeflater deflater = takeover ? MessageDeflater.withTakeover(6, 10)
				: MessageDeflater.withoutTakeover(10, ZipPool.ofDeflaters(6, 0))) {
			for (int i = 0; i < 4; i++) {
				byte[] payload = deflater.deflate(TestData.RECORDS.bytes(300, i));
				byte[] frame = masked ? FrameEncoder.encodeMasked(true, Opcode.TEXT, payload, 0)
						: FrameEncoder.encode(true, Opcode.TEXT, payload);
				frame[0] = FrameEncoder.compressed(frame[0]);
				frames.writeBytes(frame);
			}
		}
		return frames.toByteArray();
	}

	@MethodSource("frames")
	@FuzzTest(maxDuration = "")
	void anySplitGivesTheSameEvents(byte[] data) {
		FuzzInput input = FuzzInput.parse(data);
		Outcome expected = read(input, 64, Reading.eachByte(input.bytes()));
		assertThat(expected.failCode()).isIn(0, 1002, 1007, 1008, 1009);
		assertThat(expected.events())
			.allSatisfy((event) -> assertThat(event.payload().capacity()).isLessThanOrEqualTo(1000));
		assertSame(read(input, 1 + input.options(), input.ends()), expected);
		Outcome[] whole = new Outcome[1];
		long allocated = Allocation.of(() -> whole[0] = read(input, 1024, input.bytes().length));
		assertSame(whole[0], expected);
		assertThat(allocated).as("bytes allocated")
			.isLessThan(FIXED_COSTS + 32L * input.bytes().length
					+ 8L * LIMITS.maxMessageSize() * (expected.events().size() + 1));
	}

	private static Outcome read(FuzzInput input, int chunkSize, int... ends) {
		ByteBuffer chunk = ByteBuffer.allocate(chunkSize);
		try (MessageInflater inflater = input.option(TAKEOVER)
				? MessageInflater.withTakeover(LIMITS.maxMessageSize(), chunk)
				: MessageInflater.withoutTakeover(LIMITS.maxMessageSize(), chunk, POOL)) {
			return Reading.inPieces(input.option(CLIENT) ? Role.CLIENT : Role.SERVER, LIMITS, inflater, input.bytes(),
					ends);
		}
	}

	private static void assertSame(Outcome actual, Outcome expected) {
		assertThat(actual.events()).isEqualTo(expected.events());
		assertThat(actual.failCode()).isEqualTo(expected.failCode());
	}

}
