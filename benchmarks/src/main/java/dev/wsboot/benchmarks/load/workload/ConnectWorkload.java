/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.workload;

import java.io.IOException;
import java.io.UncheckedIOException;

import dev.wsboot.benchmarks.load.connection.Connection;
import dev.wsboot.benchmarks.load.connection.RunContext;

/**
 * Connections that live for one message: connect, handshake, echo, close, and again.
 * Belongs to the thread of its run.
 */
public final class ConnectWorkload implements Workload {

	private final RunContext context;

	private boolean stopped;

	private int alive;

	public ConnectWorkload(RunContext context) {
		this.context = context;
	}

	@Override
	public boolean open() {
		return true;
	}

	@Override
	public void start() {
		for (int i = 0; i < this.context.scenario().connections(); i++) {
			begin(i);
		}
	}

	private void begin(int slot) {
		try {
			this.alive++;
			Connection.open(this.context, slot, (connection) -> new Listener(connection, slot));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot open another connection (are there ports left?)", ex);
		}
	}

	@Override
	public void stop() {
		this.stopped = true;
	}

	@Override
	public long underWay() {
		return this.alive;
	}

	private final class Listener extends EchoListener {

		private final int slot;

		private final long begun = System.nanoTime();

		Listener(Connection connection, int slot) {
			super(ConnectWorkload.this.context, connection, slot);
			this.slot = slot;
		}

		@Override
		public void opened() throws IOException {
			send(1, this.begun);
		}

		@Override
		public void message(long now) {
			// counted when the connection has ended
		}

		@Override
		public void readComplete() throws IOException {
			if (connection().isOpen()) {
				connection().close();
			}
		}

		@Override
		public void ended() {
			super.message(System.nanoTime());
			ConnectWorkload.this.alive--;
			if (!ConnectWorkload.this.stopped) {
				begin(this.slot);
			}
		}

	}

}
