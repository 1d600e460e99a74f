package dev.wsboot.engine.server.waits;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * One permit for work that may wait for its peer. It is requested, perhaps granted later,
 * and ended once. Safe to use from any thread.
 *
 * @see PeerWaits#newPermit
 */
public final class Permit {

	private final PeerWaits waits;

	/** The session whose peer is waited for; {@code null} if unknown. */
	private final @Nullable SessionWaits session;

	private final Runnable onPermit;

	/** The session's standing when the permit was requested. */
	private volatile Standing standing = Standing.NEW;

	/** Guarded by this. */
	private State state = State.NEW;

	Permit(PeerWaits waits, @Nullable SessionWaits session, Runnable onPermit) {
		this.waits = waits;
		this.session = session;
		this.onPermit = onPermit;
	}

	/**
	 * Requests the permit, unless that was done before.
	 * @return whether it is granted; if not, it will be later
	 */
	public synchronized boolean request() {
		if (this.state == State.NEW) {
			this.standing = (this.session != null) ? this.session.standing() : Standing.NEW;
			this.state = this.waits.request(this) ? State.GRANTED : State.REQUESTED;
		}
		return this.state == State.GRANTED;
	}

	/** Returns the session's standing when the permit was requested. */
	Standing standing() {
		return this.standing;
	}

	/** A permit has become free, and is this one's to give back. */
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
	 * Does the work, none of whose waits takes another permit.
	 * @param <T> the type of the result
	 * @param work the work, on the current thread
	 * @return the result of the work
	 * @throws Exception what the work throws
	 */
	public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
		return isGranted() ? PeerWaits.callWithPermit(this.session, work) : work.call();
	}

	/**
	 * Gives the permit back, or gives up the request.
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
