/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted;

import dev.wsboot.server.WebServerMount;
import dev.wsboot.server.WsMountException;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * The servlet web server of the application, which can hand over sockets if it is Tomcat.
 */
public final class ServletMount implements WebServerMount {

	private final Environment environment;

	/** The context of the web server; {@code null} before there is one. */
	private final @Nullable ServletContext servletContext;

	/**
	 * Creates a mount.
	 * @param environment has the port of the web server
	 * @param servletContext the context of the web server, or {@code null} without one
	 */
	public ServletMount(Environment environment, @Nullable ServletContext servletContext) {
		this.environment = environment;
		this.servletContext = servletContext;
	}

	@Override
	public void check() {
		String type = (this.servletContext != null) ? this.servletContext.getClass().getName() : "";
		if (type.startsWith("org.apache.catalina.") || type.startsWith("org.springframework.mock.")) {
			return;
		}
		throw new WsMountException(
				"'ws.mode' is 'mounted', but the web server of this application, to which " + type
						+ " belongs, does not hand over sockets: only Tomcat does.",
				"Use Tomcat as the web server (spring-boot-starter-tomcat), or set 'ws.mode' to 'port'.");
	}

	@Override
	public int port() {
		return this.environment.getProperty("local.server.port", Integer.class, -1);
	}

}
