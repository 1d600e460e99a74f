/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.options.InboundOptions;
import dev.wsboot.engine.protocol.StreamTarget;
import dev.wsboot.engine.server.limits.WorkBudget;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.waits.NonWaitingThread;
import dev.wsboot.engine.server.waits.PeerWaits;

/**
 * The pipe from the event loop to a handler that reads a message as it arrives. It holds
 * a limited number of bytes, and pauses the connection while it is full. Written by the
 * event loop, read by one other thread.
 */
public final class MessagePipe extends InputStream implements IncomingMessage, StreamTarget {

	/** The limit of the bytes that wait to be read. A power of two, as are all sizes. */
	public static final int CAPACITY = 64 * 1024;

	/** Bytes of the heap that a pipe occupies besides its content. */
	static final int FOOTPRINT = 208;

	private static final int SMALLEST = 1024;

	private static final byte[] NOTHING = new byte[0];

	private final PipeOwner owner;

	private final InboundFlow inbound;

	private final boolean text;

	private final int most;

	/** Not held while bytes are copied, as the event loop must not wait for that. */
	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Guarded by the lock. */
	private State state = State.COMING;

	/** The reason why the rest does not arrive. Guarded by the lock. */
	private CloseStatus failure = CloseStatus.NO_STATUS;

	/** True if the handler has been called. Guarded by the lock. */
	private boolean begun;

	/** The content as a ring, which grows when needed. Guarded by the lock. */
	private byte[] ring = NOTHING;

	/**
	 * The index of the first byte in the ring. Guarded by the lock, moved by the reader.
	 */
	private int start;

	/** The number of bytes in the ring. Guarded by the lock. */
	private int count;

	/** True if reading is paused until there is room. Guarded by the lock. */
	private boolean awaited;

	/** The number of bytes that have arrived. Guarded by the lock. */
	private long received;

	/** Nanoseconds that the reader has waited for the peer. Confined to the reader. */
	private long waited;

	/**
	 * Creates an empty pipe.
	 * @param owner the session that the message is for
	 * @param text whether it is a text message
	 * @param most the limit of the bytes of the message
	 */
	public MessagePipe(PipeOwner owner, boolean text, long most) {
		this.owner = owner;
		this.inbound = owner.inbound();
		this.text = text;
		this.most = (int) Math.min(most, CAPACITY);
	}

	/**
	 * Returns the limit of the bytes that this may hold while it waits for the handler.
	 */
	int weight() {
		return this.most;
	}

	@Override
	public boolean isText() {
		return this.text;
	}

	@Override
	public InputStream stream() {
		return this;
	}

