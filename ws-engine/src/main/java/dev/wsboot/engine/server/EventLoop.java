package dev.wsboot.engine.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.wsboot.engine.handshake.RequestKeeper;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * One selector and one thread that serve many connections. What a connection reads is
 * confined to this thread; {@link #execute} and {@link #wakeup} may be called from any.
 */
final class EventLoop {

	private static final int READ_BUFFER_SIZE = 64 * 1024;

	/** The bytes of direct memory that a loop needs in the clear. */
	static final int BUFFER_BYTES = READ_BUFFER_SIZE + 2 * WriteBuffers.SIZE;

	/**
	 * Connections that a round reads while memory is short, before it does anything else.
	 */
	private static final int MAX_READ_WHILE_SHORT = 64;

	/**
	 * Long enough for another thread to go on, and short for whoever waits to be read.
	 */
	private static final long POSTPONED_NANOS = 100_000;

	/** Writing to so many connections takes long enough for more to come for them. */
	private static final int MANY = 64;

	private final Selector selector;

	private final LoopThread thread;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean wakeupPending = new AtomicBoolean();

	private final CompletableFuture<Void> terminated = new CompletableFuture<>();

	/** Nanoseconds between two looks for timeouts. Confined to the thread. */
	private long tickNanos;

	private final Runnable onDeath;

	/** Queues with frames that were sent on this thread since the last flush. */
	private List<OutboundQueue> unflushed = new ArrayList<>();

	private List<OutboundQueue> flushing = new ArrayList<>();

	/** Connections that were read in this round although memory was short. */
	private int readWhileShort;

	/** Whether a connection is not read in this round, as memory is short. */
	private boolean postponed;

	/** Whether a flush of {@link #MANY} waits for what this round brings. */
	private boolean flushPostponed;

	private volatile long now = System.nanoTime();

	private long nextTick = this.now;

	private volatile boolean stopping;

	/** Shared by all connections of this loop, as only one is read at a time. */
	final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_SIZE).order(ByteOrder.nativeOrder());

	private final ByteBuffer readOnlyBuffer = this.readBuffer.asReadOnlyBuffer();

	/** The same bytes once more, in the order of the network. */
	private final ByteBuffer writableBuffer = this.readBuffer.duplicate();

	/** The part of {@link #readBuffer} that a handler looks at. */
	private @Nullable ByteBuffer lent;

	/** Where that begins. */
	private int lentFrom;

	/** What has been read is just being handled, of this one. */
	@Nullable Selectable reading;

	final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(WriteBuffers.SIZE);

	/** What TLS connections read and write with. */
	final TlsBuffers tlsBuffers = new TlsBuffers();

	/** What is sent on the connections that are just being read. */
	final Gathering gathering = new Gathering();

	/** The connections that have no session yet. */
	final PendingHandshakes handshakes = new PendingHandshakes();

	/** Makes small what sessions keep of their requests. */
	final RequestKeeper requests = new RequestKeeper();

	/** Brings this loop's messages to handlers that may block. */
	final Handoff handoff;

	/** Lends inflaters and deflaters. */
	final ZipPools zips;

	/**
	 * Creates a loop that does not run yet.
	 * @param name the thread's name
	 * @param nio makes its selector
	 * @param handoff brings its messages to handlers that may block
	 * @param compressionLevel the level of its deflaters
	 * @param tickMillis how often timeouts are looked for
	 * @param onDeath called last, by the loop's own thread, if the loop has ended without
	 * having been stopped
	 */
	EventLoop(String name, SelectorProvider nio, Handoff handoff, int compressionLevel, long tickMillis,
			Runnable onDeath) throws IOException {
		this.handoff = handoff;
		this.zips = new ZipPools(compressionLevel, this.now);
		this.selector = nio.openSelector();
		this.tickNanos = TimeUnit.MILLISECONDS.toNanos(tickMillis);
		this.onDeath = onDeath;
		this.thread = new LoopThread(this::run, name);
	}

	void start() {
		this.thread.start();
	}

	boolean inLoop() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Returns the time of this round as {@link System#nanoTime} told it: exact enough for
	 * timeouts, and free. Never older than a tick.
	 */
	long now() {
		return this.now;
	}

	/**
	 * Has timeouts looked for at least that often from now on. Called on the loop's
	 * thread.
	 */
	void sweepWithin(long millis) {
		long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
		if (nanos < this.tickNanos) {
			this.tickNanos = nanos;
			if (this.nextTick - this.now > nanos) {
				this.nextTick = this.now + nanos;
			}
		}
	}

	void execute(Runnable task) {
		this.tasks.add(task);
		if (!inLoop()) {
			wakeup();
		}
		if (this.terminated.isDone()) {
			// nobody else will
			runTasks();
			this.handoff.announce();
		}
	}

	void wakeup() {
		if (this.wakeupPending.compareAndSet(false, true)) {
			this.selector.wakeup();
		}
	}

	SelectionKey register(SelectableChannel channel, int operations, Selectable attachment) throws IOException {
		return channel.register(this.selector, operations, attachment);
	}

	/**
	 * Lends a handler a part of a buffer, which it cannot write to, and behind which it
	 * sees nothing; {@link #endLoan} must follow.
	 */
	ByteBuffer lend(ByteBuffer data, int offset, int length) {
		ByteBuffer whole = (data == this.readBuffer) ? this.readOnlyBuffer : data.asReadOnlyBuffer().clear();
		ByteBuffer part = whole.slice(offset, length);
		if (data == this.readBuffer) {
			this.lent = part;
			this.lentFrom = offset;
		}
		return part;
	}

	void endLoan() {
		this.lent = null;
	}

	/**
	 * Returns what a handler was lent together with bytes before it, which have been used
	 * up: at least the header of the frame that it came in.
	 * @param payload what is to be sent
	 * @param before how many bytes are needed before it
	 * @return a buffer, valid until the next call, or {@code null} if the payload is
	 * something else
	 */
	@Nullable ByteBuffer lentBehind(ByteBuffer payload, int before) {
		if (payload != this.lent || payload.remaining() != payload.capacity() || before > this.lentFrom) {
			return null;
		}
		return this.writableBuffer.limit(this.lentFrom + payload.remaining()).position(this.lentFrom - before);
	}

	/**
	 * Decides whether a connection is not read before the next round, while memory is
	 * short and the loop itself may be needed to give some back.
	 * @param holds whether the connection holds some
	 */
	boolean postpones(boolean holds) {
		if (!holds && this.readWhileShort < MAX_READ_WHILE_SHORT) {
			this.readWhileShort++;
			return false;
		}
		this.postponed = true;
		return true;
	}

	/** Writes what a queue holds at the end of this round. */
	void flushLater(OutboundQueue queue) {
		this.unflushed.add(queue);
	}

	/** Writes what many queues hold at the end of a round. From any thread. */
	void flushAll(List<OutboundQueue> queues) {
		if (inLoop()) {
			this.unflushed.addAll(queues);
		}
		else {
			execute(() -> this.unflushed.addAll(queues));
		}
	}

	/**
	 * Writes what a queue holds at once, if it is the only one that holds anything.
	 */
	void flushIfOnly(OutboundQueue queue) {
		if (this.unflushed.size() == 1 && this.unflushed.get(0) == queue) {
			this.unflushed.clear();
			queue.flush();
		}
	}

	/**
	 * Ends all connections and the thread.
	 * @return completes when done
	 */
	CompletableFuture<Void> stop() {
		this.stopping = true;
		this.selector.wakeup();
		return this.terminated;
	}

	/** Frees what a loop holds that was never started. */
	void discard() {
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			Log.log(Level.DEBUG, "Selector did not close", ex);
		}
	}

	private void run() {
		try {
			while (!this.stopping) {
				round();
			}
			terminate(Selectable::onStop);
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, this.thread.getName() + " died, its connections are cut", ex);
			terminate(Selectable::onDeath);
			this.onDeath.run();
		}
	}

	private void round() throws IOException {
		// a handler that was interrupted must not make select return for ever
		Thread.interrupted();
		if (this.tasks.isEmpty() && !this.flushPostponed) {
			long wait = Math.max(1, TimeUnit.NANOSECONDS.toMillis(this.nextTick - System.nanoTime()));
			this.selector.select(this::onReady, wait);
		}
		else {
			this.selector.selectNow(this::onReady);
		}
		this.gathering.writeAll();
		this.wakeupPending.set(false);
		this.now = System.nanoTime();
		// those that they add have their turn behind what can be read
		for (int i = this.tasks.size(); i > 0; i--) {
			runTask();
		}
		if (this.now - this.nextTick >= 0) {
			this.nextTick = this.now + this.tickNanos;
			for (SelectionKey key : this.selector.keys()) {
				onTick(key);
			}
			this.zips.onTick(this.now);
		}
		// tasks and ticks may have had connections read what had waited
		this.gathering.writeAll();
		// what was broadcast right behind a broadcast goes with it
		this.flushPostponed = !this.flushPostponed && this.unflushed.size() >= MANY;
		if (!this.flushPostponed) {
			flush();
		}
		if (this.handoff.announce() || this.flushPostponed) {
			Thread.yield();
		}
		this.readWhileShort = 0;
		if (this.postponed) {
			this.postponed = false;
			LockSupport.parkNanos(POSTPONED_NANOS);
		}
	}

	private void onReady(SelectionKey key) {
		if (!(key.attachment() instanceof Selectable selectable)) {
			return;
		}
		try {
			selectable.onReady(key);
		}
		catch (Throwable ex) {
			onFailure(selectable, ex);
		}
		this.gathering.onTurnOver();
	}

	/** An Error too: one connection's failure stays its own. */
	private static void onFailure(Selectable selectable, Throwable failure) {
		try {
			selectable.onFailure(failure);
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, "Connection failed again while it was cut", ex);
		}
	}

	private void onTick(SelectionKey key) {
		if (key.isValid() && key.attachment() instanceof Selectable selectable) {
			try {
				selectable.onTick(this.now);
			}
			catch (Throwable ex) {
				onFailure(selectable, ex);
			}
		}
	}

	private void runTasks() {
		boolean more = true;
		while (more) {
			more = runTask();
		}
	}

	/** Returns whether there was one. */
	private boolean runTask() {
		Runnable task = this.tasks.poll();
		if (task == null) {
			return false;
		}
		try {
			task.run();
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, "Task failed on " + this.thread.getName(), ex);
		}
		this.gathering.onTurnOver();
		return true;
	}

	private void flush() {
		while (!this.unflushed.isEmpty()) {
			List<OutboundQueue> full = this.unflushed;
			this.unflushed = this.flushing;
			this.flushing = full;
			for (OutboundQueue queue : full) {
				try {
					queue.flush();
				}
				catch (Throwable ex) {
					Log.log(Level.ERROR, "Flush failed on " + this.thread.getName(), ex);
				}
			}
			full.clear();
		}
	}

	private void terminate(Consumer<Selectable> end) {
		try {
			for (SelectionKey key : new ArrayList<>(this.selector.keys())) {
				if (key.attachment() instanceof Selectable selectable) {
					end(selectable, end);
				}
			}
			this.selector.close();
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, this.thread.getName() + " did not end cleanly", ex);
		}
		finally {
			// those that are still lent are ended when they come back
			this.zips.close();
			// connections that another loop has just accepted for this one
			runTasks();
			this.handoff.announce();
			this.terminated.complete(null);
		}
		runTasks();
		this.handoff.announce();
	}

	private static void end(Selectable selectable, Consumer<Selectable> end) {
		try {
			end.accept(selectable);
		}
		catch (Throwable ex) {
			onFailure(selectable, ex);
		}
	}

	/**
	 * The thread of a loop, where the application's blocking code must not run.
	 */
	static final class LoopThread extends Thread {

		private LoopThread(Runnable loop, String name) {
			super(loop, name);
		}

	}

	/**
	 * What is registered with a loop. Called on the loop's thread only.
	 */
	interface Selectable {

		void onReady(SelectionKey key) throws IOException;

		/** Looks for timeouts. */
		void onTick(long now);

		/** Something unexpected was thrown. */
		void onFailure(Throwable failure);

		/** The loop ends, with the server. */
		void onStop();

		/** The loop has died. */
		default void onDeath() {
			onStop();
		}

	}

}
