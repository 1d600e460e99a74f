package dev.wsboot.session;

import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.WsServer;
import org.jspecify.annotations.Nullable;

/**
 * The link from the {@link dev.wsboot.server.WsServerLifecycle}, which says which server runs, to the
 * {@link WsSessions} bean, which shows the sessions of that server. A bean of its own, so
 * that an application or a test may replace the sessions bean. Safe to use from any
 * thread.
 */
public final class RunningServer {

	private final CurrentWsSessions sessions = new CurrentWsSessions();

	/**
	 * Creates a link without a server.
	 */
	public RunningServer() {
	}

	public void follow(@Nullable WsServer server, WsEndpoints endpoints) {
		this.sessions.follow(server, endpoints);
	}

	/**
	 * Returns the sessions of the server that runs at the moment of each call; none while
	 * no server runs.
	 * @return the sessions
	 */
	public WsSessions sessions() {
		return this.sessions;
	}

}
