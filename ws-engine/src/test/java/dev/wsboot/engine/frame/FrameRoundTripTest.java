/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link FrameEncoder} encodes, {@link FrameDecoder} decodes, in both directions.
 */
class FrameRoundTripTest {

	private static final int[] SIZES = { 0, 1, 125, 126, 127, 65535, 65536, 1024 * 1024 };

	static Stream<Arguments> frames() {
		return Arrays.stream(Role.values())
			.flatMap((role) -> Stream.of(Opcode.TEXT, Opcode.BINARY, Opcode.CONTINUATION)
				.flatMap((opcode) -> Arrays.stream(SIZES).mapToObj((size) -> Arguments.of(role, opcode, size))));
	}

	@ParameterizedTest
	@MethodSource("frames")
	void decodeOfEncodeIsIdentity(Role receiver, Opcode opcode, int size) throws ProtocolException {
		byte[] payload = payload(size);
		for (boolean fin : new boolean[] { true, false }) {
			byte[] wire = encode(receiver, fin, opcode, payload, 0xC0FFEE42);
			Frame expected = new Frame(fin, false, opcode, payload);
			Decoded whole = new Decoded(receiver, 1024 * 1024, false);
			assertThat(whole.decode(wire, 0, wire.length)).isEqualTo(wire.length);
			assertThat(whole.frames).containsExactly(expected);
			Decoded pieces = new Decoded(receiver, 1024 * 1024, false);
			byte[] again = encode(receiver, fin, opcode, payload, 0xC0FFEE42);
			for (int from = 0; from < again.length; from += 1021) {
				pieces.decode(again, from, Math.min(1021, again.length - from));
			}
			assertThat(pieces.frames).containsExactly(expected);
		}
	}

	@Test
	void encodesAsTheExamplesOfTheRfc() {
		// RFC 6455 5.7
		byte[] hello = FrameNotation.bytes("\"Hello\"");
		assertThat(FrameEncoder.encode(true, Opcode.TEXT, hello)).isEqualTo(FrameNotation.bytes("81 05 48656C6C6F"));
		assertThat(FrameEncoder.encodeMasked(true, Opcode.TEXT, hello, 0x37FA213D))
			.isEqualTo(FrameNotation.bytes("81 85 37FA213D 7F9F4D5158"));
		assertThat(FrameEncoder.encode(false, Opcode.TEXT, FrameNotation.bytes("\"Hel\"")))
			.isEqualTo(FrameNotation.bytes("01 03 48656C"));
		assertThat(FrameEncoder.encode(true, Opcode.CONTINUATION, FrameNotation.bytes("\"lo\"")))
			.isEqualTo(FrameNotation.bytes("80 02 6C6F"));
		assertThat(FrameEncoder.encode(true, Opcode.PING, hello)).isEqualTo(FrameNotation.bytes("89 05 48656C6C6F"));
		assertThat(FrameEncoder.encodeMasked(true, Opcode.PONG, hello, 0x37FA213D))
			.isEqualTo(FrameNotation.bytes("8A 85 37FA213D 7F9F4D5158"));
		assertThat(FrameEncoder.encode(true, Opcode.BINARY, new byte[256]))
			.startsWith(FrameNotation.bytes("82 7E 0100"))
			.hasSize(4 + 256);
		assertThat(FrameEncoder.encode(true, Opcode.BINARY, new byte[65536]))
			.startsWith(FrameNotation.bytes("82 7F 0000000000010000"))
			.hasSize(10 + 65536);
	}

	@Test
	void encodesLengthsInTheirShortestForm() {
		assertThat(header(0)).isEqualTo(FrameNotation.bytes("82 00"));
		assertThat(header(125)).isEqualTo(FrameNotation.bytes("82 7D"));
		assertThat(header(126)).isEqualTo(FrameNotation.bytes("82 7E 007E"));
		assertThat(header(65535)).isEqualTo(FrameNotation.bytes("82 7E FFFF"));
		assertThat(header(65536)).isEqualTo(FrameNotation.bytes("82 7F 0000000000010000"));
		assertThat(header(Integer.MAX_VALUE)).isEqualTo(FrameNotation.bytes("82 7F 000000007FFFFFFF"));
	}

