package dev.wsboot.server;

import java.time.Duration;

import dev.wsboot.engine.options.ShutdownOptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Warns at the start if Spring waits for a graceful stop for less time than the stop may
 * take. Called by the thread that starts the server.
 */
final class ShutdownPhaseWarning {

	private static final Log logger = LogFactory.getLog(ShutdownPhaseWarning.class);

	/** The property of the time that Spring waits for all beans of a phase. */
	private static final String PHASE_TIMEOUT_PROPERTY = "spring.lifecycle.timeout-per-shutdown-phase";

	/** Spring Boot's default of the property. */
	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	private ShutdownPhaseWarning() {
	}

	/**
	 * Compares the time that Spring waits with the longest time of a stop.
	 * @param environment holds the time that Spring waits
	 * @param stopDelay the time between turning readiness and the stop
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
