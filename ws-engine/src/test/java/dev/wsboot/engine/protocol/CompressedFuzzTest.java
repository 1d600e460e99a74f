/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.Reading.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compressed messages between others, some of them broken: any split gives the same
 * events, and nothing but a {@code ProtocolException} escapes. The same seeds each time;
 * {@code -Dfuzz.seed=N} replays one of them, and {@code -Dfuzz.rounds=1000000} explores.
 */
class CompressedFuzzTest {

	private static final long FIRST_SEED = Long.getLong("fuzz.seed", 0);

	private static final int ROUNDS = Integer.getInteger("fuzz.rounds", (FIRST_SEED != 0) ? 1 : 3_000);

	private static final MessageLimits LIMITS = new MessageLimits(700, 1000, 6);

	private final ZipPool<Inflater> pool = ZipPool.ofInflaters(4);

	@Test
	void anySplitGivesTheSameEvents() {
		Map<Integer, Integer> failed = new TreeMap<>();
		int messages = 0;
		for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
			Random random = new Random(seed);
			boolean takeover = random.nextBoolean();
			byte[] input = script(random, takeover);
			try {
				Outcome byteByByte = read(takeover, random, input, Reading.eachByte(input));
				for (int i = 0; i < 4; i++) {
					Outcome other = read(takeover, random, input,
							Reading.randomEnds(random, input.length, 1 + random.nextInt(6)));
					assertThat(other.events()).isEqualTo(byteByByte.events());
					assertThat(other.failCode()).isEqualTo(byteByByte.failCode());
				}
				failed.merge(byteByByte.failCode(), 1, Integer::sum);
				messages += byteByByte.events().size();
			}
			catch (Throwable ex) {
				throw new AssertionError("Seed " + seed + ": " + HexFormat.of().formatHex(input), ex);
			}
		}
		if (ROUNDS >= 3_000) {
			// a generator that never gets there would find nothing
			assertThat(failed).containsOnlyKeys(0, 1002, 1007, 1008, 1009)
				.allSatisfy((code, times) -> assertThat(times).isGreaterThan(10));
			assertThat(messages).isGreaterThan(2 * ROUNDS);
		}
	}

	private Outcome read(boolean takeover, Random random, byte[] input, int... ends) {
		ByteBuffer chunk = ByteBuffer.allocate(1 + random.nextInt(300));
		MessageInflater inflater = takeover ? MessageInflater.withTakeover(LIMITS.maxMessageSize(), chunk)
				: MessageInflater.withoutTakeover(LIMITS.maxMessageSize(), chunk, this.pool);
		try (inflater) {
			return Reading.inPieces(Role.SERVER, LIMITS, inflater, input, ends);
		}
	}

	private static byte[] script(Random random, boolean takeover) {
		ByteArrayOutputStream script = new ByteArrayOutputStream();
		Deflater deflater = new Deflater(6, true);
		int messages = 1 + random.nextInt(8);
		for (int i = 0; i < messages; i++) {
			boolean text = random.nextBoolean();
			byte[] message = (text ? TestData.RECORDS : TestData.ECHO)
				.bytes(random.nextInt((random.nextInt(20) == 0) ? 1100 : 300), random.nextInt());
			boolean compressed = random.nextInt(4) != 0;
			byte[] payload = compressed ? deflate(deflater, message) : message;
			if (compressed && !takeover) {
				deflater.reset();
			}
			if (random.nextInt(25) == 0 && payload.length > 0) {
				payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
			}
			addFrames(script, text ? Opcode.TEXT : Opcode.BINARY, compressed, payload, random);
		}
		deflater.end();
		byte[] all = script.toByteArray();
		if (random.nextInt(20) == 0) {
			all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
		}
		return all;
	}

	private static void addFrames(ByteArrayOutputStream script, Opcode opcode, boolean compressed, byte[] payload,
			Random random) {
		int fragments = 1 + random.nextInt((random.nextInt(8) == 0) ? 8 : 3);
		int from = 0;
		for (int i = 0; i < fragments; i++) {
			int to = (i == fragments - 1) ? payload.length : from + random.nextInt(payload.length - from + 1);
			byte[] frame = FrameEncoder.encodeMasked(i == fragments - 1, (i == 0) ? opcode : Opcode.CONTINUATION,
					Arrays.copyOfRange(payload, from, to), random.nextInt());
			if (i == 0 && compressed) {
				frame[0] = FrameEncoder.compressed(frame[0]);
			}
			if (random.nextInt(100) == 0) {
				frame[0] ^= (byte) (1 << random.nextInt(8));
			}
			script.writeBytes(frame);
			if (random.nextInt(6) == 0) {
				script.writeBytes(FrameEncoder.encodeMasked(true, Opcode.PING, new byte[random.nextInt(3)], 1));
			}
			from = to;
		}
	}

	private static byte[] deflate(Deflater deflater, byte[] message) {
		byte[] target = new byte[2 * message.length + 100];
		deflater.setInput(message);
		int length = deflater.deflate(target, 0, target.length, Deflater.SYNC_FLUSH);
		return (length == 0) ? new byte[1] : Arrays.copyOf(target, length - 4);
	}

}
