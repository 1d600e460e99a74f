package dev.wsboot.engine.server.outbound;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * What is sent on connections while the event loop is at the bytes that it has read from
 * them. The frames of one connection are a batch, encoded one behind the other and
 * written at once. The batches of a few connections are written in a row: between two
 * writes, the code of handlers would drop out of the processor's caches, and peers on
 * this machine fall asleep. One for each loop, and confined to it.
 */
final class ReplyBatcher {

	/** More in a row bring no more, but have the first ones wait. */
	private static final int MAX_BATCHES = 8;

	/** No batch waits longer for other connections, and for the handler then at work. */
	private static final long MAX_WAIT_NANOS = 100_000;

	private static final int MAX_HEADER = FrameEncoder.headerLength(Integer.MAX_VALUE);

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(WriteBuffers.SIZE);

	/** All that there are, as they are used again and again. */
	private final Batch[] batches = new Batch[MAX_BATCHES];

	/** Batches that begin in the buffer. */
	private int count;

	/** The last of them, as long as it may grow. */
	private @Nullable Batch open;

	/** When the first of them had to wait for another connection. */
	private long since;

	private boolean writing;

	ReplyBatcher() {
		for (int i = 0; i < MAX_BATCHES; i++) {
			this.batches[i] = new Batch();
		}
	}

	/** Whether a message could be added, if nothing else was there. */
	boolean takes(int payloadLength) {
		return payloadLength <= this.buffer.capacity() - MAX_HEADER;
	}

	/** Whether a message can be added now. */
	boolean hasRoom(int payloadLength) {
		return payloadLength <= this.buffer.remaining() - MAX_HEADER;
	}

	/** Whether a queue's batch is the one that may grow. */
	boolean isOpenFor(OutboundQueue queue) {
		return this.open != null && this.open.queue == queue;
	}

	/** Begins the batch of a queue, which is its writer from now on. */
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
	 * @return its outcome, which is also that of the messages before it to which nobody
	 * has attached code
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
	 * @return its outcome, as above
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

	/** Adds a pong, of which nobody asks what becomes of it. */
	void addPong(byte[] payload) {
		FrameEncoder.putHeader(this.buffer, FrameEncoder.firstByte(true, Opcode.PONG), payload.length);
		this.buffer.put(payload);
	}

	/**
	 * The loop is done with a connection, or something else, for this round: writes what
	 * has waited for long enough.
	 */
	void onTurnOver() {
		if (this.count == 0) {
			return;
		}
		long now = System.nanoTime();
		if (end() && this.count == 1) {
			this.since = now;
		}
		if (now - this.since > MAX_WAIT_NANOS) {
			writeAll();
		}
	}

	/** Returns whether a batch was open, which is now complete. */
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
					// such as no stack left in a handler that sends: the others' come
					// next
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
	 * The frames of one queue.
	 */
	private static final class Batch {

		private @Nullable OutboundQueue queue;

		/** Where its last byte is followed by the next batch. */
		private int end;

		private int messages;

		private @Nullable SendFuture outcomes;

		private void write(ByteBuffer bytes) {
			OutboundQueue writer = this.queue;
			int count = this.messages;
			SendFuture told = this.outcomes;
			this.queue = null;
			this.messages = 0;
			this.outcomes = null;
			if (writer != null) {
				writer.writeBatch(bytes, count, told);
			}
		}

	}

}
