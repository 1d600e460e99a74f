/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.nio.ByteBuffer;
import java.time.Duration;

import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.protocol.ConnectionState;
import dev.wsboot.engine.protocol.ConnectionState.Phase;
import dev.wsboot.engine.server.dispatch.InboundFlow;
import dev.wsboot.engine.server.limits.WorkBudget;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.loop.Selectable;
import dev.wsboot.engine.server.loop.SweepInterval;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.memory.MemoryBudget;
import dev.wsboot.engine.server.transport.PlainSide;
import dev.wsboot.engine.server.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The input of a {@link Connection}: hands bytes to the current {@link ConnectionStage},
 * pauses and resumes, and accounts for the memory and the work that the input causes.
 * Confined to the event loop, except for methods that say otherwise.
 */
public abstract class ConnectionInput extends Selectable implements PlainSide, InboundFlow, PendingHandshakes.Holder {

	/** The most bytes of one read while memory is short. */
	private static final int SMALL_READ = 4096;

	public final EventLoop loop;

	public final ConnectionState state = new ConnectionState();

	/** The account of the memory that this connection holds. From any thread. */
	public final MemoryAccount memory;

	/** The server and the loop, as this connection sees them. */
	protected final ConnectionHost host;

	/** The socket, with TLS or without. Not changed once there are writers. */
	protected Transport transport;

	/** The receiver of the input. Also read by threads that write. */
	protected volatile ConnectionStage stage;

	/** True if the peer has ended its output. */
	protected boolean inputEnded;

	/** True if the socket is closed. */
	protected boolean ended;

	/**
	 * The options of the session, or those of the server before there is a session.
	 * Written by the loop before the session is published; read by threads that send.
	 */
	private SessionOptions options;

	/** The work that the input has caused; {@code null} before the first. */
	private @Nullable WorkMeter work;

	/** Bytes that came before reading was paused. */
	private @Nullable ByteBuffer leftover;

	/** True if reading is paused. Also read by threads that close. */
	private volatile boolean paused;

	/** The number of bytes that are held for input. */
	private int held;

	/** The part of {@link #held} that the loop knows to be held without a session. */
	private int heldInHandshake;

	/** The number of bytes last reported to {@link #memory}. */
	private int reported;

	@SuppressWarnings("NullAway.Init") // transport and stage are set by the subclass, as
										// both refer to the connection
	public ConnectionInput(ConnectionHost host, MemoryAccount memory) {
		this.host = host;
		this.loop = host.loop();
		this.memory = memory;
		this.options = host.options();
	}

	/**
	 * Returns true if this connection is not read in this round: while sessions are being
	 * closed because memory is short, others that hold memory must not hold yet more. A
	 * few bytes of those that hold none may inflate to a thousand times as much, so they
	 * wait as well where that has happened.
	 */
	protected boolean isPostponed() {
		MemoryBudget budget = this.host.memory();
		return budget.isShedding() && this.host
			.postponesReading(this.stage.holdsAnything() || (budget.isFarExceeded() && this.stage.mayInflate()));
	}

	@Override
	public ByteBuffer inputBuffer() {
		ByteBuffer target = this.stage.target();
		ByteBuffer buffer = (target != null) ? target : this.host.buffers().readBuffer().clear();
		if (this.host.memory().isShedding()) {
			buffer.limit(Math.min(buffer.limit(), buffer.position() + SMALL_READ));
		}
		return buffer;
	}

	@Override
	public void inputEnded() {
		this.inputEnded = true;
		// the end of input stays ready for ever
		this.transport.pause();
		if (!this.paused) {
			this.stage.onInputEnd();
		}
		// else close_notify came together with bytes before it, which wait
	}

	@Override
	public void receive(ByteBuffer data) {
		this.host.counters().add(WsCounter.BYTES_RECEIVED, data.remaining());
		startTurn(data.remaining());
		feed(data);
		if (this.paused && data.hasRemaining()) {
			this.leftover = ByteBuffer.allocate(data.remaining()).put(data).flip();
		}
		heldChanged();
		onInputHandled();
	}

	/** The stage has handled the input of one read. */
	protected abstract void onInputHandled();

	/** Hands bytes to the stage until it pauses. */
	private void feed(ByteBuffer data) {
		Selectable outer = this.loop.reading();
		this.loop.reading(this);
		try {
			while (data.hasRemaining() && !this.paused && !this.ended) {
				this.stage.receive(data);
			}
		}
		finally {
			this.loop.reading(outer);
		}
	}

	/** Returns true if the loop is handling input of this connection. */
	public boolean isReading() {
		return this.loop.reading() == this;
	}

