/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.handshake.RequestKeeper;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.server.compression.ZipPools;
import dev.wsboot.engine.server.connection.PendingHandshakes;
import dev.wsboot.engine.server.connection.ReadingWhileShort;
import dev.wsboot.engine.server.connection.Turn;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.dispatch.WorkerDispatcher;
import dev.wsboot.engine.server.limits.Admission;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.loop.LoopBuffers;
import dev.wsboot.engine.server.loop.RoundEnd;
import dev.wsboot.engine.server.memory.MemoryBudget;
import dev.wsboot.engine.server.outbound.CorkedQueues;
import dev.wsboot.engine.server.outbound.LoopOutput;
import dev.wsboot.engine.server.outbound.OutboundQueue;
import dev.wsboot.engine.server.session.SessionHost;
import dev.wsboot.engine.server.session.SessionResources;
import dev.wsboot.engine.server.tls.TlsLoop;
import org.jspecify.annotations.Nullable;

/**
 * One event loop together with what its connections share, and the work that is done at
 * the end of each of its rounds. The parts are confined to the thread of the loop, except
 * where they say otherwise.
 */
final class LoopParts implements RoundEnd, SessionHost {

	final ServerContext context;

	final EventLoop loop;

	final LoopBuffers buffers = new LoopBuffers();

	/** The parts of TLS connections; {@code null} if all connections are without TLS. */
	final @Nullable TlsLoop tls;

	/** The batched replies, and the queues that are flushed at the end of the round. */
	final LoopOutput output;

	/** The connections that have no session yet. */
	final PendingHandshakes handshakes = new PendingHandshakes();

	/** The requests of sessions, in a compact form. */
	final RequestKeeper requests = new RequestKeeper();

	/** The dispatcher of messages to handlers that may block. */
	final WorkerDispatcher dispatcher;

	/** The queues whose frames wait for more frames of the same handler. */
	private final CorkedQueues corkedQueues;

	/** The pools of inflaters and deflaters. */
	final ZipPools zips;

	/** The turn of the connection whose input is being handled. */
	private final Turn turn;

	final ReadingWhileShort readingWhileShort = new ReadingWhileShort();

	/**
	 * Creates a loop that does not run yet.
	 * @param name the name of the thread
	 * @param nio the provider of the selector
	 * @param context the parts that all loops share
	 * @param tickMillis the interval at which each connection is looked at for timeouts
	 * @param onDeath called last, on the thread of the loop, if the loop has ended
	 * without having been stopped
	 * @throws IOException if there is no selector
	 */
	LoopParts(String name, SelectorProvider nio, ServerContext context, long tickMillis, Runnable onDeath)
			throws IOException {
		this.context = context;
		this.turn = new Turn(context.clock);
		this.dispatcher = new WorkerDispatcher(context.executor, context.lastCallbacks, context.peerWaits);
		this.corkedQueues = new CorkedQueues(context.completions);
		this.zips = new ZipPools(context.options.compression().level(), context.clock.getAsLong());
		this.loop = new EventLoop(name, nio, this, tickMillis, context.clock, onDeath);
		this.tls = (context.tls != null) ? new TlsLoop(this.loop, this.buffers, context.tls, context.writeBuffers)
				: null;
		this.output = new LoopOutput(context.sendResources, this.loop::execute);
	}

	@Override
	public void onTurnOver() {
		this.output.onTurnOver();
	}

	@Override
	public void onReadyServed() {
		this.output.onReadyServed();
	}

	@Override
	public Continuation onRoundOver(long now) {
		boolean postponed = this.output.onRoundOver();
		boolean yields = this.dispatcher.announce();
		this.zips.onTick(now);
		this.readingWhileShort.onRoundOver();
		if (postponed) {
			return Continuation.YIELD_AND_PROCEED;
		}
		return yields ? Continuation.YIELD : Continuation.WAIT;
	}

	@Override
	public void onEnd() {
		// those that are still lent are ended when they come back
		this.zips.close();
	}

	@Override
	public void onTasksAfterEnd() {
		this.dispatcher.announce();
	}

	@Override
	public EventLoop loop() {
		return this.loop;
	}

	@Override
	public Turn turn() {
		return this.turn;
	}

	@Override
	public LoopBuffers buffers() {
		return this.buffers;
	}

	@Override
	public MemoryBudget memory() {
		return this.context.memory;
	}

	@Override
	public Counters counters() {
		return this.context.counters;
	}

	@Override
	public SessionOptions options() {
		return this.context.sessionOptions;
	}

	@Override
	public long closeTimeout() {
		return this.context.options.closeTimeout().toNanos();
	}

	@Override
	public CloseStatus stopStatus() {
		return this.context.stopStatus;
	}

	@Override
	public SessionResources resources() {
		return this.context.sessionResources;
	}

	@Override
	public RequestKeeper requests() {
		return this.requests;
	}

	@Override
	public WorkerDispatcher dispatcher() {
		return this.dispatcher;
	}

	@Override
	public ZipPools zips() {
		return this.zips;
	}

	@Override
	public boolean isSecure() {
		return this.context.isSecure();
	}

	@Override
	public boolean postponesReading(boolean holds) {
		return this.readingWhileShort.postpones(holds);
	}

	@Override
	public void noteHandshake(PendingHandshakes.Holder connection, int before, int now) {
		this.handshakes.note(connection, before, now,
				this.context.handshakeResources.memory().limit(now - before) / this.context.options.eventLoops());
	}

	@Override
	public LoopOutput output() {
		return this.output;
	}

	@Override
	public void flushUnlessHandlerDoes(OutboundQueue queue) {
		this.corkedQueues.watch(queue);
	}

	@Override
	public boolean identify(InetAddress client) {
		Admission admission = this.context.admission;
		long now = this.loop.now();
		if (isProxy(client) ? admission.identifyProxy(client, now) : admission.identify(client, now)) {
			return true;
		}
		this.context.counters.rejected(RejectReason.OVERLOAD);
		this.context.rejections.rejected(RejectReason.OVERLOAD);
		return false;
	}

	@Override
	public boolean isProxy(InetAddress address) {
		return this.context.proxies.contains(address);
	}

	@Override
	public void leave(boolean admitted, @Nullable InetAddress client) {
		Admission admission = this.context.admission;
		if (!admitted) {
			admission.leaveRejected();
		}
		else if (client == null) {
			admission.leaveUnidentified();
		}
		else if (isProxy(client)) {
			admission.leaveProxy();
		}
		else {
			admission.leave(client);
		}
	}

}
