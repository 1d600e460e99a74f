/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bursts of messages from a client's write to the handler of a real server, through the
 * mailbox, until all are handled. The difference between {@link #toExecutor} and
 * {@link #toLoop} is the hand-over to another thread. For one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MailboxBenchmark {

	@Param({ "1", "16" })
	private int burst;

	private final Semaphore handled = new Semaphore(0);

	private final OneSession loop = new OneSession(true, this.handled::release);

	private final OneSession executor = new OneSession(false, this.handled::release);

	private ByteBuffer frames = ByteBuffer.allocate(0);

	/** Creates the messages. */
	@Setup
	public void prepare() {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (int i = 0; i < this.burst; i++) {
			all.writeBytes(FrameEncoder.encodeMasked(true, Opcode.BINARY, new byte[125], 0x12345678 + i));
		}
		this.frames = ByteBuffer.allocateDirect(all.size()).put(all.toByteArray());
	}

	/**
	 * Ends the sessions.
	 * @throws IOException if a session cannot be closed
	 */
	@TearDown
	public void stop() throws IOException {
		this.loop.close();
		this.executor.close();
	}

	/**
	 * Sends a burst to a handler on the event loop.
	 * @throws IOException if the session has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Benchmark
	public void toLoop() throws IOException, InterruptedException {
		send(this.loop);
	}

	/**
	 * Sends a burst to a handler on the executor, which uses virtual threads if the JDK
	 * has them.
	 * @throws IOException if the session has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Benchmark
	public void toExecutor() throws IOException, InterruptedException {
		send(this.executor);
	}

	private void send(OneSession session) throws IOException, InterruptedException {
		session.write(this.frames.clear());
		this.handled.acquire(this.burst);
	}

}
