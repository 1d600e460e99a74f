/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Utf8Validator;
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
 * Checking that a text message is UTF-8, and decoding it to a string. For one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Utf8Benchmark {

	@Param
	private Script script = Script.ASCII;

	@Param({ "125", "16384" })
	private int bytes;

	private final Utf8Validator validator = new Utf8Validator();

	private byte[] utf8 = {};

	/** Creates the text. */
	@Setup
	public void prepare() {
		byte[] codePoint = this.script.codePoint.getBytes(StandardCharsets.UTF_8);
		this.utf8 = this.script.codePoint.repeat(this.bytes / codePoint.length).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Checks the text.
	 * @throws ProtocolException if the text is not UTF-8
	 */
	@Benchmark
	public void check() throws ProtocolException {
		this.validator.accept(this.utf8, 0, this.utf8.length);
		this.validator.finish();
	}

	/**
	 * Decodes the text to a string.
	 * @return the string
	 */
	@Benchmark
	public String decode() {
		return WsMessage.ofText(this.utf8).text();
	}

	/**
	 * The script of the text.
	 */
	public enum Script {

		/** A script with one byte for each code point. */
		ASCII("a"),
		/** A script with three bytes for each code point. */
		CHINESE("\u4e2d"),
		/** A script with four bytes for each code point. */
		EMOJI("\ud83d\ude00");

		private final String codePoint;

		Script(String codePoint) {
			this.codePoint = codePoint;
		}

	}

}
