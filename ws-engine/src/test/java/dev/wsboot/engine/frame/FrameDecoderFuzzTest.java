/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.engine.FuzzInput;
import dev.wsboot.engine.protocol.FrameVector;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames by themselves: any split gives the same ones, and encoding them again gives the
 * bytes that came.
 */
class FrameDecoderFuzzTest {

	private static final int CLIENT = 0;

	private static final int RSV1_ALLOWED = 1;

	private static final int LARGE_FRAMES = 2;

	/** Longer vectors are about what one byte more would do. */
	private static final int MAX_SEED = 2000;

	static Stream<Named<byte[]>> frames() {
		return FrameVector.all().stream().filter((vector) -> vector.bytes().length <= MAX_SEED).map((vector) -> {
			int options = (vector.role() == Role.CLIENT) ? 1 << CLIENT : 1 << LARGE_FRAMES;
			return FuzzInput.seed(vector.name(), options, vector.bytes(), 1, 3, 2);
		});
	}

	@MethodSource("frames")
	@FuzzTest(maxDuration = "")
	void encodingWhatWasDecodedGivesTheSame(byte[] data) {
		FuzzInput input = FuzzInput.parse(data);
		Decoded whole = Decoded.of(input, input.bytes().length);
		assertThat(Decoded.of(input, input.ends())).isEqualTo(whole);
		assertThat(whole.failCode()).isIn(0, 1002, 1009);
		byte[] encoded = encode(input, whole.frames());
		assertThat(encoded).isEqualTo(Arrays.copyOf(input.bytes(), encoded.length));
	}

	/** With the masking keys of the input. */
	private static byte[] encode(FuzzInput input, List<Frame> frames) {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		for (Frame frame : frames) {
			byte[] payload = frame.payload().array();
			byte[] bytes;
			if (input.option(CLIENT)) {
				bytes = FrameEncoder.encode(frame.fin(), frame.opcode(), payload);
			}
			else {
				int key = ByteBuffer.wrap(input.bytes())
					.getInt(encoded.size() + FrameEncoder.headerLength(payload.length));
				bytes = FrameEncoder.encodeMasked(frame.fin(), frame.opcode(), payload, key);
			}
			if (frame.rsv1()) {
				bytes[0] = FrameEncoder.compressed(bytes[0]);
			}
			encoded.writeBytes(bytes);
		}
		return encoded.toByteArray();
	}

	private record Frame(boolean fin, boolean rsv1, Opcode opcode, ByteBuffer payload) {
	}

	/** What came of it: whole frames, what came of one more, and the violation. */
	private record Decoded(List<Frame> frames, ByteBuffer partial, int failCode) {

		static Decoded of(FuzzInput input, int... ends) {
			int maxFrameSize = input.option(LARGE_FRAMES) ? 70_000 : 200;
			Frames sink = new Frames(
					input.option(RSV1_ALLOWED) ? (int) FrameDecoder.maxDeflated(maxFrameSize) : maxFrameSize);
			FrameDecoder decoder = new FrameDecoder(input.option(CLIENT) ? Role.CLIENT : Role.SERVER, maxFrameSize,
					input.option(RSV1_ALLOWED));
			int failCode = 0;
			int start = 0;
			try {
				for (int end : ends) {
					ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOfRange(input.bytes(), start, end));
					decoder.decode(piece, sink);
					assertThat(piece.remaining()).isZero();
					start = end;
				}
			}
			catch (ProtocolException ex) {
				failCode = ex.status().code();
			}
			return new Decoded(sink.frames, ByteBuffer.wrap(sink.payload.toByteArray()), failCode);
		}

	}

	private static final class Frames implements FrameDecoder.Sink {

		private final int maxPayload;

		private final List<Frame> frames = new ArrayList<>();

		private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

		private boolean fin;

		private boolean rsv1;

		private Opcode opcode;

		private int missing;

		Frames(int maxPayload) {
			this.maxPayload = maxPayload;
		}

		@Override
		public boolean takesShort(Opcode opcode, int payloadLength) {
			assertThat(opcode).isIn(Opcode.TEXT, Opcode.BINARY);
			assertThat(payloadLength).isBetween(1, this.maxPayload);
			return true;
		}

		@Override
		public boolean onShort(Opcode opcode, ByteBuffer data, int offset, int length, int maskingKey) {
			assertThat(this.missing).isZero();
			byte[] copy = new byte[length];
			boolean ascii = Masking.copy(data, offset, copy, maskingKey);
			for (byte each : copy) {
				assertThat(ascii && each < 0).isFalse();
			}
			this.payload.writeBytes(copy);
			addFrame(true, false, opcode);
			return true;
		}

		@Override
		public void onHeader(boolean fin, boolean rsv1, Opcode opcode, long payloadLength) {
			assertThat(this.missing).isZero();
			assertThat(payloadLength).isBetween(0L, opcode.isControl() ? 125L : this.maxPayload);
			this.fin = fin;
			this.rsv1 = rsv1;
			this.opcode = opcode;
			this.missing = (int) payloadLength;
		}

		@Override
		public boolean onPayload(ByteBuffer data, int offset, int length) {
			byte[] piece = new byte[length];
			data.get(offset, piece);
			this.payload.writeBytes(piece);
			this.missing -= length;
			return true;
		}

		@Override
		public boolean onEnd() {
			assertThat(this.missing).isZero();
			addFrame(this.fin, this.rsv1, this.opcode);
			return true;
		}

		private void addFrame(boolean fin, boolean rsv1, Opcode opcode) {
			this.frames.add(new Frame(fin, rsv1, opcode, ByteBuffer.wrap(this.payload.toByteArray())));
			this.payload.reset();
		}

	}

}
