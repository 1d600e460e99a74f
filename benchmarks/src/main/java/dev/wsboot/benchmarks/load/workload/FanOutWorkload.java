/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

import dev.wsboot.benchmarks.load.connection.Connection;
import dev.wsboot.benchmarks.load.connection.ConnectionListener;
import dev.wsboot.benchmarks.load.connection.FrameCycle;
import dev.wsboot.benchmarks.load.connection.Opening;
import dev.wsboot.benchmarks.load.connection.RunContext;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;

/**
 * One connection publishes messages that all connections receive, including the
 * publisher. Confined to the thread of the run.
 */
public final class FanOutWorkload implements Workload {

	/** Hexadecimal digits of the number at the start of each message. */
	private static final int DIGITS = 8;

	private final RunContext context;

	private final Opening<Listener> opening;

	private final int receivers;

	/** The offset of the number in received messages. */
	private final int numberOffset;

	/** The times of the last published messages, in a ring indexed by message number. */
	private final long[] publishedAt = new long[1024];

	private boolean stopped;

	private long published;

	private long delivered;

	public FanOutWorkload(RunContext context) {
		this.context = context;
		this.receivers = context.scenario().connections() + 1;
		this.opening = new Opening<>(context, this.receivers, Listener::new);
		this.numberOffset = context.target().raw()
				? FrameCycle.frameSize(context.scenario().size()) - context.scenario().size() : 0;
	}

	@Override
	public boolean open() {
		return this.opening.proceed();
	}

	@Override
	public void start() {
		try {
			publish();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Publishes messages up to the limit of messages in flight. */
	private void publish() throws IOException {
		Connection publisher = this.opening.listeners().get(this.receivers - 1).connection;
		boolean any = false;
		while (!this.stopped && publisher.isOpen()
				&& this.published - this.delivered / this.receivers < this.context.scenario().inFlight()) {
			this.publishedAt[(int) (this.published & (this.publishedAt.length - 1))] = System.nanoTime();
			publisher.send(frame(this.published));
			this.published++;
			any = true;
		}
		if (any) {
			publisher.flush();
		}
	}

	private byte[] frame(long number) {
		byte[] payload = new byte[this.context.scenario().size()];
		this.context.scenario().payload().fill(payload, this.context.random());
		String digits = HexFormat.of().toHexDigits(number, DIGITS);
		for (int i = 0; i < DIGITS; i++) {
			payload[i] = (byte) digits.charAt(i);
		}
		// a raw server sends it back as it is, and the number must stay readable
		int maskingKey = this.context.target().raw() ? 0 : this.context.random().nextInt();
		return FrameEncoder.encodeMasked(true, Opcode.TEXT, payload, maskingKey);
	}

	@Override
	public void stop() {
		this.stopped = true;
	}

	@Override
	public long underWay() {
		return this.published * this.receivers - this.delivered;
	}

	private final class Listener implements ConnectionListener {

		private final Connection connection;

		private long expected;

		private int number;

		Listener(Connection connection) {
			this.connection = connection;
		}

		@Override
		public void opened() {
			FanOutWorkload.this.opening.opened();
		}

		@Override
		public void piece(ByteBuffer data, int offset, int length, int position) {
			int from = Math.max(FanOutWorkload.this.numberOffset - position, 0);
			int to = Math.min(FanOutWorkload.this.numberOffset + DIGITS - position, length);
			for (int i = from; i < to; i++) {
				this.number = (this.number << 4) | Character.digit(data.get(offset + i), 16);
			}
		}

		@Override
		public void message(long now) {
			if (this.number != (int) this.expected) {
				this.connection.fail("Message " + this.number + " came instead of " + this.expected);
				return;
			}
			long[] times = FanOutWorkload.this.publishedAt;
			FanOutWorkload.this.context.recorder().message(now - times[(int) (this.expected & (times.length - 1))]);
			FanOutWorkload.this.delivered++;
			this.expected++;
			this.number = 0;
		}

		@Override
		public void readComplete() throws IOException {
			publish();
		}

		@Override
		public void ended() {
		}

	}

}
