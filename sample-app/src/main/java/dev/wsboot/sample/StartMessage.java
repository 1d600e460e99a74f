package dev.wsboot.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Logs the address of the sample's page once the application is ready.
 */
@Component
class StartMessage {

	private static final Log logger = LogFactory.getLog(StartMessage.class);

	private final Environment environment;

	StartMessage(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void onReady() {
		String port = this.environment.getProperty("local.server.port");
		if (port != null) {
			String scheme = this.environment.containsProperty("server.ssl.bundle") ? "https" : "http";
			logger.info("Open " + scheme + "://localhost:" + port + " in a browser");
		}
	}

}
