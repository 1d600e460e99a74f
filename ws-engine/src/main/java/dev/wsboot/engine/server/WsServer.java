/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.Violation;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.SweepInterval;
import dev.wsboot.engine.server.outbound.Completions;
import dev.wsboot.engine.server.session.SessionDrainer;
import org.jspecify.annotations.Nullable;

/**
 * A running WebSocket server. Safe to use from any thread. Its event loops keep the JVM
 * alive until it is stopped.
 */
public final class WsServer implements AutoCloseable {

	private final ServerContext context;

	private final EventLoops loops;

	/** {@code null} if another server accepts the connections. */
	private final @Nullable Acceptor acceptor;

	/** The port that clients connect to; -1 if there is none. */
	private final int port;

	private final MountedHandshakes mounted;

	/** The executor to shut down; {@code null} if it belongs to the application. */
	private final @Nullable ExecutorService ownExecutor;

	private final AtomicBoolean stopRequested = new AtomicBoolean();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	/** The number of sessions that were open at the end of the grace period. */
	private volatile int sessionsCut;

	private WsServer(WsServerOptions options, HandshakeHandler handler, Consumer<Runnable> completions,
			@Nullable Integer mountedPort) throws IOException {
		Executor executor = options.executor();
		if (executor == null) {
			this.ownExecutor = HandlerExecutor.create();
			executor = this.ownExecutor;
		}
		else {
			this.ownExecutor = null;
		}
		this.context = new ServerContext(options, handler, executor,
				new Completions(HandlerExecutor.create("ws-completion-"), completions), mountedPort != null);
		this.loops = EventLoops.create(this.context, options.eventLoops(), SweepInterval.millis(options));
		try {
			this.acceptor = (mountedPort == null) ? Acceptor.bind(options, this.loops, this.context) : null;
			this.port = (this.acceptor != null) ? this.acceptor.port() : Objects.requireNonNull(mountedPort);
		}
		catch (IOException | RuntimeException ex) {
			this.loops.discard();
			throw ex;
		}
		this.mounted = new MountedHandshakes(this.context, this.loops);
	}

	/**
	 * Binds the port and starts the event loops.
	 * @param options the settings
	 * @param handler decides about each handshake
	 * @return the running server
	 * @throws IOException if the port cannot be bound, as {@link java.net.BindException}
	 * for one
	 * @throws dev.wsboot.engine.options.InvalidOptionException if an allowed origin or a
	 * trusted proxy's address is none, or TLS is to use ciphers that the JDK does not
	 * have
	 */
	public static WsServer start(WsServerOptions options, HandshakeHandler handler) throws IOException {
		return start(options, handler, Runnable::run);
	}

	/**
	 * Binds the port and starts the event loops.
	 * @param options the settings
	 * @param handler decides about each handshake
	 * @param completions runs each piece of code that is attached to the stage of a send,
	 * on the thread that calls it, so that it can tidy up that thread
	 * @return the running server
	 * @throws IOException if the port cannot be bound, as {@link java.net.BindException}
	 * for one
	 * @throws dev.wsboot.engine.options.InvalidOptionException if an allowed origin or a
	 * trusted proxy's address is none, or TLS is to use ciphers that the JDK does not
	 * have
	 */
	public static WsServer start(WsServerOptions options, HandshakeHandler handler, Consumer<Runnable> completions)
			throws IOException {
		return start(options, handler, completions, null);
	}

	/**
	 * Starts the event loops of a server without a port of its own, which serves sockets
	 * that another server has accepted ({@link #handshake}). The options of TLS, of
	 * sockets and of proxies have no effect.
	 * @param port the port of the other server, which {@link #port()} returns; -1 if
	 * there is none
	 * @param options the settings
	 * @param handler decides about each handshake
	 * @param completions runs each piece of code that is attached to the stage of a send,
	 * on the thread that calls it, so that it can tidy up that thread
	 * @return the running server
	 * @throws IOException if the event loops cannot be created
	 * @throws dev.wsboot.engine.options.InvalidOptionException if an allowed origin is
	 * none
	 */
	public static WsServer startMounted(int port, WsServerOptions options, HandshakeHandler handler,
			Consumer<Runnable> completions) throws IOException {
		return start(options, handler, completions, port);
	}

	private static WsServer start(WsServerOptions options, HandshakeHandler handler, Consumer<Runnable> completions,
			@Nullable Integer mountedPort) throws IOException {
		Objects.requireNonNull(completions, "'completions' must not be null");
		// loads the classes of the log now, as that takes a file descriptor: later there
		// may be none left
		Log.log(Level.DEBUG, "Starting a WebSocket server");
		WsServer server = new WsServer(options, handler, completions, mountedPort);
		server.loops.start(server.acceptor);
		return server;
	}

	/**
	 * Returns the port that the server listens on, also if the option is 0.
	 * @return the port; for a mounted server, that of the other server, or -1
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Answers a handshake that another server has received, by the checks and limits that
	 * handshakes on a port have. Calls the application on the calling thread.
	 * @param request the request
	 * @return completes with the answer when the application has decided, at the latest
	 * after {@code ws.handshake.timeout}; never with a failure
	 */
	public CompletionStage<MountedHandshake> handshake(MountedRequest request) {
		return this.mounted.answer(Objects.requireNonNull(request, "'request' must not be null"));
	}

