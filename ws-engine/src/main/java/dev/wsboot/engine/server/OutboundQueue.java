package dev.wsboot.engine.server;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.wsboot.engine.OverflowPolicy;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.protocol.ConnectionState;
import dev.wsboot.engine.server.OutboundFrame.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection that wait to be written, and their one writer at a time.
 * <p>
 * Safe to use from any thread. Whoever queues a frame while nobody writes becomes the
 * writer and writes at once; a writer that finds the socket full leaves the rest to the
 * event loop. Frames sent on the event loop itself are written together at the end of its
 * round.
 */
final class OutboundQueue {

	/**
	 * Pings and pongs that may wait. Of more pongs, only the newest matter (RFC 6455
	 * 5.5.3); more pings would measure nothing new.
	 */
	private static final int MAX_PINGS = 64;

	private final Connection connection;

	private final ConnectionState state;

	private final int limit;

	private final OverflowPolicy policy;

	/** Frames that no writer has taken yet. Guarded by this. */
	private final FrameList waiting = new FrameList();

	/** Messages that wait for the end of a fragmented one. Guarded by this. */
	private @Nullable FrameList behindFragments;

	/** The type of the fragmented message under way. Guarded by this. */
	private @Nullable Opcode fragmented;

	/** Guarded by this. */
	private int waitingPings;

	/** Guarded by this. */
	private int waitingPongs;

	/** Guarded by this. */
	private long queuedBytes;

	/** Guarded by this. */
	private Writer writer = Writer.NONE;

	/** Guarded by this. */
	private boolean ended;

	/** Frames that the writer has taken. Owned by the writer. */
	private final FrameList taken = new FrameList();

	/** Bytes written since they were last subtracted. Owned by the writer. */
	private long unsettledBytes;

	/** When writing last stopped making progress; 0 while nothing is stuck. */
	private volatile long stalledSince;

	/** Whether the loop will flush this queue. Confined to the event loop. */
	private boolean flushPlanned;

	OutboundQueue(Connection connection, ConnectionState state) {
		this.connection = connection;
		this.state = state;
		this.limit = connection.context.options.sendBufferLimit();
		this.policy = connection.context.options.overflowPolicy();
	}

	/**
	 * Queues a frame, and writes it if nobody else will. Its stage tells what became of
	 * it.
	 * @return {@code false} if the connection must be closed because the peer is too slow
	 */
	boolean offer(OutboundFrame frame) {
		FrameList dropped = new FrameList();
		Verdict verdict = enqueue(frame, dropped);
		for (OutboundFrame each = dropped.poll(); each != null; each = dropped.poll()) {
			this.connection.context.counters.messagesDropped.increment();
			this.connection.fail(each, SendException.Reason.OVERFLOW);
		}
		switch (verdict) {
			case WRITE -> write();
			case CLOSED -> this.connection.fail(frame, SendException.Reason.CLOSED);
			case DROPPED, OVERFLOW -> {
				this.connection.context.counters.messagesDropped.increment();
				this.connection.fail(frame, SendException.Reason.OVERFLOW);
			}
			case QUEUED -> {
			}
		}
		return verdict != Verdict.OVERFLOW;
	}

	/**
	 * Queues our Close frame, after which nothing is accepted.
	 * @param beforeIt runs if it is the first, before the peer can see it and answer
	 * @return whether it was the first
	 */
	boolean offerClose(OutboundFrame frame, Runnable beforeIt) {
		FrameList orphans = new FrameList();
		Verdict verdict;
		synchronized (this) {
			if (this.ended || !this.state.sendClose()) {
				return false;
			}
			beforeIt.run();
			if (this.behindFragments != null) {
				// RFC 6455 5.4: they cannot overtake the fragments, which now never end
				orphans.addAll(this.behindFragments);
			}
			verdict = append(frame);
		}
		failAll(orphans);
		if (verdict == Verdict.WRITE) {
			write();
		}
		return true;
	}

