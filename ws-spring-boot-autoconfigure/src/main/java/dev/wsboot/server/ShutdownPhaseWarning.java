/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import java.time.Duration;

import dev.wsboot.engine.options.ShutdownOptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Warns at startup if Spring's timeout for a graceful stop is shorter than the maximum
 * time of the stop. Called by the thread that starts the server.
 */
final class ShutdownPhaseWarning {

	private static final Log logger = LogFactory.getLog(ShutdownPhaseWarning.class);

	/** The property of Spring's timeout for the beans of one shutdown phase. */
	private static final String PHASE_TIMEOUT_PROPERTY = "spring.lifecycle.timeout-per-shutdown-phase";

	/** Spring Boot's default timeout. */
	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	private ShutdownPhaseWarning() {
	}

	/**
	 * Compares Spring's timeout with the maximum time of a stop.
	 * @param environment contains Spring's timeout
	 * @param stopDelay the time between the change of readiness and the stop
	 * @param shutdown the periods of the stop
	 */
	static void check(Environment environment, Duration stopDelay, ShutdownOptions shutdown) {
		Duration phase = Binder.get(environment)
			.bind(PHASE_TIMEOUT_PROPERTY, Duration.class)
			.orElse(DEFAULT_PHASE_TIMEOUT);
		Duration longest = stopDelay.plus(shutdown.drainPeriod()).plus(shutdown.gracePeriod());
		if (longest.compareTo(phase) > 0) {
			logger.warn("A graceful stop of the WebSocket server may take " + longest.toSeconds()
					+ " s (ws.shutdown.delay, drain-period and grace-period together), but Spring waits only "
					+ phase.toSeconds() + " s. Raise " + PHASE_TIMEOUT_PROPERTY + " above that");
		}
	}

}
