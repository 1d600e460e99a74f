/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;

import dev.wsboot.engine.server.limits.RejectionLog;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.Selectable;

/**
 * Has rejected handshakes reported in time on an event loop of a server without an
 * {@link Acceptor}, which does that otherwise.
 */
final class RejectionReports extends Selectable {

	private final RejectionLog rejections;

	RejectionReports(RejectionLog rejections) {
		this.rejections = rejections;
	}

	@Override
	public void onReady(int operations) {
		// there is no channel
	}

	@Override
	public void onTick(long now) {
		this.rejections.onTick();
	}

	@Override
	public void onFailure(Throwable failure) {
		Log.log(Level.ERROR, "Rejected handshakes could not be reported", failure);
	}

	@Override
	public void onStop() {
		// there is no channel
	}

}
