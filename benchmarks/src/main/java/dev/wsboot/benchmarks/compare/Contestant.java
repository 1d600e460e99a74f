/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.util.List;

import dev.wsboot.benchmarks.load.scenario.Wire;
import dev.wsboot.benchmarks.server.EngineServer;
import dev.wsboot.benchmarks.server.JavaWebSocketServer;
import dev.wsboot.benchmarks.server.JettyServer;
import dev.wsboot.benchmarks.server.NettyServer;
import dev.wsboot.benchmarks.server.RawServer;
import dev.wsboot.benchmarks.server.StarterServer;
import dev.wsboot.benchmarks.server.TomcatServer;
import dev.wsboot.benchmarks.server.UndertowServer;
import dev.wsboot.benchmarks.server.VertxServer;

/**
 * One server that takes part. An immutable value.
 *
 * @param name what the tables call it
 * @param text what it is
 * @param mainClass starts it; takes a port and the largest message
 * @param prefix what its paths begin with
 * @param wire what it speaks
 * @param buffersByLimit whether each connection has buffers of the size of the largest
 * message, so that it is told of large messages only when there are some
 * @param classPath where its classes are
 */
record Contestant(String name, String text, Class<?> mainClass, String prefix, Wire wire, boolean buffersByLimit,
		String classPath) {

	/** The name of the server that costs least, with which all others are compared. */
	static final String FLOOR = "raw-nio";

	/** The name of the established server with which all others are compared. */
	static final String YARDSTICK = "netty";

	private static final String JSON = "/json";

	/** All servers, in the order of the tables. */
	static List<Contestant> all() {
		return List.of(of(FLOOR, "plain TCP echo on NIO: the floor", RawServer.class).withWire(Wire.RAW),
				of("engine-loop", "our engine without Spring, handlers on the event loops", EngineServer.class),
				of("starter-loop", "our starter, @NonBlocking methods, on the event loops", StarterServer.class)
					.withPrefix("/loop"),
				of("starter", "our starter as everybody uses it, on virtual threads", StarterServer.class),
				of("json", "our starter, methods that take and return a record; json-100 only", StarterServer.class)
					.withPrefix(JSON),
				of("json-by-hand", "the same written as text, with Jackson called by hand; json-100 only",
						StarterServer.class)
					.withPrefix(JSON + "-by-hand"),
				of(YARDSTICK, "Netty on NIO", NettyServer.class),
				of("vertx", "Vert.x, on native epoll if there is one", VertxServer.class),
				of("undertow", "Undertow", UndertowServer.class), of("jetty", "Jetty", JettyServer.class),
				of("java-websocket", "Java-WebSocket", JavaWebSocketServer.class),
				of("tomcat", "Spring Boot's own WebSocket starter, on Tomcat", TomcatServer.class).withBuffersByLimit(),
				of("engine-tls", "engine-loop with TLS 1.3", EngineServer.class).withWire(Wire.WSS),
				of("starter-tls", "starter with TLS 1.3", StarterServer.class).withWire(Wire.WSS),
				of("netty-tls", "netty with TLS 1.3, of the JDK as ours", NettyServer.class).withWire(Wire.WSS));
	}

	/** Returns whether this server is measured only if it is named explicitly. */
	boolean onlyByName() {
		return this.wire == Wire.WSS || this.prefix.startsWith(JSON);
	}

	/** Returns the servers of this project. */
	static List<Contestant> ours() {
		return all().stream()
			.filter((one) -> one.mainClass() == EngineServer.class || one.mainClass() == StarterServer.class)
			.toList();
	}

	private static Contestant of(String name, String text, Class<?> mainClass) {
		return new Contestant(name, text, mainClass, "", Wire.WS, false, System.getProperty("java.class.path"));
	}

	private Contestant withWire(Wire value) {
		return new Contestant(this.name, this.text, this.mainClass, this.prefix, value, this.buffersByLimit,
				this.classPath);
	}

	private Contestant withPrefix(String value) {
		return new Contestant(this.name, this.text, this.mainClass, value, this.wire, this.buffersByLimit,
				this.classPath);
	}

	private Contestant withBuffersByLimit() {
		return new Contestant(this.name, this.text, this.mainClass, this.prefix, this.wire, true, this.classPath);
	}

	/** Returns this server with the classes of another build. */
	Contestant of(Build build) {
		return new Contestant(build.name() + "/" + this.name, this.text, this.mainClass, this.prefix, this.wire,
				this.buffersByLimit, build.classPath(this.classPath));
	}

}
