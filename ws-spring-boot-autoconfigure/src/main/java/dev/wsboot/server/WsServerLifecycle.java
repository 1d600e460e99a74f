/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.session.RunningServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Starts the server when the application is ready, and stops it gracefully. At a stop,
 * readiness changes to {@code OUT_OF_SERVICE}. After {@code ws.shutdown.delay}, new
 * connections are answered with 503, accepted messages are handled, and sessions are
 * closed with 1001 (1012 before a restart), spread over {@code ws.shutdown.drain-period}.
 * Sessions that are still open at the end of {@code ws.shutdown.grace-period} are cut.
 * <p>
 * A restarted server listens on the configured port again. If the port is 0, the server
 * uses another free port, as Spring Boot's web servers do, and publishes it.
 */
public final class WsServerLifecycle implements SmartLifecycle, ApplicationContextAware {

	/**
	 * The phase of the graceful stop of Spring Boot's web servers, which is after the
	 * start of the web servers, and before the stop of the web servers and of the beans
	 * that handlers use.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	/**
	 * The phase in mounted mode: sessions are drained before the graceful stop of the web
	 * server begins, which rejects requests.
	 */
	public static final int MOUNTED_PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

	/** The name of the property that holds the port on which the server listens. */
	public static final String LOCAL_PORT_PROPERTY = "local.ws.port";

	private static final Log logger = LogFactory.getLog(WsServerLifecycle.class);

	private final WsServerOptions options;

	private final WsEndpoints endpoints;

	private final RunningServer running;

	/** The packages in which components are scanned; empty if unknown. */
	private final List<String> scanned;

	/** Runs handler methods. */
	private final Executor executor;

	/** The time between the change of readiness and the stop. */
	private final Duration stopDelay;

	/**
	 * The web server through which handshakes come; {@code null} for a port of our own.
	 */
	private final @Nullable WebServerMount mount;

	/**
	 * {@code true} if this lifecycle has changed readiness and the next start restores
	 * it.
	 */
	private volatile boolean refusingTraffic;

	/** Completes at the end of the delay of a stop. */
	private volatile CompletableFuture<Void> delayOver = new CompletableFuture<>();

	/** The context of the application; {@code null} outside of a context. */
	private @Nullable ApplicationContext context;

	/** The running server; {@code null} while no server runs. */
	private volatile @Nullable WsServer server;

	/**
	 * Creates the lifecycle of a server that is not started yet.
	 * @param options the server's options, with an executor
	 * @param endpoints the endpoints that the server serves
	 * @param running the link that is set to each started server
	 * @param stopDelay the time between the change of readiness and the stop
	 * @param scanned the packages in which components are scanned, for a warning if there
	 * are no endpoints; empty if unknown
	 */
	public WsServerLifecycle(WsServerOptions options, WsEndpoints endpoints, RunningServer running, Duration stopDelay,
			List<String> scanned) {
		this(options, endpoints, running, stopDelay, scanned, null);
	}

	/**
	 * Creates the lifecycle of a server that is not started yet.
	 * @param options the server's options, with an executor
	 * @param endpoints the endpoints that the server serves
	 * @param running the link that is set to each started server
	 * @param stopDelay the time between the change of readiness and the stop
	 * @param scanned the packages in which components are scanned, for a warning if there
	 * are no endpoints; empty if unknown
	 * @param mount the web server through which handshakes come, or {@code null} for a
	 * port of the WebSocket server's own
	 */
	public WsServerLifecycle(WsServerOptions options, WsEndpoints endpoints, RunningServer running, Duration stopDelay,
			List<String> scanned, @Nullable WebServerMount mount) {
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
		this.mount = mount;
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
		int port = started.port();
		if (port > 0) {
			LocalPortPublisher.publish(this.context, port);
		}
		this.context.publishEvent(new WsServerStartedEvent(this, port));
		if (this.server == started) {
			// no listener has closed the context
			ShutdownPhaseWarning.check(this.context.getEnvironment(), this.stopDelay, this.options.shutdown());
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
		logger.info("WebSocket server started " + describe(started) + " with endpoints " + this.endpoints.paths());
		return started;
	}

	private String describe(WsServer started) {
		if (this.mount == null) {
			return "on port " + started.port() + (started.isSecure() ? " (wss)" : " (ws)");
		}
		return "on the web server" + ((started.port() > 0) ? ", port " + started.port() : "");
	}

	private WsServer startServer() {
		if (this.mount != null) {
			this.mount.check();
		}
		PortOwner owner = portOwner();
		if (owner != null) {
			// on systems where two sockets may share a port, each gets some connections
			throw new WsServerStartException(this.options.port(), this.options.address(),
					new BindException("Address already in use"), owner.property());
		}
		try {
			HandshakeHandler handshakes = this.endpoints.handshakeHandler(this.executor, this.options.session());
			return (this.mount != null)
					? WsServer.startMounted(this.mount.port(), this.options, handshakes, this.endpoints.completions())
					: WsServer.start(this.options, handshakes, this.endpoints.completions());
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
		return (this.context != null && this.mount == null)
				? PortOwner.of(this.context.getEnvironment(), this.options.port(), this.options.address()) : null;
	}

	/**
	 * Stops the server gracefully as {@link #stop(Runnable)} does, but without the delay,
	 * and waits until it has stopped.
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

	/** Runs a task in a new thread, since the executor of handlers may be shut down. */
	private void inNewThread(Runnable task) {
		new Thread(task, "ws-stop-delay").start();
	}

	/** Changes readiness, so that probes fail before connections are rejected. */
	private void refuseTraffic() {
		if (this.context != null) {
			this.refusingTraffic = true;
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
	}

	private void warnOfNoEndpoints() {
		logger.warn("There is no bean of a class with @WsEndpoint, so the WebSocket server does not "
				+ ((this.mount != null) ? "start" : "listen on port " + this.options.port()) + ". "
				+ (this.scanned.isEmpty() ? "Declare the endpoint classes as beans"
						: "Components are found in and below the packages " + this.scanned
								+ " only: move the endpoint classes there, or add their packages to @ComponentScan")
				+ ". An application that needs no WebSocket server sets 'ws.enabled' to false");
	}

	/**
	 * Restores readiness after a restart. At the first start, Spring Boot sets readiness
	 * itself.
	 */
	private void acceptTraffic(ApplicationContext context) {
		if (this.refusingTraffic) {
			this.refusingTraffic = false;
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	private synchronized void stopped(WsServer stopped, int open) {
		if (this.server == stopped) {
			this.running.follow(null, this.endpoints);
			logger.info("WebSocket server stopped: " + open + " sessions closed, " + stopped.sessionsCut()
					+ " of them cut at the end of the grace period");
			// last, since another server may start from now on
			this.server = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.server != null;
	}

	@Override
	public int getPhase() {
		return (this.mount != null) ? MOUNTED_PHASE : PHASE;
	}

	/**
	 * Returns {@code false}, since a pause would cut sessions that can stay open in a
	 * paused context.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Returns the port on which the server listens; in mounted mode, that of the web
	 * server.
	 * @return the port, or -1 while no server runs, for example without endpoints
	 */
	public int port() {
		WsServer running = this.server;
		return (running != null) ? running.port() : -1;
	}

	/**
	 * Returns the running server, which provides its state and counters.
	 * @return the server, or {@code null} while none runs
	 */
	public @Nullable WsServer server() {
		return this.server;
	}

}
