/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.wsboot.engine.server.WsServer;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.RawConnection;
import dev.wsboot.test.WsTestClient;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A running application whose WebSocket server is mounted into Tomcat.
 */
final class MountedApplication implements AutoCloseable {

	private final ServletWebServerApplicationContext context;

	private final boolean secure;

	private MountedApplication(ConfigurableApplicationContext context) {
		this.context = (ServletWebServerApplicationContext) context;
		this.secure = context.getEnvironment().containsProperty("server.ssl.key-store");
	}

	/**
	 * Starts an application without Spring Security.
	 * @param type the class of the application
	 * @param properties properties in addition to the mode, a free port
	 */
	static MountedApplication start(Class<?> type, String... properties) {
		return startWith(new SpringApplicationBuilder(type).profiles("open"), properties);
	}

	static MountedApplication startWith(SpringApplicationBuilder builder, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("ws.mode=mounted", "server.port=0", "spring.main.banner-mode=off", "spring.jmx.enabled=false"));
		arguments.addAll(List.of(properties));
		return new MountedApplication(
				builder.run(arguments.stream().map((argument) -> "--" + argument).toArray(String[]::new)));
	}

	ServletWebServerApplicationContext context() {
		return this.context;
	}

	int port() {
		return Objects.requireNonNull(this.context.getWebServer()).getPort();
	}

	String uri(String path) {
		return (this.secure ? "wss" : "ws") + "://localhost:" + port() + path;
	}

	WsTestClient connect(String path) {
		return WsTestClient.connect(uri(path));
	}

	/** Opens a connection without TLS. */
	RawConnection raw() {
		return RawConnection.open("localhost", port());
	}

	HttpResponse<String> get(String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path)).build(),
					HttpResponse.BodyHandlers.ofString());
	}

	WsServer server() {
		return Objects.requireNonNull(this.context.getBean(WsServerLifecycle.class).server());
	}

	/** Stops the web server, while the application runs on. */
	void stopWebServer() {
		Objects.requireNonNull(this.context.getWebServer()).stop();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
