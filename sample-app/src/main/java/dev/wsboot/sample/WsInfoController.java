package dev.wsboot.sample;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Returns the port of the WebSocket server to the page, and the user who is logged in.
 */
@RestController
class WsInfoController {

	private final Environment environment;

	WsInfoController(Environment environment) {
		this.environment = environment;
	}

	@GetMapping("/ws-info")
	WsInfo info(@Nullable Principal user) {
		// set when the WebSocket server has started, which may be after the web server
		Integer port = this.environment.getProperty("local.ws.port", Integer.class);
		if (port == null) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "The WebSocket server has not started");
		}
		if (user == null) {
			return new WsInfo(port, null, false);
		}
		// mounted, the session of the login is valid for handshakes, too
		boolean mounted = port.equals(this.environment.getProperty("local.server.port", Integer.class));
		return new WsInfo(port, user.getName(), !mounted);
	}

	/**
	 * The response.
	 *
	 * @param port the port of the WebSocket server
	 * @param user the name of the user, or {@code null} if nobody is logged in
	 * @param ticket true if a handshake needs a ticket
	 */
	record WsInfo(int port, @Nullable String user, boolean ticket) {
	}

}
