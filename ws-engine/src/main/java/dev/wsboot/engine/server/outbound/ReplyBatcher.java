/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The replies that are sent on connections while the event loop handles the bytes that it
 * has read from them. The frames of one connection are a batch, encoded one after the
 * other and written at once. The batches of a few connections are written in a row:
 * between two writes, the code of handlers would drop out of the processor's caches, and
 * peers on this machine fall asleep. Each loop has one batcher, which is confined to the
 * loop.
 */
final class ReplyBatcher {

	/**
	 * The maximum number of batches that are written in a row: more bring no more
	 * throughput, but delay the first ones.
	 */
	private static final int MAX_BATCHES = 8;

	/**
	 * The maximum time that the first batch waits for other connections, in nanoseconds,
	 * without the handler that is running then.
	 */
	private static final long MAX_WAIT_NANOS = 100_000;

	private static final int MAX_HEADER = FrameEncoder.headerLength(Integer.MAX_VALUE);

	private final LongSupplier clock;

	/** The frames of all batches, one batch after the other. */
	private final ByteBuffer buffer = ByteBuffer.allocateDirect(WriteBuffers.SIZE);

	/** All batches, which are reused. */
	private final Batch[] batches = new Batch[MAX_BATCHES];

	/** The number of batches in {@link #buffer}. */
	private int count;

	/** The last batch while messages can be added to it; {@code null} for none. */
	private @Nullable Batch open;

	/** The time in nanoseconds since which the first batch waits for others. */
	private long since;

	/** True if batches are being written, so that none is begun. */
	private boolean writing;

	/**
	 * Creates an empty batcher.
	 * @param clock the time in nanoseconds
	 */
	ReplyBatcher(LongSupplier clock) {
		this.clock = clock;
		for (int i = 0; i < MAX_BATCHES; i++) {
			this.batches[i] = new Batch();
		}
	}

	/** Returns true if a message fits into the empty buffer. */
	boolean takes(int payloadLength) {
		return payloadLength <= this.buffer.capacity() - MAX_HEADER;
	}

	/** Returns true if a message fits into the buffer now. */
	boolean hasRoom(int payloadLength) {
		return payloadLength <= this.buffer.remaining() - MAX_HEADER;
	}

	/** Returns true if messages can be added to a batch of a queue. */
	boolean isOpenFor(OutboundQueue queue) {
		return this.open != null && this.open.queue == queue;
	}

	/** Begins the batch of a queue, for which the caller has become the writer. */
	void start(OutboundQueue queue) {
		end();
		if (this.count == MAX_BATCHES) {
			writeAll();
		}
		Batch batch = this.batches[this.count++];
		batch.queue = queue;
		this.open = batch;
	}

	/**
	 * Adds a message. There must be room for it.
	 * @return the future of the message, which it shares with the messages before it to
	 * whose futures no callback is attached
	 */
	CompletionStage<Void> add(Opcode opcode, ByteBuffer payload) {
		int length = payload.remaining();
		FrameEncoder.putHeader(this.buffer, FrameEncoder.firstByte(true, opcode), length);
		this.buffer.put(this.buffer.position(), payload, payload.position(), length);
		this.buffer.position(this.buffer.position() + length);
		return added();
	}

	/**
	 * Adds a message. There must be room for it.
	 * @return the future of the message, perhaps shared with messages before it
	 */
	CompletionStage<Void> add(Opcode opcode, byte[] payload) {
		FrameEncoder.putHeader(this.buffer, FrameEncoder.firstByte(true, opcode), payload.length);
		this.buffer.put(payload);
		return added();
	}

	private CompletionStage<Void> added() {
		Batch batch = this.batches[this.count - 1];
		batch.messages++;
		SendFuture outcome = batch.outcomes;
		if (outcome == null || outcome.isSeen()) {
			outcome = new SendFuture(outcome);
			batch.outcomes = outcome;
		}
		return outcome;
	}

	/** Adds a pong, which has no future. There must be room for it. */
	void addPong(byte[] payload) {
		FrameEncoder.putHeader(this.buffer, FrameEncoder.firstByte(true, Opcode.PONG), payload.length);
		this.buffer.put(payload);
	}

	/**
	 * Ends the open batch, as the event loop is done with a connection or a task, and
	 * writes all batches if the first one has waited for long enough.
	 */
	void onTurnOver() {
		if (this.count == 0) {
			return;
		}
		long now = this.clock.getAsLong();
		if (end() && this.count == 1) {
			this.since = now;
		}
		if (now - this.since > MAX_WAIT_NANOS) {
			writeAll();
		}
	}

	/**
	 * Completes the open batch.
	 * @return whether there was one
	 */
	private boolean end() {
		if (this.open == null) {
			return false;
		}
		this.open.end = this.buffer.position();
		this.open = null;
		return true;
	}

	/** Writes all batches. */
	void writeAll() {
		if (this.count == 0 || this.writing) {
			return;
		}
		end();
		this.writing = true;
		try {
			int start = 0;
			for (int i = 0; i < this.count; i++) {
				Batch batch = this.batches[i];
				this.buffer.limit(batch.end).position(start);
				start = batch.end;
				try {
					batch.write(this.buffer);
				}
				catch (Throwable ex) {
					// such as no stack left in a handler that sends: the batches of other
					// connections are next
					Log.log(Level.ERROR, "Connection failed while its replies were written", ex);
				}
			}
		}
		finally {
			this.count = 0;
			this.buffer.clear();
			this.writing = false;
		}
	}

	/**
	 * The frames of one queue in the buffer.
	 */
	private static final class Batch {

		/** The queue; {@code null} while this batch is not used. */
		private @Nullable OutboundQueue queue;

		/** The end of this batch in {@link ReplyBatcher#buffer}. */
		private int end;

		/** The number of messages in this batch. */
		private int messages;

		/** The newest future of the messages; {@code null} for none. */
		private @Nullable SendFuture outcomes;

		private void write(ByteBuffer bytes) {
			OutboundQueue writer = this.queue;
			int count = this.messages;
			SendFuture futures = this.outcomes;
			this.queue = null;
			this.messages = 0;
			this.outcomes = null;
			if (writer != null) {
				writer.writeBatch(bytes, count, futures);
			}
		}

	}

}
