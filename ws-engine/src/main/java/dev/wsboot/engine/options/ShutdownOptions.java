package dev.wsboot.engine.options;

import java.time.Duration;

/**
 * How a server stops, with the defaults, which live here and nowhere else. An immutable
 * value.
 *
 * @param drainPeriod over how long a stop spreads the closing of its sessions, so that
 * their clients do not all come back at once; zero closes them together
 * @param gracePeriod how long a stop waits, once it has closed the last session, for
 * accepted work and closing handshakes
 * @param restarting whether sessions are told that the server comes back (1012) rather
 * than that it goes away (1001)
 */
public record ShutdownOptions(Duration drainPeriod, Duration gracePeriod, boolean restarting) {

	private static final ShutdownOptions DEFAULTS = new ShutdownOptions(Duration.ZERO, Duration.ofSeconds(20), false);

	/**
	 * Creates options.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public ShutdownOptions {
		OptionChecks.requireNotNegative(drainPeriod, "shutdown.drain-period");
		OptionChecks.requirePositive(gracePeriod, "shutdown.grace-period");
	}

	/**
	 * Returns the defaults: all sessions are closed at once, and a stop waits 20 seconds.
	 * @return options that can be refined
	 */
	public static ShutdownOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets over how long the closing of sessions is spread.
	 * @param value the new value; the default is zero
	 * @return new options
	 * @throws InvalidOptionException if it is negative, or over a year
	 */
	public ShutdownOptions drainPeriod(Duration value) {
		return new ShutdownOptions(value, this.gracePeriod, this.restarting);
	}

	/**
	 * Sets how long a stop waits for accepted work and closing handshakes.
	 * @param value the new value; the default is 20 seconds
	 * @return new options
	 * @throws InvalidOptionException if it is not positive, or over a year
	 */
	public ShutdownOptions gracePeriod(Duration value) {
		return new ShutdownOptions(this.drainPeriod, value, this.restarting);
	}

	/**
	 * Says whether sessions are told that the server comes back.
	 * @param value the new value; the default is {@code false}
	 * @return new options
	 */
	public ShutdownOptions restarting(boolean value) {
		return new ShutdownOptions(this.drainPeriod, this.gracePeriod, value);
	}

}
