package dev.wsboot.engine.server;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.WsServerOptions;
import dev.wsboot.engine.WsSessions;

/**
 * A running WebSocket server. Safe to use from any thread.
 */
public final class WsServer implements AutoCloseable {

	private WsServer() {
	}

	/**
	 * Binds the port and starts the event loops.
	 * @param options the settings
	 * @param handler decides about each handshake
	 * @return the running server
	 * @throws IOException if the port cannot be bound
	 */
	public static WsServer start(WsServerOptions options, HandshakeHandler handler) throws IOException {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns the port that the server listens on, also where 0 was asked for.
	 * @return the port
	 */
	public int port() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns the open sessions.
	 * @return a live view
	 */
	public WsSessions sessions() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns what was counted so far.
	 * @return the values of this moment
	 */
	public WsCounters counters() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns how the server is doing.
	 * @return the state
	 */
	public State state() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Starts to refuse new connections with 503; sessions live on.
	 */
	public void drain() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Stops gracefully: newcomers get 503, messages received so far are handled and their
	 * answers written, every session is closed with 1001; what is left at the end of the
	 * grace period is cut.
	 * @return completes when all sockets are closed and all close callbacks have returned
	 * or the grace period is over
	 */
	public CompletionStage<Void> stop() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Stops gracefully, as {@link #stop()}, and waits for the end.
	 */
	@Override
	public void close() {
		stop().toCompletableFuture().join();
	}

	/**
	 * The states of a server.
	 */
	public enum State {

		/** Connections are accepted. */
		RUNNING,
		/** New connections are refused; sessions live on until the server stops. */
		DRAINING,
		/** All is closed. */
		STOPPED,
		/** An event loop or the acceptor has died. */
		FAILED

	}

}
