/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The WebSocket server of the application under test, which connects test clients. A bean
 * in each {@code @SpringBootTest} and {@link WsTest}: <pre class="code">
 * &#064;Autowired
 * WsTestServer server;
 *
 * &#064;Test
 * void echoes() {
 *     try (WsTestClient client = this.server.connect("/echo")) {
 *         client.send("hello").expectText("hello");
 *     }
 * }
 * </pre> Clients read and write JSON with the application's {@code JsonMapper}, if there
 * is one. Safe to use from any thread.
 */
public final class WsTestServer {

	private static final String LOCAL_PORT = "local.ws.port";

	private static final String SSL_BUNDLE = "ws.ssl.bundle";

	/** The properties of which one is set if the web server uses TLS. */
	private static final List<String> WEB_SERVER_SSL = List.of("server.ssl.bundle", "server.ssl.key-store",
			"server.ssl.certificate");

	private final BeanFactory beanFactory;

	private final Environment environment;

	WsTestServer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	/**
	 * Returns the port on which the server listens.
	 * @return the port
	 * @throws IllegalStateException if no server has started
	 */
	public int port() {
		Integer port = this.environment.getProperty(LOCAL_PORT, Integer.class);
		if (port == null) {
			throw new IllegalStateException("No WebSocket server has started: there is no property '" + LOCAL_PORT
					+ "'. Check that the test's context has an endpoint, and does not set ws.enabled=false");
		}
		return port;
	}

	/**
	 * Returns the URI of a path.
	 * @param path the path of the endpoint, with a leading slash and an optional query;
	 * the context path of a web server into which the server is mounted is added
	 * @return the URI, such as {@code ws://localhost:41234/echo}, with {@code wss} if the
	 * server uses TLS
	 */
	public String uri(String path) {
		boolean mounted = "mounted".equalsIgnoreCase(this.environment.getProperty("ws.mode"));
		boolean secure = mounted ? isWebServerSecure() : this.environment.containsProperty(SSL_BUNDLE);
		String prefix = mounted ? prefix("server.servlet.context-path") + prefix("spring.mvc.servlet.path") : "";
		return (secure ? "wss" : "ws") + "://localhost:" + port() + prefix + path;
	}

	private boolean isWebServerSecure() {
		return this.environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& WEB_SERVER_SSL.stream().anyMatch(this.environment::containsProperty);
	}

	private String prefix(String property) {
		String path = this.environment.getProperty(property, "");
		return path.equals("/") ? "" : path;
	}

	/**
	 * Connects a client.
	 * @param path the path with a leading slash and an optional query
	 * @return the client, connected
	 * @throws AssertionError if the server does not accept the handshake
	 */
	public WsTestClient connect(String path) {
		return to(path).connect();
	}

	/**
	 * Prepares to connect a client.
	 * @param path the path with a leading slash and an optional query
	 * @return a connector for headers, subprotocols and other settings
	 */
	public WsTestConnector to(String path) {
		WsTestConnector connector = WsTestClient.to(uri(path));
		if (ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", getClass().getClassLoader())) {
			Json.apply(connector, this.beanFactory);
		}
		return connector;
	}

	/**
	 * A holder class that defers loading Jackson.
	 */
	private static final class Json {

		static void apply(WsTestConnector connector, BeanFactory beanFactory) {
			beanFactory.getBeanProvider(JsonMapper.class).ifUnique(connector::json);
		}

	}

}
