/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.internal.mounted.MountedHandshakeHandler;
import dev.wsboot.internal.mounted.tomcat.TomcatUpgrade;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLContext;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Starts the servers of the engine's tests in mounted mode, each on a Tomcat of its own.
 * Named by the system property {@code ws.test.starter}.
 */
public final class MountedStarter implements BiFunction<WsServerOptions, HandshakeHandler, WsServer> {

	/** The running web servers, of which some have a server that is stopped. */
	private static final List<Mounted> RUNNING = new CopyOnWriteArrayList<>();

	@Override
	public WsServer apply(WsServerOptions options, HandshakeHandler handler) {
		stopUnused();
		AtomicReference<WsServer> server = new AtomicReference<>();
		try {
			Tomcat tomcat = start(options, server);
			WsServer started = WsServer.startMounted(tomcat.getConnector().getLocalPort(), options, handler,
					Runnable::run);
			server.set(started);
			RUNNING.add(new Mounted(tomcat, started));
			return started;
		}
		catch (LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void stopUnused() {
		for (Mounted each : RUNNING) {
			if (each.server().state() == WsServer.State.STOPPED && RUNNING.remove(each)) {
				try {
					each.tomcat().stop();
					each.tomcat().destroy();
				}
				catch (LifecycleException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
	}

	private static Tomcat start(WsServerOptions options, AtomicReference<WsServer> server)
			throws IOException, LifecycleException {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(Files.createTempDirectory("mounted").toString());
		Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
		connector.setPort(0);
		InetAddress address = options.address();
		if (address != null) {
			connector.setProperty("address", address.getHostAddress());
		}
		if (options.tls() != null) {
			secure(connector, options.tls().get());
		}
		tomcat.setConnector(connector);
		Context context = tomcat.addContext("", null);
		Tomcat.addServlet(context, "handshakes", new Handshakes(server));
		context.addServletMappingDecoded("/", "handshakes");
		tomcat.start();
		return tomcat;
	}

	private static void secure(Connector connector, TlsOptions options) {
		connector.setProperty("SSLEnabled", "true");
		connector.setScheme("https");
		connector.setSecure(true);
		SSLHostConfig host = new SSLHostConfig();
		SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host,
				SSLHostConfigCertificate.Type.UNDEFINED);
		certificate.setSslContext(new GivenContext(options));
		host.addCertificate(certificate);
		connector.addSslHostConfig(host);
	}

	private record Mounted(Tomcat tomcat, WsServer server) {
	}

	/** Passes all requests to the handler of handshakes. */
	private static final class Handshakes extends HttpServlet {

		private static final long serialVersionUID = 1L;

		private final transient MountedHandshakeHandler handler;

		Handshakes(AtomicReference<WsServer> server) {
			this.handler = new MountedHandshakeHandler(server::get, new TomcatUpgrade());
		}

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			ServletRequestPathUtils.parseAndCache(request);
			this.handler.handleRequest(request, response);
		}

	}

}
