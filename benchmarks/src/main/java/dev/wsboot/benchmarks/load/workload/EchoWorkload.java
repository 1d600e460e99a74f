/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.workload;

import java.io.IOException;
import java.io.UncheckedIOException;

import dev.wsboot.benchmarks.load.connection.Connection;
import dev.wsboot.benchmarks.load.connection.Opening;
import dev.wsboot.benchmarks.load.connection.RunContext;
import dev.wsboot.benchmarks.load.scenario.Scenario;

/**
 * Connections whose messages are echoed. The next message is sent when an echo arrives,
 * or at a fixed time. Confined to the thread of the run.
 */
public final class EchoWorkload implements Workload {

	private final Scenario scenario;

	private final Opening<Listener> opening;

	private final double interval;

	private boolean stopped;

	private long startTime;

	private long sent;

	public EchoWorkload(RunContext context) {
		this.scenario = context.scenario();
		this.opening = new Opening<>(context, this.scenario.connections(),
				(connection) -> new Listener(context, connection));
		this.interval = isOpenLoop() ? 1e9 / this.scenario.rate() : Double.POSITIVE_INFINITY;
	}

	private boolean isOpenLoop() {
		return this.scenario.rate() > 0;
	}

	@Override
	public boolean open() {
		return this.opening.proceed();
	}

	@Override
	public void start() {
		this.startTime = System.nanoTime();
		if (!isOpenLoop()) {
			this.opening.listeners().forEach((listener) -> send(listener, this.scenario.inFlight(), this.startTime));
		}
	}

	@Override
	public long sendDue(long now) {
		if (!isOpenLoop()) {
			return Long.MAX_VALUE;
		}
		long due = due();
		while (due <= now && !this.stopped) {
			Listener listener = this.opening.listeners().get((int) (this.sent % this.scenario.connections()));
			if (listener.connection().isOpen()) {
				send(listener, 1, due);
			}
			this.sent++;
			due = due();
		}
		return due - now;
	}

	private long due() {
		return this.startTime + (long) (this.sent * this.interval);
	}

	private static void send(Listener listener, int messages, long due) {
		try {
			listener.send(messages, due);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void stop() {
		this.stopped = true;
	}

	@Override
	public long underWay() {
		// messages of failed connections are not waited for
		return this.opening.listeners()
			.stream()
			.filter((listener) -> listener.connection().isOpen())
			.mapToLong(EchoListener::underWay)
			.sum();
	}

	private final class Listener extends EchoListener {

		private int toAnswer;

		private long lastRead;

		Listener(RunContext context, Connection connection) {
			super(context, connection, EchoWorkload.this.opening.listeners().size());
		}

		@Override
		public void opened() {
			EchoWorkload.this.opening.opened();
		}

		@Override
		public void message(long now) {
			super.message(now);
			this.toAnswer++;
			this.lastRead = now;
		}

		@Override
		public void readComplete() throws IOException {
			if (this.toAnswer > 0 && !isOpenLoop() && !EchoWorkload.this.stopped && connection().isOpen()) {
				send(this.toAnswer, this.lastRead);
			}
			this.toAnswer = 0;
		}

	}

}
