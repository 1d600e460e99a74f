package dev.wsboot.engine.server;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.wsboot.engine.CloseStatus;
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
 * round. Senders are told of the outcome only when no lock is held and the writer has
 * stepped back, so that their code may send again.
 */
final class OutboundQueue {

	/**
	 * Pings and pongs that may wait. Of more pongs, only the newest matter (RFC 6455
	 * 5.5.3); more pings would measure nothing new.
	 */
	private static final int MAX_PINGS = 64;

	/** Buffers that a writer fills before others of its thread get their turn. */
	private static final int MAX_BUFFERS_IN_A_ROW = 16;

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

	/** The last pong that waits. Guarded by this. */
	private @Nullable OutboundFrame newestPong;

	/** Bytes of all frames that are not written. Guarded by this. */
	private long queuedBytes;

	/** What data frames that are not written count against the limit. Guarded by this. */
	private long dataCost;

	/** Guarded by this. */
	private Writer writer = Writer.NONE;

	/** Guarded by this. */
	private boolean ended;

	/** Frames that the writer has taken. Owned by the writer. */
	private final FrameList taken = new FrameList();

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
	 * Queues a frame, and writes it if nobody else will. Its outcome tells what became of
	 * it.
	 * @return {@code false} if the connection must be closed because the peer is too slow
	 */
	boolean offer(OutboundFrame frame) {
		FrameList dropped = new FrameList();
		Verdict verdict = enqueue(frame, dropped);
		if (verdict == Verdict.DROPPED || verdict == Verdict.OVERFLOW) {
			dropped.add(frame);
		}
		for (OutboundFrame each = dropped.head; each != null; each = each.next) {
			each.failed(SendException.Reason.OVERFLOW);
			this.connection.context.counters.messagesDropped.increment();
		}
		if (verdict == Verdict.CLOSED) {
			dropped.add(frame.failed(SendException.Reason.CLOSED));
		}
		this.connection.context.completions.complete(dropped);
		if (verdict == Verdict.WRITE) {
			write();
		}
		return verdict != Verdict.OVERFLOW;
	}

	/**
	 * Queues our Close frame, after which nothing is accepted.
	 * @return whether it was the first
	 */
	boolean offerClose(OutboundFrame frame, CloseStatus status) {
		FrameList orphans = new FrameList();
		Verdict verdict;
		synchronized (this) {
			if (this.ended || !this.state.sendClose(status)) {
				return false;
			}
			if (this.behindFragments != null) {
				// RFC 6455 5.4: they cannot overtake the fragments, which now never end
				orphans.addAll(this.behindFragments);
				for (OutboundFrame each = orphans.head; each != null; each = each.next) {
					subtract(each);
				}
			}
			verdict = append(frame);
		}
		fail(orphans);
		if (verdict == Verdict.WRITE) {
			write();
		}
		return true;
	}

	private synchronized Verdict enqueue(OutboundFrame frame, FrameList dropped) {
		if (this.ended || (frame.kind != Kind.HTTP && !this.state.canSend())) {
			return Verdict.CLOSED;
		}
		// a message larger than the limit may still go alone
		if (frame.isData() && this.dataCost > 0 && isOverLimit(frame)) {
			if (this.policy == OverflowPolicy.CLOSE || frame.kind == Kind.FRAGMENT) {
				return Verdict.OVERFLOW;
			}
			if (this.policy == OverflowPolicy.DROP_NEWEST) {
				return Verdict.DROPPED;
			}
			dropWaiting(this.waiting, frame, dropped);
			if (this.behindFragments != null) {
				dropWaiting(this.behindFragments, frame, dropped);
			}
		}
		return switch (frame.kind) {
			case FRAGMENT -> appendFragment(frame);
			case PING -> (this.waitingPings >= MAX_PINGS) ? Verdict.DROPPED : append(frame);
			case PONG -> appendPong(frame);
			case MESSAGE -> (this.fragmented != null) ? appendBehindFragments(frame) : append(frame);
			default -> append(frame);
		};
	}

	private boolean isOverLimit(OutboundFrame frame) {
		return this.dataCost + frame.cost() > this.limit;
	}

	private void dropWaiting(FrameList list, OutboundFrame newest, FrameList dropped) {
		FrameList moved = new FrameList();
		list.moveTo(moved, (each) -> {
			boolean message = each.kind == Kind.MESSAGE;
			if (message) {
				subtract(each);
			}
			return message;
		}, () -> this.policy == OverflowPolicy.DROP_OLDEST && !isOverLimit(newest));
		dropped.addAll(moved);
	}

