package dev.wsboot.sample;

import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Returns the port of the WebSocket server to the page.
 */
@RestController
class WsInfoController {

	private final Environment environment;

	WsInfoController(Environment environment) {
		this.environment = environment;
	}

	@GetMapping("/ws-info")
	WsInfo info() {
		// set when the WebSocket server has started, which may be after the web server
		Integer port = this.environment.getProperty("local.ws.port", Integer.class);
		if (port == null) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "The WebSocket server has not started");
		}
		return new WsInfo(port);
	}

	/**
	 * The response.
	 *
	 * @param port the port of the WebSocket server
	 */
	record WsInfo(int port) {
	}

}
