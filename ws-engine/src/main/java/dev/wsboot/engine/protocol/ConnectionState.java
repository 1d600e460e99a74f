package dev.wsboot.engine.protocol;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;

import dev.wsboot.engine.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection stands between handshake and end, and the only way to move it on
 * (RFC 6455 7.1.3 to 7.1.5). Safe to use from any thread; of two that race for one
 * transition, one is told that it made it, and the first to end the connection says with
 * which status.
 */
public final class ConnectionState {

	private static final State CONNECTING = new State(Phase.CONNECTING, null, false);

	private static final State OPEN = new State(Phase.OPEN, null, false);

	private static final AtomicReferenceFieldUpdater<ConnectionState, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(ConnectionState.class, State.class, "state");

	private volatile State state = CONNECTING;

	/**
	 * The handshake was accepted.
	 * @return whether this call opened the connection
	 */
	public boolean open() {
		return STATE.compareAndSet(this, CONNECTING, OPEN);
	}

	/**
	 * A Close frame goes out; no frame may follow it.
	 * @param status what it says
	 * @return whether it may go: the first one only
	 */
	public boolean sendClose(CloseStatus status) {
		return null != change((now) -> switch (now.phase) {
			case OPEN -> new State(Phase.CLOSE_SENT, status, true);
			case CLOSE_RECEIVED -> new State(Phase.CLOSE_EXCHANGED, now.status, true);
			default -> now;
		});
	}

	/**
	 * A Close frame came in, or bytes that fail the connection: the peer has said its
	 * last word.
	 * @param status what it says, or what the bytes deserve
	 * @return whether it was the first last word
	 */
	public boolean receiveClose(CloseStatus status) {
		State before = change((now) -> switch (now.phase) {
			case OPEN -> new State(Phase.CLOSE_RECEIVED, status, false);
			case CLOSE_SENT -> new State(Phase.CLOSE_EXCHANGED, now.status, true);
			default -> now;
		});
		return before != null && before.phase == Phase.OPEN;
	}

	/**
	 * The connection is gone.
	 * @param status why, if neither side has said so before
	 * @return whether this call ended it
	 */
	public boolean end(CloseStatus status) {
		return null != change((now) -> (now.phase == Phase.ENDED) ? now
				: new State(Phase.ENDED, (now.status != null) ? now.status : status, now.closeSent));
	}

	/**
	 * Moves on.
	 * @return the state before, or {@code null} if there is no such transition
	 */
	@SuppressWarnings("ReferenceEquality") // a transition that does not happen returns
											// its argument
	private @Nullable State change(UnaryOperator<State> transition) {
		while (true) {
			State now = this.state;
			State next = transition.apply(now);
			if (next == now) {
				return null;
			}
			if (STATE.compareAndSet(this, now, next)) {
				return now;
			}
		}
	}

	/**
	 * Returns the present phase.
	 * @return the phase, which other threads may be changing
	 */
	public Phase phase() {
		return this.state.phase;
	}

	/**
	 * Whether data may be sent: from the handshake until our Close frame.
	 * @return {@code true} while open, and while the peer's Close frame waits for ours
	 */
	public boolean canSend() {
		Phase now = phase();
		return now == Phase.OPEN || now == Phase.CLOSE_RECEIVED;
	}

	/**
	 * Whether our Close frame has gone out, also after the end.
	 * @return {@code true} from {@link #sendClose} on
	 */
	public boolean isCloseSent() {
		return this.state.closeSent;
	}

	/**
	 * Returns the first word of the end: what the Close frame that began it says, or why
	 * the connection ended without one.
	 * @return the status, or {@code null} while nothing ends
	 */
	public @Nullable CloseStatus status() {
		return this.state.status;
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

	private record State(Phase phase, @Nullable CloseStatus status, boolean closeSent) {
	}

}
