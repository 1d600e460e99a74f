package dev.wsboot.engine.protocol;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Where a connection stands between handshake and end, and the only way to move it on
 * (RFC 6455 7.1.3 to 7.1.5). Safe to use from any thread; of two that race for one
 * transition, one is told that it made it.
 */
public final class ConnectionState {

	private static final AtomicReferenceFieldUpdater<ConnectionState, Phase> PHASE = AtomicReferenceFieldUpdater
		.newUpdater(ConnectionState.class, Phase.class, "phase");

	private volatile Phase phase = Phase.CONNECTING;

	/**
	 * The handshake was accepted.
	 * @return whether this call opened the connection
	 */
	public boolean open() {
		return move(Phase.CONNECTING, Phase.OPEN);
	}

	/**
	 * A Close frame goes out; no frame may follow it.
	 * @return whether it may: the first one only
	 */
	public boolean sendClose() {
		return move(Phase.OPEN, Phase.CLOSE_SENT) || move(Phase.CLOSE_RECEIVED, Phase.CLOSE_EXCHANGED);
	}

	/**
	 * A Close frame came in, or bytes that fail the connection: the peer has said its
	 * last word.
	 * @return whether this was the first word of the closing handshake
	 */
	public boolean receiveClose() {
		if (move(Phase.OPEN, Phase.CLOSE_RECEIVED)) {
			return true;
		}
		move(Phase.CLOSE_SENT, Phase.CLOSE_EXCHANGED);
		return false;
	}

	/**
	 * The connection is gone.
	 * @return whether this call ended it
	 */
	public boolean end() {
		return PHASE.getAndSet(this, Phase.ENDED) != Phase.ENDED;
	}

	/**
	 * Whether data may be sent: from the handshake until our Close frame.
	 * @return {@code true} while open, and while the peer's Close frame waits for ours
	 */
	public boolean canSend() {
		Phase now = this.phase;
		return now == Phase.OPEN || now == Phase.CLOSE_RECEIVED;
	}

	/**
	 * Returns the present phase.
	 * @return the phase, which other threads may be changing
	 */
	public Phase phase() {
		return this.phase;
	}

	private boolean move(Phase from, Phase to) {
		return PHASE.compareAndSet(this, from, to);
	}

	/**
	 * The phases of a connection.
	 */
	public enum Phase {

		/** Before the 101. */
		CONNECTING,
		/** Messages go both ways. */
		OPEN,
		/** Our Close frame is on its way, the peer's has not come. */
		CLOSE_SENT,
		/** The peer's Close frame has come, ours still waits for accepted messages. */
		CLOSE_RECEIVED,
		/** Both Close frames are out; the connection ends when ours is written. */
		CLOSE_EXCHANGED,
		/** The connection is gone. */
		ENDED

	}

}
