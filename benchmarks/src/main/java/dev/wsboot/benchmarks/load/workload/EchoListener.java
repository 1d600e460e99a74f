/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.workload;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.wsboot.benchmarks.load.connection.Connection;
import dev.wsboot.benchmarks.load.connection.ConnectionListener;
import dev.wsboot.benchmarks.load.connection.RunContext;

/**
 * Sends messages on one connection and checks that each comes back. Belongs to the thread
 * of its run.
 */
public class EchoListener implements ConnectionListener {

	private final RunContext context;

	private final Connection connection;

	private final int firstFrame;

	private final DueTimes dueTimes = new DueTimes();

	private int received;

	public EchoListener(RunContext context, Connection connection, int firstFrame) {
		this.context = context;
		this.connection = connection;
		this.firstFrame = firstFrame;
	}

	Connection connection() {
		return this.connection;
	}

	/** Sends messages that are all due at one time. */
	public void send(int messages, long due) throws IOException {
		for (int i = 0; i < messages; i++) {
			this.dueTimes.add(due);
		}
		this.connection.sendFromCycle(messages);
		this.connection.flush();
	}

	int underWay() {
		return this.dueTimes.size();
	}

	@Override
	public void opened() throws IOException {
	}

	@Override
	public void piece(ByteBuffer data, int offset, int length, int position) {
		if (this.context.verify()) {
			byte[] expected = this.context.cycle().expected(this.firstFrame + this.received);
			if (!data.slice(offset, length).equals(ByteBuffer.wrap(expected, position, length))) {
				this.connection.fail("Message " + this.received + " came back changed");
			}
		}
	}

	@Override
	public void message(long now) {
		this.received++;
		if (this.dueTimes.size() == 0) {
			this.connection.fail("A message came that was not sent");
			return;
		}
		this.context.recorder().message(now - this.dueTimes.remove());
	}

	@Override
	public void readComplete() throws IOException {
	}

	@Override
	public void ended() throws IOException {
	}

}