	/**
	 * Returns true if another server accepts the connections.
	 * @return {@code true} for a server that was started by {@link #startMounted}
	 */
	public boolean isMounted() {
		return this.acceptor == null;
	}

	/**
	 * Returns true if the server speaks TLS ({@code wss}) on its port.
	 * @return {@code true} with TLS
	 */
	public boolean isSecure() {
		return this.context.isSecure();
	}

	/**
	 * Returns the open sessions.
	 * @return a live view
	 */
	public WsSessions sessions() {
		return this.context.sessions;
	}

	/**
	 * Returns the values of all counters.
	 * @return the present values
	 */
	public WsCounters counters() {
		return this.context.counters.read(this.context.admission.connections(), this.context.sessions.figures(),
				this.context.contextBudget.reserved(), this.context.memory.held());
	}

	/**
	 * Returns the number of connections that did not become sessions for one reason.
	 * Cheaper than {@link #counters()}, which looks at each session.
	 * @param reason the reason
	 * @return the number so far
	 */
	public long rejected(RejectReason reason) {
		return this.context.counters.count(Objects.requireNonNull(reason, "'reason' must not be null"));
	}

	/**
	 * Returns the number of sessions that ended with a close code, or with any code of a
	 * range. Cheaper than {@link #counters()}, which looks at each session.
	 * @param kind the code or the range
	 * @return the number so far
	 */
	public long closed(CloseCode kind) {
		return this.context.counters.count(Objects.requireNonNull(kind, "'kind' must not be null"));
	}

	/**
	 * Returns the number of connections that failed because their peers broke one rule of
	 * the protocol, or one limit of messages. Cheaper than {@link #counters()}, which
	 * looks at each session.
	 * @param violation the broken rule
	 * @return the number so far
	 */
	public long violations(Violation violation) {
		return this.context.counters.count(Objects.requireNonNull(violation, "'violation' must not be null"));
	}

	/**
	 * Returns the options that the server was started with.
	 * @return the options; for a port of 0, {@link #port()} returns the actual one
	 */
	public WsServerOptions options() {
		return this.context.options;
	}

	/** Returns the number of inflaters and deflaters of all loops, lent or not. */
	int zipsAlive() {
		return this.loops.zipsAlive();
	}

	/**
	 * Returns the state of the server.
	 * @return the state
	 */
	public State state() {
		if (this.stopped.isDone()) {
			return State.STOPPED;
		}
		if (this.loops.isAnyMissing()) {
			return State.FAILED;
		}
		return this.context.sessions.isDraining() ? State.DRAINING : State.RUNNING;
	}

	/**
	 * Returns the number of event loops that have died and were replaced. Their
	 * connections were cut; the log has the causes.
	 * @return 0 if no loop has died
	 */
	public int replacedEventLoops() {
		return this.loops.replaced();
	}

	/**
	 * Starts to reject new connections with 503; open sessions continue.
	 */
	public void drain() {
		this.context.sessions.drain();
	}

	/**
	 * Stops gracefully: new connections get 503, messages received so far are handled and
	 * replies are written, every session is closed with 1001, or 1012 before a restart,
	 * over the drain period; sessions that are still open at the end of the grace period
	 * are cut. A second stop waits for the same end.
	 * @return completes when all sockets are closed and all close callbacks have
	 * returned, or, shortly after the grace period, without those callbacks that do not
	 * return
	 */
	public CompletionStage<Void> stop() {
		drain();
		if (this.stopRequested.compareAndSet(false, true)) {
			new Thread(this::stopInTurn, "ws-stop").start();
		}
		return this.stopped.copy();
	}

	/**
	 * Returns the number of sessions that the stop has cut, as they were still open at
	 * the end of the grace period.
	 * @return the number; 0 before the end of the grace period
	 */
	public int sessionsCut() {
		return this.sessionsCut;
	}

	private void stopInTurn() {
		ShutdownOptions options = this.context.options.shutdown();
		new SessionDrainer(this.context.sessions, options.drainPeriod(), this.context.stopStatus, this.context.clock)
			.run();
		this.context.sessions.close();
		this.context.sessions.allFinished()
			.completeOnTimeout(null, options.gracePeriod().toMillis(), TimeUnit.MILLISECONDS)
			.join();
		cut();
	}

	/** Closes the remaining sessions, and all threads. */
	private void cut() {
		this.sessionsCut = this.context.sessions.count();
		try {
			this.loops.stop();
			// sessions whose sockets were just closed still get their callback
			this.context.sessions.allFinished().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
		}
		catch (RuntimeException ex) {
			Log.log(Level.ERROR, "Server did not stop cleanly", ex);
		}
		finally {
			if (this.ownExecutor != null) {
				this.ownExecutor.shutdown();
			}
			this.context.completions.shutdown();
			if (this.context.tls != null) {
				this.context.tls.shutdown();
			}
			this.stopped.complete(null);
		}
	}

	/**
	 * Stops gracefully, as {@link #stop()}, and waits for the end. Must not be called
	 * from a callback.
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
		/** New connections are rejected; sessions continue until the server stops. */
		DRAINING,
		/** All sockets are closed. */
		STOPPED,
		/**
		 * An event loop has died, and its connections with it, and cannot be replaced at
		 * the moment.
		 */
		FAILED

	}

}
