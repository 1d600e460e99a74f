/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.PreparedMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sending on a session of a real server from threads other than its event loop, until the
 * message is written. The result is the total of all senders.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutboundQueueBenchmark {

	/** Number of messages that are sent before a sender waits, which limits the queue. */
	private static final int IN_A_ROW = 16;

	private final PreparedMessage message = PreparedMessage.binary(ByteBuffer.allocate(125));

	private final OneSession one = new OneSession(true, () -> {
	});

	/** Starts the client. */
	public OutboundQueueBenchmark() {
		this.one.drain();
	}

	/**
	 * Ends the session.
	 * @throws IOException if the session cannot be closed
	 */
	@TearDown
	public void stop() throws IOException {
		this.one.close();
	}

	/** Sends from one thread. */
	@Benchmark
	@OperationsPerInvocation(IN_A_ROW)
	public void oneSender() {
		send();
	}

	/** Sends from four threads concurrently. */
	@Benchmark
	@OperationsPerInvocation(IN_A_ROW)
	@Threads(4)
	public void fourSenders() {
		send();
	}

	private void send() {
		for (int i = 1; i < IN_A_ROW; i++) {
			this.one.session().send(this.message);
		}
		CompletionStage<Void> last = this.one.session().send(this.message);
		last.toCompletableFuture().join();
	}

}