	@Override
	public void pause() {
		if (!this.paused) {
			this.paused = true;
			this.transport.pause();
		}
	}

	@Override
	public void resumeSoon() {
		this.loop.execute(this::resume);
	}

	/** Resumes reading, first with the bytes that came before the pause. */
	public void resume() {
		if (!this.paused || this.ended || !this.stage.mayResume(this.loop.now())) {
			return;
		}
		this.paused = false;
		startTurn(0);
		this.stage.onResume();
		ByteBuffer rest = this.leftover;
		if (rest != null) {
			feed(rest);
			if (!rest.hasRemaining()) {
				this.leftover = null;
			}
		}
		if (!this.paused && !this.ended) {
			if (this.inputEnded) {
				this.stage.onInputEnd();
			}
			else {
				this.transport.resume();
			}
		}
		heldChanged();
		if (takesInput()) {
			this.transport.awaitReadable();
		}
	}

	@Override
	public void wakeLoop() {
		if (!this.loop.inLoop()) {
			this.loop.wakeup();
		}
	}

	@Override
	public boolean takesInput() {
		return !this.paused && !this.ended && !this.inputEnded;
	}

	@Override
	public boolean isPaused() {
		return this.paused;
	}

	private void startTurn(int bytes) {
		this.host.turn().begin();
		if (this.work != null) {
			this.work.startTurn(bytes);
		}
	}

	/**
	 * Takes account of work that is out of proportion to the bytes that cause it. Beyond
	 * the limit the connection ends soon: not at once, as its input is being handled.
	 */
	@Override
	public void charge(long price) {
		Duration limit = this.options.rateLimit().work();
		if (limit.isZero()) {
			return;
		}
		long now = this.loop.now();
		WorkMeter present = this.work;
		if (present == null) {
			present = new WorkMeter(limit, now);
			this.work = present;
		}
		if (present.charge(price, now)) {
			pause();
			this.loop.execute(this::onWorkExceeded);
		}
	}

	private void onWorkExceeded() {
		WorkMeter present = this.work;
		boolean first = present == null || present.restart(this.options.rateLimit().work(), this.loop.now());
		if (first && !this.ended) {
			this.host.counters().exceeded(RateLimit.Kind.WORK);
		}
		if (!first || !this.stage.onWorkExceeded()) {
			end();
		}
	}

	/**
	 * Counts a frame, and decides whether more input may be handled in this turn. If not,
	 * this connection pauses, and resumes after the loop has served the others.
	 */
	public boolean keepsTurn() {
		WorkMeter present = this.work;
		if (present != null && present.isExceeding()) {
			pause();
			return false;
		}
		if (!this.host.turn().endsAfterFrame() && (present == null || !present.isTurnOver())) {
			return true;
		}
		pause();
		this.loop.execute(this::resume);
		return false;
	}

	/** Sets the options of the session that is about to open. */
	public void useOptions(SessionOptions own) {
		if (!own.equals(this.options)) {
			this.options = own;
			this.work = null;
			this.loop.sweepWithin(SweepInterval.millis(own));
		}
	}

	/**
	 * Returns the options of the session, or those of the server before there is a
	 * session. From any thread.
	 */
	public SessionOptions options() {
		return this.options;
	}

	/** Reports the bytes that are held for input. */
	@Override
	public void heldChanged() {
		// first, as the report may start a search for the connections that hold the most
		this.held = this.ended ? 0 : countHeld();
		if (this.heldInHandshake > 0 || this.state.phase() == Phase.CONNECTING) {
			noteHandshake();
		}
		this.reported = this.memory.report(this.reported, this.held);
	}

	/** Cuts connections, perhaps this one, where too much is held without a session. */
	private void noteHandshake() {
		int before = this.heldInHandshake;
		this.heldInHandshake = (this.state.phase() == Phase.CONNECTING) ? this.held : 0;
		this.host.noteHandshake(this, before, this.heldInHandshake);
	}

	private int countHeld() {
		ByteBuffer rest = this.leftover;
		return this.stage.heldBytes() + ((rest != null) ? Footprint.buffer(rest.capacity()) : 0)
				+ this.transport.heldBytes(this.state.phase() == Phase.CONNECTING);
	}

	/** Reports the bytes that are held for input, also after small changes. */
	protected void reportAll() {
		this.reported = this.memory.reportAll(this.reported, this.held);
	}

	/** Returns the bytes that are held for input, roughly. From any thread. */
	public int heldBytes() {
		return this.held;
	}

	/** Drops the bytes that came before reading was paused. */
	protected void dropLeftover() {
		this.leftover = null;
	}

}
