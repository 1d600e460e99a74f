/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.limits.RejectionLog;

/**
 * A stage of a connection that has no session yet: cuts the connection at the deadline of
 * the handshake, and counts and logs the reason if the connection ends. Confined to the
 * event loop.
 */
public abstract class PendingStage implements ConnectionStage {

	protected final Connection connection;

	protected final RejectionLog rejections;

	final Counters counters;

	/** The time in nanoseconds at which the handshake must be complete. */
	private final long deadline;

	/** True if the peer has sent anything. */
	private boolean hasInput;

	/**
	 * Creates a stage.
	 * @param connection the connection
	 * @param counters the counters of rejected connections and of probes
	 * @param rejections the log of rejected connections
	 * @param deadline the time in nanoseconds at which the handshake must be complete
	 */
	protected PendingStage(Connection connection, Counters counters, RejectionLog rejections, long deadline) {
		this.connection = connection;
		this.counters = counters;
		this.rejections = rejections;
		this.deadline = deadline;
	}

	/** Notes that the peer has sent something, and is no mere probe. */
	protected final void noteInput() {
		this.hasInput = true;
	}

	/** Returns whether the peer has sent anything. */
	protected final boolean hasInput() {
		return this.hasInput;
	}

	@Override
	public final void onInputEnd() {
		this.connection.end();
	}

	@Override
	public final void onLastFrameWritten() {
		// a rejected connection has entered another stage by then
	}

	@Override
	public final void onTick(long now) {
		if (now - this.deadline > 0) {
			this.connection.end(RejectReason.TIMEOUT);
		}
	}

	@Override
	public void onEnd(RejectReason cause) {
		if (cause == RejectReason.DISCONNECTED && !this.hasInput && !this.connection.isSecuring()) {
			this.counters.increment(WsCounter.PROBES);
			return;
		}
		this.counters.rejected(cause);
		logRejection(cause);
	}

	/**
	 * Logs the reason for which the connection has ended.
	 * @param cause the reason
	 */
	protected void logRejection(RejectReason cause) {
		this.rejections.rejected(cause);
	}

}
