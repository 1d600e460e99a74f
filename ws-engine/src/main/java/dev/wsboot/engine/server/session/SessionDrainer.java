/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.log.Log;

/**
 * Closes all sessions in a random order, spread over a period, so that clients do not all
 * reconnect at once. Runs on the thread of the stop.
 */
public final class SessionDrainer {

	/** The interval between steps. Within one step, the jitter of clients is enough. */
	private static final long STEP_MILLIS = 50;

	private final SessionRegistry sessions;

	private final Duration period;

	private final CloseStatus status;

	/** The time in nanoseconds. */
	private final LongSupplier clock;

	public SessionDrainer(SessionRegistry sessions, Duration period, CloseStatus status, LongSupplier clock) {
		this.sessions = sessions;
		this.period = period;
		this.status = status;
		this.clock = clock;
	}

	/** Closes the sessions, and returns when all are being closed or have ended. */
	public void run() {
		List<WsSession> left = new ArrayList<>(this.sessions.all());
		Collections.shuffle(left);
		int size = left.size();
		long start = this.clock.getAsLong();
		int told = 0;
		while (told < size && this.sessions.count() > 0) {
			int due = due(size, this.clock.getAsLong() - start, this.period.toNanos());
			for (; told < due; told++) {
				((Session) left.get(told)).invoker.closeInTurn(this.status);
			}
			if (told < size && !pause()) {
				return;
			}
		}
	}

	/**
	 * Returns how many sessions should be closed by now: the first at once, the last at
	 * the end of the period.
	 */
	static int due(int sessions, long elapsed, long period) {
		if (elapsed >= period) {
			return sessions;
		}
		return (int) Math.min(sessions, 1 + (long) ((double) elapsed / period * (sessions - 1)));
	}

	private static boolean pause() {
		try {
			Thread.sleep(STEP_MILLIS);
			return true;
		}
		catch (InterruptedException ex) {
			Log.log(Level.WARNING, "Draining was interrupted, the rest is closed at the end of the grace period", ex);
			return false;
		}
	}

}