	private synchronized Verdict enqueue(OutboundFrame frame, FrameList dropped) {
		if (this.ended || (frame.kind != Kind.HTTP && !this.state.canSend())) {
			return Verdict.CLOSED;
		}
		boolean data = frame.kind == Kind.MESSAGE || frame.kind == Kind.FRAGMENT;
		// a message larger than the limit may still go alone
		if (data && this.queuedBytes > 0 && this.queuedBytes + frame.size() > this.limit) {
			if (this.policy == OverflowPolicy.CLOSE || frame.kind == Kind.FRAGMENT) {
				return Verdict.OVERFLOW;
			}
			if (this.policy == OverflowPolicy.DROP_NEWEST) {
				return Verdict.DROPPED;
			}
			dropWaiting(frame.size(), dropped);
		}
		return switch (frame.kind) {
			case FRAGMENT -> appendFragment(frame);
			case PING -> (this.waitingPings >= MAX_PINGS) ? Verdict.DROPPED : append(frame);
			case PONG -> appendPong(frame);
			case MESSAGE -> {
				if (this.fragmented != null) {
					this.behindFragments = (this.behindFragments != null) ? this.behindFragments : new FrameList();
					this.behindFragments.add(frame);
					this.queuedBytes += frame.size();
					yield Verdict.QUEUED;
				}
				yield append(frame);
			}
			default -> append(frame);
		};
	}

	private Verdict append(OutboundFrame frame) {
		this.waiting.add(frame);
		this.queuedBytes += frame.size();
		this.waitingPings += (frame.kind == Kind.PING) ? 1 : 0;
		if (this.writer != Writer.NONE) {
			return Verdict.QUEUED;
		}
		if (this.connection.loop.inLoop()) {
			planFlush();
			return Verdict.QUEUED;
		}
		this.writer = Writer.ACTIVE;
		return Verdict.WRITE;
	}

	private Verdict appendFragment(OutboundFrame frame) {
		if (this.fragmented != null) {
			if (frame.opcode() != this.fragmented) {
				throw new IllegalStateException("A fragmented message of the other type is under way");
			}
			frame.continuation();
		}
		else {
			this.fragmented = frame.opcode();
		}
		Verdict verdict = append(frame);
		if (frame.isLast()) {
			this.fragmented = null;
			if (this.behindFragments != null) {
				this.waiting.addAll(this.behindFragments);
				this.behindFragments = null;
			}
		}
		return verdict;
	}

	private Verdict appendPong(OutboundFrame frame) {
		if (this.waitingPongs >= MAX_PINGS) {
			FrameList replaced = new FrameList();
			this.waiting.removeIf((each) -> each.kind == Kind.PONG, replaced::add);
			for (OutboundFrame each = replaced.poll(); each != null; each = replaced.poll()) {
				this.queuedBytes -= each.size();
			}
			this.waitingPongs = 0;
		}
		this.waitingPongs++;
		return append(frame);
	}

	private void dropWaiting(int needed, FrameList dropped) {
		for (FrameList list : new FrameList[] { this.waiting, this.behindFragments }) {
			if (list != null) {
				list.removeIf(
						(each) -> each.kind == Kind.MESSAGE
								&& (this.policy == OverflowPolicy.CONFLATE || this.queuedBytes + needed > this.limit),
						(each) -> {
							this.queuedBytes -= each.size();
							dropped.add(each);
						});
			}
		}
	}

	private void planFlush() {
		if (!this.flushPlanned) {
			this.flushPlanned = true;
			this.connection.loop.flushLater(this);
		}
	}

	/**
	 * Writes what was sent on the event loop during this round. Runs on the event loop.
	 */
	void flush() {
		this.flushPlanned = false;
		become(Writer.NONE);
	}

	/**
	 * Goes on writing, as the socket has room again. Runs on the event loop.
	 */
	void onWritable() {
		become(Writer.WAITING_FOR_SOCKET);
	}

	private void become(Writer expected) {
		synchronized (this) {
			if (this.writer != expected) {
				return;
			}
			this.writer = Writer.ACTIVE;
		}
		write();
	}

	private void write() {
		if (this.connection.loop.inLoop()) {
			write(this.connection.loop.writeBuffer);
			return;
		}
		WriteBuffers buffers = this.connection.context.writeBuffers;
		ByteBuffer buffer = buffers.borrow();
		try {
			write(buffer);
		}
		finally {
			buffers.giveBack(buffer);
		}
	}