	private Verdict append(OutboundFrame frame) {
		this.waiting.add(frame);
		add(frame);
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

	private Verdict appendBehindFragments(OutboundFrame frame) {
		if (this.behindFragments == null) {
			this.behindFragments = new FrameList();
		}
		this.behindFragments.add(frame);
		add(frame);
		return Verdict.QUEUED;
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
		if (this.waitingPongs >= MAX_PINGS && this.newestPong != null) {
			this.queuedBytes -= this.newestPong.size();
			this.newestPong.replacePayload(frame.payload());
			this.queuedBytes += this.newestPong.size();
			return Verdict.QUEUED;
		}
		this.waitingPongs++;
		this.newestPong = frame;
		return append(frame);
	}

	private void add(OutboundFrame frame) {
		this.queuedBytes += frame.size();
		this.dataCost += frame.isData() ? frame.cost() : 0;
	}

	private void subtract(OutboundFrame frame) {
		this.queuedBytes -= frame.size();
		this.dataCost -= frame.isData() ? frame.cost() : 0;
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

	/** Writes as the writer, and steps back from that. */
	private void write() {
		FrameList written = new FrameList();
		try {
			if (this.connection.loop.inLoop()) {
				write(this.connection.loop.writeBuffer, written);
			}
			else {
				WriteBuffers buffers = this.connection.context.writeBuffers;
				ByteBuffer buffer = buffers.borrow();
				try {
					write(buffer, written);
				}
				finally {
					buffers.giveBack(buffer);
				}
			}
		}
		catch (Throwable ex) {
			// an Error too, such as no memory for a buffer: the frames must not wait for
			// ever
			fail(endAsWriter());
			this.connection.onWriteFailure(ex);
		}
		for (OutboundFrame frame = written.head; frame != null; frame = frame.next) {
			this.connection.onFrameWritten(frame);
		}
		this.connection.context.completions.complete(written);
	}

	private void write(ByteBuffer buffer, FrameList written) throws IOException {
		byte[] scratch = new byte[FrameEncoder.MAX_HEADER];
		for (int i = 0; take(buffer.capacity()); i++) {
			buffer.clear();
			for (OutboundFrame frame = this.taken.head; frame != null && buffer.hasRemaining(); frame = frame.next) {
				frame.copyTo(buffer, scratch);
			}
			int bytes = this.connection.write(buffer.flip());
			boolean full = buffer.hasRemaining();
			if (!full) {
				this.stalledSince = 0;
			}
			else if (bytes > 0 || this.stalledSince == 0) {
				// 0 means that nothing is stuck
				this.stalledSince = System.nanoTime() | 1;
			}
			onWritten(bytes, written);
			if ((full || i == MAX_BUFFERS_IN_A_ROW) && leaveToLoop()) {
				this.connection.awaitWritable();
				return;
			}
		}
	}

	/**
	 * Takes the next frames to write.
	 * @return {@code false} if there are none, and this thread is no longer the writer
	 */
	private boolean take(int bytes) {
		FrameList orphans;
		synchronized (this) {
			if (!this.ended) {
				if (!this.taken.isEmpty()) {
					return true;
				}
				for (int size = 0; size < bytes && this.waiting.head != null;) {
					size += takeFirst(this.waiting.head);
				}
				if (this.taken.isEmpty()) {
					this.writer = Writer.NONE;
				}
				return !this.taken.isEmpty();
			}
			orphans = removeAll();
		}
		fail(orphans);
		return false;
	}

	private int takeFirst(OutboundFrame frame) {
		this.waiting.poll();
		this.taken.add(frame);
		if (frame.kind == Kind.PING) {
			this.waitingPings--;
		}
		if (frame.kind == Kind.PONG) {
			this.waitingPongs--;
			this.newestPong = (this.newestPong == frame) ? null : this.newestPong;
		}
		return frame.size();
	}

	private void onWritten(int bytes, FrameList written) {
		Counters counters = this.connection.context.counters;
		counters.bytesSent.add(bytes);
		int rest = bytes;
		synchronized (this) {
			while (this.taken.head != null) {
				OutboundFrame frame = this.taken.head;
				rest = frame.advance(rest);
				if (rest < 0) {
					return;
				}
				this.taken.poll();
				subtract(frame);
				written.add(frame);
				if (frame.isData() && frame.isLast()) {
					counters.messagesSent.increment();
				}
			}
		}
	}

	private synchronized boolean leaveToLoop() {
		if (this.ended) {
			return false;
		}
		this.writer = Writer.WAITING_FOR_SOCKET;
		return true;
	}

	/**
	 * Returns when the peer last took something while more waits for it.
	 * @return the time, or 0 if nothing waits for the socket
	 */
	long stalledSince() {
		return this.stalledSince;
	}

	/**
	 * The connection has ended: fails all that is not written yet.
	 */
	void end() {
		FrameList orphans;
		synchronized (this) {
			this.ended = true;
			if (this.writer == Writer.ACTIVE) {
				// the writer will find out
				return;
			}
			orphans = removeAll();
		}
		fail(orphans);
	}

	private synchronized FrameList endAsWriter() {
		this.ended = true;
		return removeAll();
	}

	private FrameList removeAll() {
		FrameList all = new FrameList();
		all.addAll(this.taken);
		all.addAll(this.waiting);
		if (this.behindFragments != null) {
			all.addAll(this.behindFragments);
		}
		this.newestPong = null;
		this.queuedBytes = 0;
		this.dataCost = 0;
		this.writer = Writer.NONE;
		this.stalledSince = 0;
		return all;
	}

	private void fail(FrameList orphans) {
		for (OutboundFrame each = orphans.head; each != null; each = each.next) {
			each.failed(SendException.Reason.CLOSED);
		}
		this.connection.context.completions.complete(orphans);
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