	@Test
	void masksTheCopyOnly() {
		byte[] payload = payload(50);
		FrameEncoder.encodeMasked(true, Opcode.BINARY, payload, -1);
		assertThat(payload).isEqualTo(payload(50));
	}

	@Test
	void stopsBehindTheFrameWithWhichTheSinkHasEnough() throws ProtocolException {
		byte[] wire = FrameNotation.bytes("81 83 m \"one\", 81 80 m, 81 83 m \"two\"", () -> 0x01020304);
		Decoded decoded = new Decoded(Role.SERVER, 100, false);
		decoded.stopBehindEach = true;
		assertThat(decoded.decode(wire, 0, wire.length)).isEqualTo(9);
		assertThat(decoded.decode(wire, 9, wire.length - 9)).isEqualTo(6);
		assertThat(decoded.decode(wire, 15, wire.length - 15)).isEqualTo(9);
		assertThat(decoded.frames).extracting((frame) -> new String(frame.payload)).containsExactly("one", "", "two");
	}

	@Test
	void needsNoMoreBytesForAFrameWithoutPayload() throws ProtocolException {
		Decoded decoded = new Decoded(Role.CLIENT, 100, false);
		byte[] wire = FrameNotation.bytes("89 00");
		decoded.decode(wire, 0, 2);
		assertThat(decoded.frames).containsExactly(new Frame(true, false, Opcode.PING, new byte[0]));
	}

	@Test
	void handsRsv1OnWhereAnExtensionGivesItAMeaning() throws ProtocolException {
		Decoded decoded = new Decoded(Role.CLIENT, 100, true);
		byte[] wire = FrameNotation.bytes("C1 01 41, 41 01 42, 80 01 43");
		decoded.decode(wire, 0, wire.length);
		assertThat(decoded.frames).extracting(Frame::rsv1).containsExactly(true, true, false);
	}

	@Test
	void refusesRsv1OnContinuationsAndControlFramesInAnyCase() {
		// RFC 7692 6
		for (String firstByte : new String[] { "C0", "40", "C8", "C9", "CA" }) {
			assertThat(failsAt(FrameNotation.bytes(firstByte + " 00"), true)).as(firstByte).isEqualTo(1);
		}
	}

	@Test
	void refusesRsv2AndRsv3InAnyCase() {
		for (String firstByte : new String[] { "A1", "91", "F1", "E2", "D2", "A9" }) {
			assertThat(failsAt(FrameNotation.bytes(firstByte + " 00"), true)).as(firstByte).isEqualTo(1);
		}
	}

	/** A stream of frames, each cut anywhere, in both roles. */
	@ParameterizedTest
	@MethodSource("seeds")
	void decodesStreams(int seed) throws ProtocolException {
		Random random = new Random(seed);
		Role receiver = random.nextBoolean() ? Role.SERVER : Role.CLIENT;
		Opcode[] opcodes = { Opcode.TEXT, Opcode.BINARY, Opcode.CONTINUATION, Opcode.PING, Opcode.PONG, Opcode.CLOSE };
		List<Frame> expected = new ArrayList<>();
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		for (int i = 0; i < 20; i++) {
			Opcode opcode = opcodes[random.nextInt(opcodes.length)];
			boolean fin = opcode.isControl() || random.nextBoolean();
			byte[] payload = new byte[random.nextInt(opcode.isControl() ? 126 : 400)];
			random.nextBytes(payload);
			expected.add(new Frame(fin, false, opcode, payload));
			wire.writeBytes(encode(receiver, fin, opcode, payload, random.nextInt()));
		}
		Decoded decoded = new Decoded(receiver, 400, false);
		byte[] bytes = wire.toByteArray();
		for (int from = 0; from < bytes.length;) {
			int length = Math.min(1 + random.nextInt(60), bytes.length - from);
			assertThat(decoded.decode(bytes, from, length)).isEqualTo(length);
			from += length;
		}
		assertThat(decoded.frames).isEqualTo(expected);
	}