	private void write(ByteBuffer buffer) {
		byte[] scratch = new byte[FrameEncoder.MAX_HEADER];
		try {
			while (take(buffer.capacity())) {
				buffer.clear();
				for (OutboundFrame frame = this.taken.head; frame != null
						&& buffer.hasRemaining(); frame = frame.next) {
					frame.copyTo(buffer, scratch);
				}
				int bytes = this.connection.write(buffer.flip());
				onWritten(bytes);
				if (buffer.hasRemaining()) {
					if (waitForSocket(bytes)) {
						this.connection.awaitWritable();
						return;
					}
				}
				else {
					this.stalledSince = 0;
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			abortAsWriter();
			this.connection.onWriteFailure(ex);
		}
	}

	/**
	 * Takes the next frames to write.
	 * @return {@code false} if there are none, and this thread is no longer the writer
	 */
	private boolean take(int bytes) {
		FrameList orphans;
		synchronized (this) {
			settle();
			if (!this.ended) {
				if (!this.taken.isEmpty()) {
					return true;
				}
				int size = 0;
				while (size < bytes && this.waiting.head != null) {
					OutboundFrame frame = this.waiting.head;
					this.waiting.poll();
					this.waitingPings -= (frame.kind == Kind.PING) ? 1 : 0;
					this.waitingPongs -= (frame.kind == Kind.PONG) ? 1 : 0;
					this.taken.add(frame);
					size += frame.size();
				}
				if (size == 0) {
					this.writer = Writer.NONE;
				}
				return size > 0;
			}
			orphans = removeAll();
		}
		failAll(orphans);
		return false;
	}

	private void settle() {
		this.queuedBytes -= this.unsettledBytes;
		this.unsettledBytes = 0;
	}

	private void onWritten(int bytes) {
		Counters counters = this.connection.context.counters;
		counters.bytesSent.add(bytes);
		this.unsettledBytes += bytes;
		int rest = bytes;
		while (this.taken.head != null) {
			OutboundFrame frame = this.taken.head;
			rest = frame.advance(rest);
			if (rest < 0) {
				return;
			}
			this.taken.poll();
			if (frame.kind == Kind.MESSAGE || (frame.kind == Kind.FRAGMENT && frame.isLast())) {
				counters.messagesSent.increment();
			}
			this.connection.onFrameWritten(frame);
		}
	}

	private boolean waitForSocket(int bytes) {
		if (bytes > 0 || this.stalledSince == 0) {
			// 0 means that nothing is stuck
			this.stalledSince = System.nanoTime() | 1;
		}
		synchronized (this) {
			settle();
			if (this.ended) {
				return false;
			}
			this.writer = Writer.WAITING_FOR_SOCKET;
			return true;
		}
	}

	/**
	 * Whether the peer has taken nothing for so long, although something waits for it.
	 */
	boolean isStalled(long timeoutNanos) {
		long since = this.stalledSince;
		return since != 0 && System.nanoTime() - since > timeoutNanos;
	}

	/**
	 * The connection has ended: fails all that is not written yet.
	 */
	void abort() {
		FrameList orphans;
		synchronized (this) {
			this.ended = true;
			if (this.writer == Writer.ACTIVE) {
				// the writer will find out
				return;
			}
			orphans = removeAll();
		}
		failAll(orphans);
	}

	private void abortAsWriter() {
		FrameList orphans;
		synchronized (this) {
			this.ended = true;
			orphans = removeAll();
		}
		failAll(orphans);
	}

	private FrameList removeAll() {
		FrameList all = new FrameList();
		all.addAll(this.taken);
		all.addAll(this.waiting);
		if (this.behindFragments != null) {
			all.addAll(this.behindFragments);
		}
		this.queuedBytes = 0;
		this.unsettledBytes = 0;
		this.writer = Writer.NONE;
		this.stalledSince = 0;
		return all;
	}

	private void failAll(FrameList orphans) {
		for (OutboundFrame each = orphans.poll(); each != null; each = orphans.poll()) {
			this.connection.fail(each, SendException.Reason.CLOSED);
		}
	}

	synchronized long queuedBytes() {
		return this.queuedBytes;
	}

	private enum Writer {

		/** Nobody writes; what waits was sent on the loop and is flushed there. */
		NONE,
		/** A thread writes. */
		ACTIVE,
		/** The loop goes on writing when the socket has room. */
		WAITING_FOR_SOCKET

	}

	private enum Verdict {

		QUEUED, WRITE, CLOSED, DROPPED, OVERFLOW

	}

}