	@Override
	public int room() {
		this.lock.lock();
		try {
			return (this.state == State.COMING) ? CAPACITY - this.count : Integer.MAX_VALUE;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean write(ByteBuffer data, int offset, int length) {
		this.inbound.charge(WorkBudget.STREAMED_PIECE);
		byte[] target;
		int position;
		this.lock.lock();
		try {
			if (this.state != State.COMING) {
				return !this.inbound.isPaused();
			}
			if (this.count + length > this.ring.length) {
				grow(this.count + length);
			}
			target = this.ring;
			position = (this.start + this.count) & (target.length - 1);
		}
		finally {
			this.lock.unlock();
		}
		int first = Math.min(length, target.length - position);
		data.get(offset, target, position, first);
		data.get(offset + first, target, 0, length - first);
		this.lock.lock();
		try {
			if (this.state == State.COMING) {
				this.count += length;
				this.received += length;
				this.changed.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
		return !this.inbound.isPaused();
	}

	private void grow(int needed) {
		int capacity = Math.max(SMALLEST, Integer.highestOneBit(needed - 1) << 1);
		byte[] larger = new byte[capacity];
		this.owner.memory().charge(Footprint.array(capacity) - charged());
		int first = Math.min(this.count, this.ring.length - this.start);
		System.arraycopy(this.ring, this.start, larger, 0, first);
		System.arraycopy(this.ring, 0, larger, first, this.count - first);
		this.ring = larger;
		this.start = 0;
	}

	/** Returns the bytes of the ring that the account is charged with. */
	private int charged() {
		return (this.ring.length > 0) ? Footprint.array(this.ring.length) : 0;
	}

	@Override
	public void awaitRoom() {
		this.inbound.pause();
		boolean now;
		this.lock.lock();
		try {
			now = hasRoomAgain();
			this.awaited = !now;
		}
		finally {
			this.lock.unlock();
		}
		if (now) {
			this.inbound.resumeSoon();
		}
	}

	/**
	 * Returns true if the ring is half empty, so that reading does not stop with every
	 * read.
	 */
	private boolean hasRoomAgain() {
		return this.state != State.COMING || this.count <= CAPACITY / 2;
	}

	@Override
	public boolean end() {
		change(State.COMING, State.COMPLETE);
		return !this.inbound.isPaused();
	}

	@Override
	public void abort() {
		this.lock.lock();
		try {
			this.failure = (this.state == State.COMING) ? this.owner.status() : this.failure;
		}
		finally {
			this.lock.unlock();
		}
		change(State.COMING, State.ABORTED);
	}

	/** Discards the content and all that arrives later. Called on any thread. */
	public void abandon() {
		change(State.COMING, State.ABANDONED);
		change(State.COMPLETE, State.ABANDONED);
	}

	private void change(State from, State to) {
		boolean resume;
		boolean waits;
		this.lock.lock();
		try {
			if (this.state != from) {
				return;
			}
			this.state = to;
			waits = from == State.COMING && !this.begun;
			if (to != State.COMPLETE) {
				this.owner.memory().release(charged());
				this.ring = NOTHING;
				this.start = 0;
				this.count = 0;
			}
			resume = this.awaited;
			this.awaited = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (waits) {
			this.owner.onArrivalOver();
		}
		if (resume) {
			this.inbound.resumeSoon();
		}
	}

	/**
	 * Notes that the handler is about to be called.
	 * @return {@code false} if the message is aborted or abandoned, so that the handler
	 * is not called
	 */
	boolean begin() {
		this.lock.lock();
		try {
			this.begun = this.state == State.COMING || this.state == State.COMPLETE;
			return this.begun;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns true if more bytes may arrive. */
	boolean isComing() {
		this.lock.lock();
		try {
			return this.state == State.COMING;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns true if the handler has been called. */
	public boolean hasBegun() {
		this.lock.lock();
		try {
			return this.begun;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns the number of bytes that wait for the handler. */
	int waitingBytes() {
		this.lock.lock();
		try {
			return this.count;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		awaitBytes();
		byte[] source;
		int from;
		int size;
		this.lock.lock();
		try {
			checkReadable();
			if (this.count == 0) {
				return -1;
			}
			source = this.ring;
			from = this.start;
			size = Math.min(Math.min(length, this.count), source.length - from);
		}
		finally {
			this.lock.unlock();
		}
		System.arraycopy(source, from, target, offset, size);
		onRead(size);
		return size;
	}

	/** Waits for bytes, or for the end of the message. */
	private void awaitBytes() throws IOException {
		while (!isReadable()) {
			if (Thread.currentThread() instanceof NonWaitingThread) {
				// the event loop would wait for itself, for ever
				throw new IllegalStateException("The executor runs callbacks on an event loop, "
						+ "where a message that comes in cannot be waited for");
			}
			long start = this.owner.exactTime();
			try {
				if (!PeerWaits.awaitPiece(patience(), this::awaitChange)
						&& patience() <= this.owner.exactTime() - start) {
					giveUp();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new InterruptedIOException("Interrupted while the message came in");
			}
			finally {
				this.waited += this.owner.exactTime() - start;
			}
		}
	}

	/** Returns true if there are bytes to read, or the end is reached. */
	private boolean isReadable() {
		this.lock.lock();
		try {
			return this.count > 0 || this.state != State.COMING;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the time in nanoseconds that the reader waits for more. Earlier waits
	 * count, so that a peer cannot hold the reader for ever with a byte now and then.
	 */
	private long patience() {
		InboundOptions options = this.owner.options().inbound();
		long timeout = options.streamTimeout().isZero() ? Long.MAX_VALUE : options.streamTimeout().toNanos();
		timeout = Math.min(timeout, PeerWaits.patienceHere());
		if (timeout == Long.MAX_VALUE) {
			return timeout;
		}
		int rate = options.streamMinRate();
		long granted = (rate > 0) ? (long) (received() * (1e9 / rate)) : 0;
		return Math.max(0, timeout + granted - this.waited);
	}

	private long received() {
		this.lock.lock();
		try {
			return this.received;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for a change, and lets a fork-join pool start a thread in place of this one.
	 */
	private boolean awaitChange(long nanos) throws InterruptedException {
		ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
			@Override
			public boolean block() throws InterruptedException {
				MessagePipe.this.lock.lock();
				try {
					if (MessagePipe.this.count == 0 && MessagePipe.this.state == State.COMING) {
						MessagePipe.this.changed.awaitNanos(nanos);
					}
					return true;
				}
				finally {
					MessagePipe.this.lock.unlock();
				}
			}

			@Override
			public boolean isReleasable() {
				return isReadable();
			}
		});
		return isReadable();
	}

	/** Closes the session, as the peer takes too long. */
	private void giveUp() {
		PeerWaits.onVainWaitHere();
		CloseStatus status = CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Message arrives too slowly");
		this.owner.close(status);
		this.lock.lock();
		try {
			this.failure = (this.state == State.COMING) ? status : this.failure;
		}
		finally {
			this.lock.unlock();
		}
		change(State.COMING, State.ABORTED);
	}

	private void checkReadable() throws IOException {
		if (this.state == State.ABORTED) {
			throw new IncompleteMessageException(this.failure);
		}
		if (this.state == State.ABANDONED) {
			throw new IOException("The stream is closed, or its callback has returned");
		}
	}

	private void onRead(int size) {
		boolean resume;
		this.lock.lock();
		try {
			if (this.count > 0) {
				// two threads that read at once get wrong bytes, but do no harm
				int used = Math.min(size, this.count);
				this.start = (this.start + used) & (this.ring.length - 1);
				this.count -= used;
			}
			resume = this.awaited && hasRoomAgain();
			this.awaited &= !resume;
		}
		finally {
			this.lock.unlock();
		}
		if (resume) {
			this.inbound.resumeSoon();
		}
	}

	@Override
	public int available() {
		return waitingBytes();
	}

	@Override
	public void close() {
		abandon();
	}

	private enum State {

		/** More bytes may arrive. */
		COMING,
		/** The message has arrived whole. */
		COMPLETE,
		/** The rest does not arrive. */
		ABORTED,
		/** The content is discarded. */
		ABANDONED

	}

}
