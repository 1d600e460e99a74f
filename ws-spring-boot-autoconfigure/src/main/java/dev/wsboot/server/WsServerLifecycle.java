package dev.wsboot.server;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.InvalidOptionException;
import dev.wsboot.engine.ShutdownOptions;
import dev.wsboot.engine.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.session.RunningServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.Assert;

/**
 * Starts the server when its application is ready, and stops it gracefully: readiness
 * turns to {@code OUT_OF_SERVICE}, and after {@code ws.shutdown.delay} newcomers get 503,
 * accepted work is done, every session is closed with 1001 (1012 before a restart), over
 * {@code ws.shutdown.drain-period}, and what is left at the end of
 * {@code ws.shutdown.grace-period} is cut.
 * <p>
 * A restart listens on the configured port again. Where that is 0, it takes another free
 * one, as Spring Boot's web servers do, and publishes that.
 */
public final class WsServerLifecycle implements SmartLifecycle, ApplicationContextAware {

	/**
	 * The phase in which Spring Boot's web servers stop gracefully: later than they
	 * start, and before they and the beans that handlers use stop.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	/** The property that tells the port the server listens on. */
	public static final String LOCAL_PORT_PROPERTY = "local.ws.port";

	private static final Log logger = LogFactory.getLog(WsServerLifecycle.class);

	private final WsServerOptions options;

	private final WsEndpoints endpoints;

	private final RunningServer running;

	private final List<String> scanned;

	private final Executor executor;

	private final Duration stopDelay;

	/** Whether readiness was turned by us, and is to be turned back. */
	private volatile boolean refusingTraffic;

	/** Ends the delay of a stop. */
	private volatile CompletableFuture<Void> delayOver = new CompletableFuture<>();

	private @Nullable ApplicationContext context;

	private volatile @Nullable WsServer server;

