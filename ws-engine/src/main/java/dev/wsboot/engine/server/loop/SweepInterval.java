/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.time.Duration;
import java.util.stream.Stream;

import dev.wsboot.engine.options.KeepAliveOptions;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.WsServerOptions;

/**
 * The interval at which an event loop looks for timeouts: a quarter of the shortest
 * timeout, so that none is overdue by more than that. Stateless.
 */
public final class SweepInterval {

	private static final long SHORTEST_MILLIS = 10;

	private static final long LONGEST_MILLIS = 1000;

	/** A session that exceeds its rate pauses for a part of a second. */
	private static final Duration RATE_PAUSE = Duration.ofSeconds(1);

	private SweepInterval() {
	}

	/**
	 * Returns the interval that the timeouts of a server need.
	 * @return milliseconds
	 */
	public static long millis(WsServerOptions options) {
		return Math.min(millis(options.session()),
				quarter(Stream.of(options.handshake().timeout(), options.closeTimeout())));
	}

	/**
	 * Returns the interval that the timeouts of a session need.
	 * @return milliseconds
	 */
	public static long millis(SessionOptions options) {
		KeepAliveOptions keepAlive = options.keepAlive();
		Duration ping = keepAlive.pingInterval();
		Duration pong = ping.isZero() ? ping : keepAlive.pongTimeout();
		Duration pause = options.rateLimit().isLimited() ? RATE_PAUSE : Duration.ZERO;
		return quarter(Stream.of(ping, pong, keepAlive.idleTimeout(), options.send().timeout(), pause));
	}

	/** Returns a quarter of the shortest timeout, where zero stands for none. */
	private static long quarter(Stream<Duration> timeouts) {
		long shortest = timeouts.filter((timeout) -> !timeout.isZero())
			.mapToLong(Duration::toMillis)
			.min()
			.orElse(Long.MAX_VALUE);
		return Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, shortest / 4));
	}

}
