/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.nio.ByteBuffer;
import java.util.Random;

import dev.wsboot.benchmarks.load.scenario.Scenario;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;

/**
 * A ring of different messages, masked before the run so that sending them costs no more
 * than writing them. Belongs to the thread of its run, as do all connections that send
 * from it.
 */
public final class FrameCycle {

	private static final int TARGET_BYTES = 4 * 1024 * 1024;

	private static final int MAX_FRAMES = 64;

	private static final int MIN_FRAMES = 4;

	private final ByteBuffer bytes;

	private final byte[][] expected;

	private final int frameSize;

	/**
	 * Makes the messages.
	 * @param scenario says what they are like
	 * @param raw whether the server sends the frames back as they are, instead of their
	 * payloads
	 * @param random makes payloads and masking keys
	 */
	FrameCycle(Scenario scenario, boolean raw, Random random) {
		Opcode opcode = scenario.payload().isText() ? Opcode.TEXT : Opcode.BINARY;
		int count = Math.max(MIN_FRAMES, Math.min(MAX_FRAMES, TARGET_BYTES / scenario.size()));
		this.expected = new byte[count][];
		this.frameSize = frameSize(scenario.size());
		this.bytes = ByteBuffer.allocateDirect(count * this.frameSize);
		for (int i = 0; i < count; i++) {
			byte[] payload = new byte[scenario.size()];
			scenario.payload().fill(payload, random);
			byte[] frame = FrameEncoder.encodeMasked(true, opcode, payload, random.nextInt());
			this.expected[i] = raw ? frame : payload;
			this.bytes.put(frame);
		}
	}

	/**
	 * Returns the size of a frame as a client sends it.
	 * @param payloadLength the payload's number of bytes
	 * @return header, masking key and payload
	 */
	public static int frameSize(int payloadLength) {
		return FrameEncoder.headerLength(payloadLength) + 4 + payloadLength;
	}

	public int frameSize() {
		return this.frameSize;
	}

	/** Returns the number of bytes of the cycle. */
	int length() {
		return this.bytes.capacity();
	}

	/** Returns the start offset of a frame. */
	int offset(int number) {
		return (number % this.expected.length) * this.frameSize;
	}

	/** Returns the expected echo of a frame. */
	public byte[] expected(int number) {
		return this.expected[number % this.expected.length];
	}

	/** Returns one part of the cycle, in the same buffer at each call. */
	ByteBuffer piece(int offset, int length) {
		return this.bytes.clear().position(offset).limit(offset + length);
	}

}
