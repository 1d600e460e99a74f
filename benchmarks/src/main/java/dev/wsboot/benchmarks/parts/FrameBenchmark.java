/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.nio.ByteOrder;
import java.nio.ByteBuffer;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.frame.FrameDecoder;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decoding masked frames and encoding frames as a server does. The time is that of one
 * frame. For one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {

	/** Number of frames in one read when clients have 16 messages in flight. */
	private static final int FRAMES = 16;

	@Param({ "5", "125", "16384" })
	private int size;

	private final FrameDecoder decoder = new FrameDecoder(Role.SERVER, Integer.MAX_VALUE, false);

	private final CountingSink sink = new CountingSink();

	private byte[] payload = {};

	private ByteBuffer masked = ByteBuffer.allocate(0);

	/**
	 * Creates the frames once, since unmasking them twice restores them.
	 */
	@Setup
	public void prepare() {
		this.payload = new byte[this.size];
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < FRAMES; i++) {
			frames.writeBytes(FrameEncoder.encodeMasked(true, Opcode.BINARY, this.payload, 0x12345678 + i));
		}
		// a direct buffer, as in an event loop
		this.masked = ByteBuffer.allocateDirect(frames.size()).order(ByteOrder.nativeOrder()).put(frames.toByteArray());
	}

	/**
	 * Decodes the frames.
	 * @return the number of bytes of payload
	 * @throws ProtocolException if a frame is invalid
	 */
	@Benchmark
	@OperationsPerInvocation(FRAMES)
	public long decode() throws ProtocolException {
		this.decoder.decode(this.masked.clear(), this.sink);
		return this.sink.bytes;
	}

	/**
	 * Encodes one frame.
	 * @return the frame
	 */
	@Benchmark
	public byte[] encode() {
		return FrameEncoder.encode(true, Opcode.BINARY, this.payload);
	}

	private static final class CountingSink implements FrameDecoder.Sink {

		private long bytes;

		@Override
		public void onHeader(boolean fin, boolean rsv1, Opcode opcode, long payloadLength) {
			this.bytes = 0;
		}

		@Override
		public boolean onPayload(ByteBuffer data, int offset, int length) {
			this.bytes += length;
			return true;
		}

		@Override
		public boolean onEnd() {
			return true;
		}

	}

}
