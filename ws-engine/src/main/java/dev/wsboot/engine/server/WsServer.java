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
import dev.wsboot.engine.ShutdownOptions;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.WsServerOptions;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.SweepInterval;
import org.jspecify.annotations.Nullable;

/**
 * A running WebSocket server. Safe to use from any thread. Its event loops keep the JVM
 * alive until it is stopped.
 */
public final class WsServer implements AutoCloseable {

	private final ServerContext context;

	private final EventLoops loops;

	private final Acceptor acceptor;

	private final int port;

	/** Ours to shut down; {@code null} if the application brought its own. */
	private final @Nullable ExecutorService ownExecutor;

	private final AtomicBoolean stopRequested = new AtomicBoolean();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	/** Sessions that were open at the end of the grace period. */
	private volatile int sessionsCut;

	private WsServer(WsServerOptions options, HandshakeHandler handler, Consumer<Runnable> completions)
			throws IOException {
		Executor executor = options.executor();
		if (executor == null) {
			this.ownExecutor = HandlerExecutor.create();
			executor = this.ownExecutor;
		}
		else {
			this.ownExecutor = null;
		}
		this.context = new ServerContext(options, handler, executor,
				new Completions(HandlerExecutor.create("ws-completion-"), completions));
		this.loops = EventLoops.create(this.context, options.eventLoops(), SweepInterval.millis(options));
		try {
			this.acceptor = Acceptor.bind(options, this.loops, this.context);
			this.port = this.acceptor.port();
		}
		catch (IOException | RuntimeException ex) {
			this.loops.discard();
			throw ex;
		}
	}

	/**
	 * Binds the port and starts the event loops.
	 * @param options the settings
	 * @param handler decides about each handshake
	 * @return the running server
	 * @throws IOException if the port cannot be bound, as {@link java.net.BindException}
	 * for one
	 * @throws dev.wsboot.engine.InvalidOptionException if an allowed origin or a trusted
	 * proxy's address is none, or TLS is to use ciphers that the JDK does not have
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
	 * @throws dev.wsboot.engine.InvalidOptionException if an allowed origin or a trusted
	 * proxy's address is none, or TLS is to use ciphers that the JDK does not have
	 */
	public static WsServer start(WsServerOptions options, HandshakeHandler handler, Consumer<Runnable> completions)
			throws IOException {
		Objects.requireNonNull(completions, "'completions' must not be null");
		// the log's classes are loaded now, as that takes a file: later there may be none
		// left
		Log.log(Level.DEBUG, "Starting a WebSocket server");
		WsServer server = new WsServer(options, handler, completions);
		server.loops.start(server.acceptor);
		return server;
	}

	/**
	 * Returns the port that the server listens on, also where 0 was asked for.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Whether the server speaks TLS ({@code wss}).
	 * @return whether it does
	 */
	public boolean isSecure() {
		return this.context.tls != null;
	}

	/**
	 * Returns the open sessions.
	 * @return a live view
	 */
	public WsSessions sessions() {
		return this.context.sessions;
	}

	/**
	 * Returns what was counted so far.
	 * @return the values of this moment
	 */
	public WsCounters counters() {
		return this.context.counters.read(this.context.admission.connections(), this.context.sessions.figures(),
				this.context.contextBudget.reserved(), this.context.memory.held());
	}

	/**
	 * Returns how many connections did not become sessions for one reason. Cheaper than
	 * {@link #counters()}, which looks at each session.
	 * @param reason the reason
	 * @return the number so far
	 */
	public long rejected(RejectReason reason) {
		return this.context.counters.count(Objects.requireNonNull(reason, "'reason' must not be null"));
	}

	/**
	 * Returns how many sessions ended with a close code, or with any code of a range.
	 * Cheaper than {@link #counters()}, which looks at each session.
	 * @param kind the code or the range
	 * @return the number so far
	 */
	public long closed(CloseCode kind) {
		return this.context.counters.count(Objects.requireNonNull(kind, "'kind' must not be null"));
	}

	/**
	 * Returns the settings that the server was started with.
	 * @return the settings; a port of 0 is in {@link #port()} what it has become
	 */
	public WsServerOptions options() {
		return this.context.options;
	}

	/** How many inflaters and deflaters the loops have, lent or not. */
	int zipsAlive() {
		return this.loops.zipsAlive();
	}

	/**
	 * Returns how the server is doing.
	 * @return the state
	 */
	public State state() {
		if (this.stopped.isDone()) {
			return State.STOPPED;
		}
		if (this.loops.isAnyMissing()) {
			return State.FAILED;
		}
		return this.context.draining ? State.DRAINING : State.RUNNING;
	}

	/**
	 * Returns how many event loops have died and were replaced. Their connections were
	 * cut; the log tells why they died.
	 * @return 0, if all is well
	 */
	public int replacedEventLoops() {
		return this.loops.replaced();
	}

	/**
	 * Starts to refuse new connections with 503; sessions live on.
	 */
	public void drain() {
		this.context.draining = true;
	}

	/**
	 * Stops gracefully: newcomers get 503, messages received so far are handled and their
	 * answers written, every session is closed with 1001, or 1012 before a restart, over
	 * the drain period; what is left at the end of the grace period is cut. A second stop
	 * waits for the same end.
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
	 * Returns how many sessions the stop has cut, as they were still open at the end of
	 * the grace period.
	 * @return the number; 0 before
	 */
	public int sessionsCut() {
		return this.sessionsCut;
	}

	private void stopInTurn() {
		ShutdownOptions options = this.context.options.shutdown();
		new Drain(this.context.sessions, options.drainPeriod(), this.context.stopStatus).run();
		this.context.sessions.close();
		this.context.sessions.allFinished()
			.completeOnTimeout(null, options.gracePeriod().toMillis(), TimeUnit.MILLISECONDS)
			.join();
		cut();
	}

	/** Closes what is left. */
	private void cut() {
		this.sessionsCut = this.context.sessions.count();
		try {
			this.loops.stop();
			// those whose sockets were just closed still get their callback
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
		/** New connections are refused; sessions live on until the server stops. */
		DRAINING,
		/** All is closed. */
		STOPPED,
		/**
		 * An event loop has died, and its connections with it, and cannot be replaced at
		 * the moment.
		 */
		FAILED

	}

}
