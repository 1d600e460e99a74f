package dev.wsboot.engine.server;

import java.time.Duration;
import java.util.stream.Stream;

import dev.wsboot.engine.SessionOptions;
import dev.wsboot.engine.WsServerOptions;

/**
 * The time between two looks for timeouts: a quarter of the shortest of them, so that
 * none is overdue by more than that. Safe to use from any thread.
 */
final class Sweep {

	private static final long SHORTEST_MILLIS = 10;

	private static final long LONGEST_MILLIS = 1000;

	/** A session that exceeds its rate pauses for a part of a second. */
	private static final Duration RATE_PAUSE = Duration.ofSeconds(1);

	private Sweep() {
	}

	/**
	 * Returns the interval that the timeouts of a server need.
	 * @return milliseconds
	 */
	static long millis(WsServerOptions options) {
		return Math.min(millis(options.session()),
				quarter(Stream.of(options.handshakeTimeout(), options.sendTimeout(), options.closeTimeout())));
	}

	/**
	 * Returns the interval that the timeouts of a session need.
	 * @return milliseconds
	 */
	static long millis(SessionOptions options) {
		Duration ping = options.pingInterval();
		Duration pong = ping.isZero() ? ping : options.pongTimeout();
		Duration pause = options.rateLimit().isLimited() ? RATE_PAUSE : Duration.ZERO;
		return quarter(Stream.of(ping, pong, options.idleTimeout(), pause));
	}

	/** Zero stands for a timeout that does not exist. */
	private static long quarter(Stream<Duration> timeouts) {
		long shortest = timeouts.filter((timeout) -> !timeout.isZero())
			.mapToLong(Duration::toMillis)
			.min()
			.orElse(Long.MAX_VALUE);
		return Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, shortest / 4));
	}

}
