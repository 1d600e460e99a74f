/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.MessageLimits;
import dev.wsboot.engine.protocol.ProtocolReader;
import dev.wsboot.engine.protocol.ReaderEvents;
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
 * Reading complete messages from masked frames, as a server does, with a ping after each
 * round. The time is that of one message. For one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReaderBenchmark {

	/** Number of messages in one read when clients have 16 messages in flight. */
	private static final int MESSAGES = 16;

	/** Kind and size of the messages; "view" stands for a handler that needs no copy. */
	@Param({ "text 5", "text 125", "text 2000", "binary 16384", "view 16384" })
	private String messages = "";

	private final CountingEvents events = new CountingEvents();

	private final ProtocolReader reader = new ProtocolReader(Role.SERVER,
			new MessageLimits(1024 * 1024, 1024 * 1024, 1024), this.events);

	private ByteBuffer masked = ByteBuffer.allocate(0);

	/**
	 * Creates the frames once, since unmasking an even number of times restores them.
	 * Text is ASCII in both states.
	 */
	@Setup
	public void prepare() {
		String[] words = this.messages.split(" ");
		Opcode opcode = words[0].equals("text") ? Opcode.TEXT : Opcode.BINARY;
		this.events.views = words[0].equals("view");
		byte[] payload = new byte[Integer.parseInt(words[1])];
		Arrays.fill(payload, (byte) 'a');
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < MESSAGES; i++) {
			frames.writeBytes(FrameEncoder.encodeMasked(true, opcode, payload, 0x12345678 + i));
		}
		frames.writeBytes(FrameEncoder.encodeMasked(true, Opcode.PING, new byte[4], 0x12345678));
		// a direct buffer, as in an event loop
		this.masked = ByteBuffer.allocateDirect(frames.size()).order(ByteOrder.nativeOrder()).put(frames.toByteArray());
	}

	/**
	 * Reads the messages.
	 * @return the number of bytes of all messages so far
	 * @throws ProtocolException if a frame is invalid
	 */
	@Benchmark
	@OperationsPerInvocation(MESSAGES)
	public long read() throws ProtocolException {
		this.reader.receive(this.masked.clear());
		return this.events.bytes;
	}

	private static final class CountingEvents implements ReaderEvents {

		private long bytes;

		private boolean views;

		@Override
		public boolean onMessage(WsMessage message) {
			this.bytes += message.bytes().length;
			return true;
		}

		@Override
		public boolean takesBuffers() {
			return this.views;
		}

		@Override
		public boolean onBinary(ByteBuffer data, int offset, int length) {
			this.bytes += length;
			return true;
		}

		@Override
		public void onPing(byte[] payload) {
			this.bytes += payload.length;
		}

		@Override
		public void onPong(byte[] payload) {
		}

		@Override
		public void onClose(CloseStatus status, boolean followed) {
		}

	}

}
