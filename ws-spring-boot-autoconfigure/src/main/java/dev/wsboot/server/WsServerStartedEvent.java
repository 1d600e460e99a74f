package dev.wsboot.server;

import java.io.Serial;

import org.springframework.context.ApplicationEvent;

/**
 * Published when the server accepts connections, also after a restart.
 */
public final class WsServerStartedEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final int port;

	/**
	 * Creates an event.
	 * @param source the lifecycle that has started the server
	 * @param port the port that it listens on
	 */
	public WsServerStartedEvent(WsServerLifecycle source, int port) {
		super(source);
		this.port = port;
	}

	/**
	 * Returns the port that the server listens on, also where 0 was asked for.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

}
