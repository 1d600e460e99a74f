package dev.wsboot.engine.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.protocol.ConnectionState;
import dev.wsboot.engine.server.OutboundFrame.Kind;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection that wait to be written, and their one writer at a time.
 * <p>
 * Safe to use from any thread. Whoever queues a frame while nobody writes becomes the
 * writer and writes at once; a writer that finds the socket full leaves the rest to the
 * event loop. Frames that a thread is about to send more of are corked: they wait until
 * it calls {@link #flush}, or somebody else does. Senders are told of the outcome only
 * when no lock is held and the writer has stepped back, so that their code may send
 * again.
 */
final class OutboundQueue {

	/** Buffers that a writer fills before others of its thread get their turn. */
	private static final int MAX_BUFFERS_IN_A_ROW = 16;

	/** More than a buffer holds is not worth waiting for. */
	private static final int MAX_CORKED = WriteBuffers.SIZE;

	private final Wire wire;

	private final ConnectionState state;

	/** The account of the connection, which includes the frames of this queue. */
	private final MemoryAccount memory;

	/** The batch of replies of the event loop. Confined to that loop. */
	private final Gathering batcher;

	private final SendResources resources;

	/** Guarded by this. */
	private final Backlog backlog = new Backlog();

	/** Guarded by this. */
	private Writer writer = Writer.NONE;

	/** Whether the loop will flush this queue. Guarded by this. */
	private boolean flushPlanned;

	/** Guarded by this. */
	private boolean ended;

	/** Ends with this queue. Guarded by this. */
	private @Nullable Deflation deflation;

	/** Frames that the writer has taken. Owned by the writer. */
	private final FrameList taken = new FrameList();

	/** When writing last stopped making progress; 0 while nothing is stuck. */
	private volatile long stalledSince;

	/**
	 * Whether the peer's messages are held back until more of this queue is written.
	 * Changed under this queue's lock.
	 */
	private volatile boolean paced;

	/** Set with this queue's lock held; {@code null} while no stream has waited. */
	private volatile @Nullable RoomWaiters roomWaiters;

	/** Whether a worker will look after this queue. Guarded by its {@link Handoff}. */
	boolean corked;

	OutboundQueue(Wire wire, ConnectionState state, MemoryAccount memory, Gathering batcher, SendResources resources) {
		this.wire = wire;
		this.state = state;
		this.memory = memory;
		this.batcher = batcher;
		this.resources = resources;
	}

	/**
	 * Queues a frame, and writes it if nobody else will. Its outcome tells what became of
	 * it.
	 * @return {@code false} if the connection must be closed because the peer is too slow
	 */
	boolean offer(OutboundFrame frame) {
		return offer(frame, this.wire.inLoop() ? Cork.LOOP : Cork.NONE) != Offered.TOO_SLOW;
	}

	/**
	 * The same.
	 * @param cork who flushes the queue later, if it need not be written now
	 * @return whether the caller must do something more
	 */
	Offered offer(OutboundFrame frame, Cork cork) {
		if (cork == Cork.LOOP && this.batcher.isOpenFor(this)) {
			// what is sent behind it must not join what was sent before
			this.batcher.writeAll();
		}
		FrameList dropped = new FrameList();
		Backlog.Verdict verdict;
		Next next = Next.NOTHING;
		synchronized (this) {
			if (this.ended || (frame.kind != Kind.HTTP && !this.state.canSend())) {
				verdict = null;
			}
			else {
				verdict = add(frame, dropped);
				if (!dropped.isEmpty() || verdict == Backlog.Verdict.DROPPED) {
					haveStreamsWait(frame, verdict, dropped);
				}
				this.backlog.tell(this.memory);
				if (verdict == Backlog.Verdict.ADDED) {
					pace();
					next = next(cork);
				}
			}
		}
		if (verdict == Backlog.Verdict.UNTRIED) {
			write();
			return offer(frame, cork);
		}
		if (verdict != Backlog.Verdict.ADDED) {
			dropped.add(frame);
		}
		if (!dropped.isEmpty()) {
			drop(dropped, (verdict != null) ? SendException.Reason.OVERFLOW : SendException.Reason.CLOSED);
		}
		if (cork != Cork.BROADCAST) {
			proceed(next);
		}
		if (verdict == Backlog.Verdict.OVERFLOW) {
			return Offered.TOO_SLOW;
		}
		return (next == Next.PLAN_FLUSH && cork == Cork.BROADCAST) ? Offered.TO_BE_FLUSHED : Offered.DONE;
	}

	/**
	 * Adds a frame as far as the limit and the overflow policy let it. What nobody has
	 * tried to write does not count against the peer, so this thread becomes the writer
	 * and tries first, if there is none.
	 */
	private Backlog.Verdict add(OutboundFrame frame, FrameList dropped) {
		if (frame.isData() && !admits(frame)) {
			if (this.writer == Writer.NONE && !this.backlog.isEmpty()) {
				startWriting();
				return Backlog.Verdict.UNTRIED;
			}
			if (!mayGoBeyond(frame)) {
				Backlog.Verdict verdict = this.backlog.overflow(frame, limit(), this.wire.options().overflowPolicy(),
						dropped);
				if (verdict != Backlog.Verdict.ADDED) {
					return verdict;
				}
			}
		}
		return this.backlog.add(frame, dropped);
	}

	/** Has the streams of dropped items wait until the peer has taken something. */
	private void haveStreamsWait(OutboundFrame frame, Backlog.Verdict verdict, FrameList dropped) {
		for (OutboundFrame each = dropped.head; each != null; each = each.next) {
			haveStreamWait(each);
		}
		if (verdict == Backlog.Verdict.DROPPED) {
			haveStreamWait(frame);
		}
	}

	private void haveStreamWait(OutboundFrame dropped) {
		SendOutcome item = dropped.takeItem();
		if (item != null) {
			RoomWaiters present = this.roomWaiters;
			if (present == null) {
				present = new RoomWaiters();
				this.roomWaiters = present;
			}
			present.add(item);
		}
	}

	/** Lets the streams go on whose items were dropped. No lock is held. */
	private void tellRoom(SendException.@Nullable Reason failure) {
		RoomWaiters present = this.roomWaiters;
		if (present != null) {
			present.tell(failure, this.resources.completions());
		}
	}

	private boolean admits(OutboundFrame frame) {
		boolean refused = this.stalledSince != 0;
		if (this.backlog.admits(frame, limit(), refused)) {
			return true;
		}
		if (frame.isShared() && !frame.isBroadcastItem()) {
			// a broadcast asks only here whether it is a reply to its sender as well, as
			// items of streams never are
			frame.from(this.wire.sender());
			return this.backlog.admits(frame, limit(), refused);
		}
		return false;
	}

	/** Whether a reply may be added that is beyond the limit. */
	private boolean mayGoBeyond(OutboundFrame frame) {
		// what waits for the end of a fragmented message holds back nobody
		return frame.sender() == Sender.REPLY && (frame.kind == Kind.FRAGMENT || !this.backlog.isFragmented())
				&& this.wire.mayGoBeyond(frame);
	}

	private int limit() {
		return this.wire.options().sendBufferLimit();
	}

	/** Holds back the peer's messages if too much waits to be written. */
	private void pace() {
		if (!this.paced && this.backlog.writableCost() > limit() / 2) {
			this.paced = true;
		}
	}

	/**
	 * Lets the peer's messages go on if little enough waits to be written.
	 * @return whether they were held back
	 */
	private synchronized boolean unpace() {
		// not at half, so that messages do not stop and go with every write
		if (this.paced && this.backlog.writableCost() <= limit() / 4) {
			this.paced = false;
			return true;
		}
		return false;
	}

	/** Whether the peer's messages are held back, as it takes too little. */
	boolean isPaced() {
		return this.paced;
	}

	/**
	 * Sends a message together with others, if the connection is just being read and
	 * nothing is before it. Runs on the event loop.
	 * @return what becomes of it, or {@code null} if it must be offered
	 */
	@Nullable CompletionStage<Void> gather(Opcode opcode, byte[] payload) {
		return gathers(payload.length) ? this.batcher.add(opcode, payload) : null;
	}

	/** The same, for a buffer whose position stays where it is. */
	@Nullable CompletionStage<Void> gather(Opcode opcode, ByteBuffer payload) {
		return gathers(payload.remaining()) ? this.batcher.add(opcode, payload) : null;
	}

	/** Sends a pong. Runs on the event loop. */
	void answerPing(byte[] payload) {
		if (gathers(payload.length)) {
			this.batcher.addPong(payload);
		}
		else {
			offer(OutboundFrame.control(Kind.PONG, payload));
		}
	}

	/**
	 * Whether a frame can be added to what is gathered, which this may have to begin, or
	 * to write if it has no more room.
	 */
	private boolean gathers(int payloadLength) {
		Gathering gathering = this.batcher;
		if (!this.wire.isReading() || !this.state.canSend() || !gathering.takes(payloadLength)) {
			return false;
		}
		if (!gathering.hasRoom(payloadLength)) {
			gathering.writeAll();
		}
		if (!gathering.isOpenFor(this)) {
			if (!becomeWriter()) {
				return false;
			}
			gathering.start(this);
		}
		return true;
	}

	/** Makes this thread the writer, unless there is one, or something to be written. */
	private synchronized boolean becomeWriter() {
		if (!isIdle()) {
			return false;
		}
		this.writer = Writer.ACTIVE;
		return true;
	}

	/**
	 * Writes messages that were gathered, as the writer, and steps back from that.
	 * @param bytes their frames
	 * @param messages how many they are
	 * @param outcomes those who are to be told, or {@code null} if nobody is
	 */
	void write(ByteBuffer bytes, int messages, @Nullable SendOutcome outcomes) {
		try {
			this.wire.write(bytes);
			onWritten(bytes, messages, Sender.HANDLER, outcomes);
		}
		catch (Throwable ex) {
			onWriteFailure(ex);
			tell(outcomes, SendException.Reason.CLOSED);
		}
	}

	/** Whether nobody writes, and nothing is before a frame that is sent now. */
	private boolean isIdle() {
		return !this.ended && this.writer == Writer.NONE && this.backlog.isEmpty() && !this.backlog.isFragmented()
				&& this.state.canSend();
	}

	/**
	 * Writes a large binary message without copying it first, if nothing is before it.
	 * @param payload the payload, of which what does not fit into the socket is copied
	 * @param sender who sends it
	 * @return what becomes of it, or {@code null} if it must be offered
	 */
	@Nullable CompletionStage<Void> writeThrough(ByteBuffer payload, Sender sender) {
		if (this.wire.inLoop()) {
			this.batcher.writeAll();
			flush();
		}
		if (!becomeWriter()) {
			return null;
		}
		SendOutcome outcome = new SendOutcome(null);
		try {
			onWritten(LargeWrite.of(payload, this.wire, this.resources.writeBuffers()), 1, sender, outcome);
		}
		catch (Throwable ex) {
			onWriteFailure(ex);
			tell(outcome, SendException.Reason.CLOSED);
		}
		return outcome;
	}

	/**
	 * Steps back as the writer of bytes that no frame stands for.
	 * @param rest what the socket had no room for
	 */
	private void onWritten(ByteBuffer rest, int messages, Sender sender, @Nullable SendOutcome outcome) {
		boolean full = rest.hasRemaining();
		if (full) {
			OutboundFrame frame = OutboundFrame.rest(rest, messages, sender, outcome);
			this.taken.add(frame);
			synchronized (this) {
				this.backlog.account(frame);
				pace();
				this.backlog.tell(this.memory);
			}
			this.stalledSince = System.nanoTime() | 1;
		}
		if (goesOn(0, full, new FrameList())) {
			write();
		}
		if (!full) {
			this.resources.counters().messagesSent.add(messages);
			tell(outcome, null);
		}
	}

	private void tell(@Nullable SendOutcome outcome, SendException.@Nullable Reason failure) {
		if (outcome != null) {
			outcome.tell(failure, this.resources.completions());
		}
	}

	private void drop(FrameList frames, SendException.Reason reason) {
		for (OutboundFrame each = frames.head; each != null; each = each.next) {
			if (each.isFailed()) {
				// replaced
				continue;
			}
			each.failed(reason);
			if (reason == SendException.Reason.OVERFLOW) {
				this.resources.counters().messagesDropped.increment();
			}
		}
		this.resources.completions().complete(frames);
		if (reason == SendException.Reason.CLOSED) {
			tellRoom(reason);
		}
	}

	/**
	 * Queues our Close frame, after which nothing is accepted.
	 * @return whether it was the first
	 */
	boolean offerClose(OutboundFrame frame, CloseStatus status) {
		FrameList orphans = new FrameList();
		Next next;
		synchronized (this) {
			if (this.ended || !this.state.sendClose(status)) {
				return false;
			}
			this.backlog.addClose(frame, orphans);
			next = next(this.wire.inLoop() ? Cork.LOOP : Cork.NONE);
		}
		drop(orphans, SendException.Reason.CLOSED);
		proceed(next);
		if (this.paced) {
			// the peer's messages are dropped from now on, and what follows them is not
			// held back
			this.wire.drained();
		}
		return true;
	}

	/** Decides what the thread that has queued a frame is to do. */
	private Next next(Cork cork) {
		if (this.writer != Writer.NONE) {
			return Next.NOTHING;
		}
		if (cork == Cork.LOOP || cork == Cork.BROADCAST) {
			boolean planned = this.flushPlanned;
			this.flushPlanned = true;
			return planned ? Next.NOTHING : Next.PLAN_FLUSH;
		}
		if (cork == Cork.HANDLER && this.backlog.bytes() < MAX_CORKED) {
			return Next.CORK;
		}
		startWriting();
		return Next.WRITE;
	}

	private void proceed(Next next) {
		switch (next) {
			case NOTHING -> {
			}
			case WRITE -> write();
			case CORK -> this.wire.flushUnlessHandlerDoes();
			case PLAN_FLUSH -> this.wire.flushAtRoundEnd();
		}
	}

	private void startWriting() {
		this.writer = Writer.ACTIVE;
		this.backlog.take(this.taken, WriteBuffers.SIZE);
	}

	/** Writes what was corked. From any thread. */
	void flush() {
		synchronized (this) {
			if (this.wire.inLoop()) {
				this.flushPlanned = false;
			}
			if (this.writer != Writer.NONE || this.backlog.isEmpty()) {
				return;
			}
			startWriting();
		}
		write();
	}

	/**
	 * Goes on writing, as the socket has room again. Runs on the event loop.
	 */
	void onWritable() {
		synchronized (this) {
			if (this.writer != Writer.WAITING_FOR_SOCKET) {
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
			if (this.wire.inLoop()) {
				write(this.wire.writeBuffer(), written);
			}
			else {
				WriteBuffers buffers = this.resources.writeBuffers();
				ByteBuffer buffer = buffers.borrow();
				if (buffer == null) {
					// the loop has one of its own
					goesOn(0, true, written);
				}
				else {
					try {
						write(buffer, written);
					}
					finally {
						buffers.giveBack(buffer);
					}
				}
			}
		}
		catch (Throwable ex) {
			// an Error too, such as no memory for a buffer: the frames must not wait for
			// ever
			onWriteFailure(ex);
		}
		for (OutboundFrame frame = written.head; frame != null; frame = frame.next) {
			reportWritten(frame);
		}
		if (!written.isEmpty()) {
			this.resources.completions().complete(written);
			tellRoom(null);
		}
		// last, as an executor may have this thread run the handler, which may wait for
		// what it sends
		if (this.paced && unpace()) {
			this.wire.drained();
		}
	}

	private void reportWritten(OutboundFrame frame) {
		if (frame.kind == Kind.PING) {
			this.wire.pingWritten();
		}
		if (frame.kind == Kind.CLOSE || (frame.kind == Kind.HTTP && frame.isLast())) {
			this.wire.lastFrameWritten();
		}
	}

	private void onWriteFailure(Throwable cause) {
		drop(endAsWriter(), SendException.Reason.CLOSED);
		this.wire.failed(cause);
	}

	private void write(ByteBuffer buffer, FrameList written) throws IOException {
		for (int i = 0;; i++) {
			if (this.taken.head != null && this.taken.head.growsWhenWritten() && this.memory.budget().isFarExceeded()) {
				// the loop writes it when others have given back what they hold
				goesOn(0, true, written);
				return;
			}
			buffer.clear();
			for (OutboundFrame frame = this.taken.head; frame != null && buffer.hasRemaining(); frame = frame.next) {
				frame.copyTo(buffer);
			}
			int bytes = this.wire.write(buffer.flip());
			boolean full = buffer.hasRemaining();
			if (!full) {
				if (this.stalledSince != 0) {
					this.stalledSince = 0;
				}
			}
			else if (bytes > 0 || this.stalledSince == 0) {
				// 0 means that nothing is stuck
				this.stalledSince = System.nanoTime() | 1;
			}
			if (!goesOn(bytes, full || i == MAX_BUFFERS_IN_A_ROW, written)) {
				return;
			}
		}
	}

	/**
	 * Settles what is written.
	 * @param bytes how much
	 * @param enough whether the loop is to do the rest
	 * @return whether there is more to write; if not, this thread is no longer the writer
	 */
	private boolean goesOn(int bytes, boolean enough, FrameList written) {
		FrameList orphans = null;
		boolean goOn = false;
		synchronized (this) {
			settle(bytes, written);
			this.backlog.tell(this.memory);
			if (this.ended) {
				orphans = removeAll();
			}
			else {
				if (this.taken.isEmpty()) {
					this.backlog.take(this.taken, WriteBuffers.SIZE);
				}
				if (this.taken.isEmpty()) {
					this.writer = Writer.NONE;
				}
				else if (enough) {
					this.writer = Writer.WAITING_FOR_SOCKET;
				}
				else {
					goOn = true;
				}
			}
			enough &= this.writer == Writer.WAITING_FOR_SOCKET;
		}
		if (enough) {
			this.wire.awaitWritable();
		}
		if (orphans != null) {
			drop(orphans, SendException.Reason.CLOSED);
		}
		return goOn;
	}

	private void settle(int bytes, FrameList written) {
		int rest = bytes;
		int messages = 0;
		while (this.taken.head != null) {
			OutboundFrame frame = this.taken.head;
			rest = frame.advance(rest);
			if (rest < 0) {
				break;
			}
			this.taken.poll();
			this.backlog.settle(frame);
			written.add(frame);
			messages += frame.messages();
		}
		if (messages > 0) {
			this.resources.counters().messagesSent.add(messages);
		}
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
		drop(orphans, SendException.Reason.CLOSED);
	}

	private synchronized FrameList endAsWriter() {
		this.ended = true;
		return removeAll();
	}

	private FrameList removeAll() {
		FrameList all = new FrameList();
		all.addAll(this.taken);
		this.backlog.clear(all);
		this.backlog.tell(this.memory);
		this.writer = Writer.NONE;
		this.stalledSince = 0;
		this.paced = false;
		if (this.deflation != null) {
			this.deflation.endOutput();
		}
		return all;
	}

	/** Names the session whose deflater is to be ended when nothing more is written. */
	synchronized void endWith(Deflation owner) {
		this.deflation = owner;
	}

	/** Tells the server what waits here, also of small changes. */
	synchronized void tellHeld() {
		this.backlog.tellAll(this.memory);
	}

	/** What waits here occupies on the heap. */
	synchronized long heldBytes() {
		return this.backlog.heldBytes();
	}

	synchronized long queuedBytes() {
		return this.backlog.bytes();
	}

	/**
	 * Who flushes the queue if the sender need not write at once.
	 */
	enum Cork {

		/** Nobody: write now. */
		NONE,
		/** The thread that handles the session's messages, when none waits any more. */
		HANDLER,
		/** The event loop, at the end of its round. Only for its own thread. */
		LOOP,
		/** The event loop, which the caller tells of many queues at once. */
		BROADCAST

	}

	/**
	 * What the caller must do after an offer.
	 */
	enum Offered {

		/** Nothing. */
		DONE,
		/** Close the connection, because the peer is too slow. */
		TOO_SLOW,
		/** Have the loop flush the queue. */
		TO_BE_FLUSHED

	}

	private enum Writer {

		/** Nobody writes; what waits is corked, and flushed later. */
		NONE,
		/** A thread writes. */
		ACTIVE,
		/** The loop goes on writing when the socket has room. */
		WAITING_FOR_SOCKET

	}

	private enum Next {

		NOTHING, WRITE, CORK, PLAN_FLUSH

	}

}