	/**
	 * Creates the lifecycle of a server that does not run yet.
	 * @param options the server's options, with an executor
	 * @param endpoints what the server serves
	 * @param running follows the server
	 * @param stopDelay the time that a stop waits after readiness was turned
	 * @param scanned the packages that components are scanned in, for a warning if there
	 * are no endpoints; empty if unknown
	 */
	public WsServerLifecycle(WsServerOptions options, WsEndpoints endpoints, RunningServer running, Duration stopDelay,
			List<String> scanned) {
		Assert.notNull(options, "'options' must not be null");
		Assert.notNull(endpoints, "'endpoints' must not be null");
		Assert.notNull(running, "'running' must not be null");
		Assert.notNull(stopDelay, "'stopDelay' must not be null");
		Assert.notNull(scanned, "'scanned' must not be null");
		Assert.isTrue(!stopDelay.isNegative(), "'stopDelay' must not be negative");
		Executor executor = options.executor();
		Assert.notNull(executor, "'options' must have an executor");
		this.options = options;
		this.endpoints = endpoints;
		this.running = running;
		this.scanned = List.copyOf(scanned);
		this.executor = executor;
		this.stopDelay = stopDelay;
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts the server, unless there are no endpoints to serve.
	 */
	@Override
	public void start() {
		if (this.endpoints.paths().isEmpty()) {
			warnOfNoEndpoints();
			return;
		}
		WsServer started = startIfStopped();
		if (started == null || this.context == null) {
			return;
		}
		publishPort(this.context, started.port());
		this.context.publishEvent(new WsServerStartedEvent(this, started.port()));
		if (this.server == started) {
			// no listener has closed the context
			warnOfShortPhase(this.context);
			acceptTraffic(this.context);
		}
	}

	private synchronized @Nullable WsServer startIfStopped() {
		if (this.server != null) {
			return null;
		}
		WsServer started = startServer();
		this.delayOver = new CompletableFuture<>();
		this.server = started;
		this.running.follow(started, this.endpoints);
		logger.info("WebSocket server started on port " + started.port() + (started.isSecure() ? " (wss)" : " (ws)")
				+ " with endpoints " + this.endpoints.paths());
		return started;
	}

	private WsServer startServer() {
		PortOwner owner = portOwner();
		if (owner != null) {
			// where systems let two sockets share a port, each would get some connections
			throw new WsServerStartException(this.options.port(), this.options.address(),
					new BindException("Address already in use"), owner.property());
		}
		try {
			return WsServer.start(this.options, this.endpoints.handshakeHandler(this.executor, this.options.session()),
					this.endpoints.completions());
		}
		catch (InvalidOptionException ex) {
			String property = "ws." + ex.option();
			throw new InvalidConfigurationPropertyValueException(property, ex.value(),
					"'" + property + "' " + ex.rule());
		}
		catch (IOException ex) {
			throw new WsServerStartException(this.options.port(), this.options.address(), ex, null);
		}
	}

	private @Nullable PortOwner portOwner() {
		return (this.context != null)
				? PortOwner.of(this.context.getEnvironment(), this.options.port(), this.options.address()) : null;
	}

	/** As Spring Boot does with {@code local.server.port}. */
	@SuppressWarnings("unchecked")
	private static void publishPort(@Nullable ApplicationContext context, int port) {
		if (context instanceof ConfigurableApplicationContext configurable) {
			MutablePropertySources sources = configurable.getEnvironment().getPropertySources();
			PropertySource<?> ports = sources.get("server.ports");
			if (ports == null) {
				ports = new MapPropertySource("server.ports", new HashMap<>());
				sources.addFirst(ports);
			}
			((Map<String, Object>) ports.getSource()).put(LOCAL_PORT_PROPERTY, port);
		}
		if (context != null) {
			publishPort(context.getParent(), port);
		}
	}

	/**
	 * Stops gracefully, as {@link #stop(Runnable)} but without its delay, and waits for
	 * the end.
	 */
	@Override
	public void stop() {
		WsServer stopping = this.server;
		if (stopping != null) {
			this.delayOver.complete(null);
			int open = stopping.sessions().count();
			stopping.stop().toCompletableFuture().join();
			stopped(stopping, open);
		}
	}

	@Override
	public void stop(Runnable callback) {
		WsServer stopping = this.server;
		if (stopping == null) {
			callback.run();
			return;
		}
		refuseTraffic();
		if (this.stopDelay.isZero()) {
			stop(stopping, callback);
			return;
		}
		logger.info("Stopping the WebSocket server in " + this.stopDelay.toMillis() + " ms");
		this.delayOver.completeOnTimeout(null, this.stopDelay.toMillis(), TimeUnit.MILLISECONDS)
			.thenRunAsync(() -> stop(stopping, callback), this::inNewThread);
	}

	private void stop(WsServer stopping, Runnable callback) {
		int open = stopping.sessions().count();
		logger.info("Stopping the WebSocket server, open sessions: " + open);
		stopping.stop().whenComplete((nothing, failure) -> {
			if (failure != null) {
				logger.warn("The WebSocket server did not stop cleanly", failure);
			}
			stopped(stopping, open);
			callback.run();
		});
	}

	/** The executor of handlers may be shut down already. */
	private void inNewThread(Runnable task) {
		new Thread(task, "ws-stop-delay").start();
	}

	/** Readiness probes are to fail before connections do. */
	private void refuseTraffic() {
		if (this.context != null) {
			this.refusingTraffic = true;
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
	}

	private void warnOfNoEndpoints() {
		logger.warn("There is no bean of a class with @WsEndpoint, so the WebSocket server does not listen on port "
				+ this.options.port() + ". "
				+ (this.scanned.isEmpty() ? "Declare the endpoint classes as beans"
						: "Components are found in and below the packages " + this.scanned
								+ " only: move the endpoint classes there, or add their packages to @ComponentScan")
				+ ". An application that needs no WebSocket server sets 'ws.enabled' to false");
	}

	/** The first time, Spring Boot says so itself when the application is ready. */
	private void acceptTraffic(ApplicationContext context) {
		if (this.refusingTraffic) {
			this.refusingTraffic = false;
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	/** Spring goes on without us when its own patience ends. */
	private void warnOfShortPhase(ApplicationContext context) {
		Duration phase = Binder.get(context.getEnvironment())
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(Duration.ofSeconds(30));
		ShutdownOptions shutdown = this.options.shutdown();
		Duration longest = this.stopDelay.plus(shutdown.drainPeriod()).plus(shutdown.gracePeriod());
		if (longest.compareTo(phase) > 0) {
			logger.warn("A graceful stop of the WebSocket server may take " + longest.toSeconds()
					+ " s (ws.shutdown.delay, drain-period and grace-period together), but Spring waits only "
					+ phase.toSeconds() + " s. Raise spring.lifecycle.timeout-per-shutdown-phase above that");
		}
	}

	private synchronized void stopped(WsServer stopped, int open) {
		if (this.server == stopped) {
			this.running.follow(null, this.endpoints);
			logger.info("WebSocket server stopped: " + open + " sessions closed, " + stopped.sessionsCut()
					+ " of them cut at the end of the grace period");
			// last, as from now on another may start
			this.server = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.server != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Returns {@code false}: a pause would cut sessions that a paused context could well
	 * keep.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Returns the port that the server listens on.
	 * @return the port, or -1 while no server runs, as where there are no endpoints
	 */
	public int port() {
		WsServer running = this.server;
		return (running != null) ? running.port() : -1;
	}

	/**
	 * Returns the running server, for its state and counters.
	 * @return the server, or {@code null} while none runs
	 */
	public @Nullable WsServer server() {
		return this.server;
	}

}