	static Stream<Integer> seeds() {
		return Stream.iterate(0, (seed) -> seed + 1).limit(100);
	}

	private static int failsAt(byte[] bytes, boolean rsv1Allowed) {
		Decoded decoded = new Decoded(Role.CLIENT, 100, rsv1Allowed);
		for (int i = 0; i < bytes.length; i++) {
			try {
				decoded.decode(bytes, i, 1);
			}
			catch (ProtocolException ex) {
				assertThat(ex.status().code()).isEqualTo(1002);
				return i + 1;
			}
		}
		throw new AssertionError("Nothing failed");
	}

	private static byte[] encode(Role receiver, boolean fin, Opcode opcode, byte[] payload, int maskingKey) {
		return (receiver == Role.SERVER) ? FrameEncoder.encodeMasked(fin, opcode, payload, maskingKey)
				: FrameEncoder.encode(fin, opcode, payload);
	}

	private static byte[] header(int payloadLength) {
		ByteBuffer target = ByteBuffer.allocate(20);
		FrameEncoder.putHeader(target, FrameEncoder.firstByte(true, Opcode.BINARY), payloadLength);
		assertThat(FrameEncoder.headerLength(payloadLength)).isEqualTo(target.position());
		return Arrays.copyOf(target.array(), target.position());
	}

	private static byte[] payload(int size) {
		byte[] payload = new byte[size];
		new Random(size).nextBytes(payload);
		return payload;
	}

	private record Frame(boolean fin, boolean rsv1, Opcode opcode, byte[] payload) {

		@Override
		public boolean equals(Object other) {
			return other instanceof Frame frame && this.fin == frame.fin && this.rsv1 == frame.rsv1
					&& this.opcode == frame.opcode && Arrays.equals(this.payload, frame.payload);
		}

		@Override
		public int hashCode() {
			return Arrays.hashCode(this.payload);
		}

		@Override
		public String toString() {
			return this.opcode + (this.fin ? " fin " : " ") + this.payload.length + " bytes";
		}

	}

	private static final class Decoded implements FrameDecoder.Sink {

		private final FrameDecoder decoder;

		private final List<Frame> frames = new ArrayList<>();

		private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

		private boolean stopBehindEach;

		private boolean fin;

		private boolean rsv1;

		private Opcode opcode;

		private int claimed;

		private Decoded(Role role, int maxFrameSize, boolean rsv1Allowed) {
			this.decoder = new FrameDecoder(role, maxFrameSize, rsv1Allowed);
		}

		private int decode(byte[] data, int offset, int length) throws ProtocolException {
			ByteBuffer piece = ByteBuffer.wrap(data, offset, length);
			this.decoder.decode(piece, this);
			return piece.position() - offset;
		}

		@Override
		public void onHeader(boolean fin, boolean rsv1, Opcode opcode, long payloadLength) {
			this.fin = fin;
			this.rsv1 = rsv1;
			this.opcode = opcode;
			this.claimed = (int) payloadLength;
			this.payload.reset();
		}

		@Override
		public boolean onPayload(ByteBuffer data, int offset, int length) {
			assertThat(length).isPositive();
			byte[] piece = new byte[length];
			data.get(offset, piece);
			this.payload.writeBytes(piece);
			return true;
		}

		@Override
		public boolean onEnd() {
			byte[] bytes = this.payload.toByteArray();
			assertThat(bytes).hasSize(this.claimed);
			this.frames.add(new Frame(this.fin, this.rsv1, this.opcode, bytes));
			return !this.stopBehindEach;
		}

	}

}
