package dev.wsboot.engine;

import java.util.Objects;

/**
 * How much one session may send in each second, and what happens beyond that. After a
 * pause, as much as one second allows may come at once. An immutable value.
 *
 * @param messages messages; 0 for no limit
 * @param bytes bytes on the wire, or, of TLS, of what is inside; 0 for no limit
 * @param action what happens beyond these
 */
public record RateLimit(int messages, long bytes, Action action) {

	private static final RateLimit DEFAULTS = new RateLimit(0, 0, Action.PAUSE);

	/**
	 * Creates a limit.
	 * @throws InvalidOptionException if a number is negative
	 */
	public RateLimit {
		if (messages < 0) {
			throw new InvalidOptionException("rate-limit.messages", messages, "must not be negative");
		}
		if (bytes < 0) {
			throw new InvalidOptionException("rate-limit.bytes", bytes, "must not be negative");
		}
		Objects.requireNonNull(action, "'action' must not be null");
	}

	/**
	 * Returns the defaults: no limit.
	 * @return a limit that can be refined
	 */
	public static RateLimit defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets how many messages one session may send in a second.
	 * @param value the new value; the default is {@code 0}: no limit
	 * @return a new limit
	 * @throws InvalidOptionException if it is negative
	 */
	public RateLimit messages(int value) {
		return new RateLimit(value, this.bytes, this.action);
	}

	/**
	 * Sets how many bytes one session may send in a second.
	 * @param value the new value; the default is {@code 0}: no limit
	 * @return a new limit
	 * @throws InvalidOptionException if it is negative
	 */
	public RateLimit bytes(long value) {
		return new RateLimit(this.messages, value, this.action);
	}

	/**
	 * Says what happens to a session that sends more.
	 * @param value the new value; the default is {@link Action#PAUSE}
	 * @return a new limit
	 */
	public RateLimit action(Action value) {
		return new RateLimit(this.messages, this.bytes, value);
	}

	/**
	 * Whether anything is limited.
	 * @return {@code false} if any rate will do
	 */
	public boolean isLimited() {
		return this.messages > 0 || this.bytes > 0;
	}

	/**
	 * What happens to a session that sends too much.
	 */
	public enum Action {

		/** Reading pauses until the rate is kept; TCP pushes back. */
		PAUSE,
		/** The session is closed with 1008. */
		CLOSE

	}

}
