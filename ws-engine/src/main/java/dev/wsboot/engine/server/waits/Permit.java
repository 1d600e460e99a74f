/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A permit for work that may wait for its peer. A permit is requested, granted at once or
 * later, and ended once. Safe to use from any thread.
 *
 * @see PeerWaits#newPermit
 */
public final class Permit {

	private final PeerWaits waits;

	/** The session whose peer is waited for; {@code null} if unknown. */
	private final @Nullable SessionWaits session;

	/** Called if the permit is granted later than requested. */
	private final Runnable onPermit;

	/** The standing of the session when the permit was requested. */
	private volatile Standing standing = Standing.NEW;

	/** Guarded by this. */
	private State state = State.NEW;

	Permit(PeerWaits waits, @Nullable SessionWaits session, Runnable onPermit) {
		this.waits = waits;
		this.session = session;
		this.onPermit = onPermit;
	}

	/**
	 * Requests the permit. Further calls only return the state of the request.
	 * @return {@code true} if the permit is granted, {@code false} if the request is
	 * queued
	 */
	public synchronized boolean request() {
		if (this.state == State.NEW) {
			this.standing = (this.session != null) ? this.session.standing() : Standing.NEW;
			this.state = this.waits.request(this) ? State.GRANTED : State.REQUESTED;
		}
		return this.state == State.GRANTED;
	}

	/** Returns the standing of the session when the permit was requested. */
	Standing standing() {
		return this.standing;
	}

	/** Grants the queued request, or releases the permit if the request was abandoned. */
	void grant() {
		boolean wanted;
		synchronized (this) {
			wanted = this.state == State.REQUESTED;
			this.state = wanted ? State.GRANTED : this.state;
		}
		if (wanted) {
			this.onPermit.run();
		}
		else {
			this.waits.release(standing());
		}
	}

	synchronized boolean isGranted() {
		return this.state == State.GRANTED;
	}

	/**
	 * Runs work whose waits take no further permits.
	 * @param <T> the type of the result
	 * @param work the work, on the current thread
	 * @return the result of the work
	 * @throws Exception the exception of the work
	 */
	public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
		return isGranted() ? PeerWaits.callWithPermit(this.session, work) : work.call();
	}

	/**
	 * Releases the permit, or abandons the request.
	 */
	public void end() {
		State before;
		synchronized (this) {
			before = this.state;
			this.state = State.ENDED;
		}
		if (before == State.GRANTED) {
			this.waits.release(standing());
		}
		else if (before == State.REQUESTED) {
			this.waits.cancel(this);
		}
	}

	private enum State {

		NEW, REQUESTED, GRANTED, ENDED

	}

}
