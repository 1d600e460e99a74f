/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.frame.Masking;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Unmasking a payload in place, by its length and its offset in the buffer. For one
 * thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskingBenchmark {

	private static final int KEY = 0x12345678;

	@Param({ "5", "125", "1024", "16384" })
	private int length;

	/** Offset of the payload in the buffer; 6 is that of a short masked frame. */
	@Param({ "0", "1", "6" })
	private int offset;

	private ByteBuffer data = ByteBuffer.allocate(0);

	/** Positions at which payloads are split into two pieces, as by the network. */
	private final int[] cuts = new int[64];

	private int next;

	/** Creates a direct buffer, as in an event loop. */
	@Setup
	public void prepare() {
		this.data = ByteBuffer.allocateDirect(this.offset + this.length).order(ByteOrder.nativeOrder());
		Random random = new Random(1);
		Arrays.setAll(this.cuts, (i) -> random.nextInt(this.length + 1));
	}

	/**
	 * Unmasks a payload.
	 * @return the buffer
	 */
	@Benchmark
	public ByteBuffer unmask() {
		Masking.apply(this.data, this.offset, this.length, KEY, 0);
		return this.data;
	}

	/**
	 * Unmasks a payload in two pieces, whose lengths change each time.
	 * @return the buffer
	 */
	@Benchmark
	public ByteBuffer unmaskPieces() {
		int cut = this.cuts[this.next++ & (this.cuts.length - 1)];
		Masking.apply(this.data, this.offset, cut, KEY, 0);
		Masking.apply(this.data, this.offset + cut, this.length - cut, KEY, cut);
		return this.data;
	}

}
