/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import java.net.InetAddress;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Another server of the application, which publishes its port as a property.
 */
enum PortOwner {

	/** The web server. */
	WEB("server", "local.server.port"),

	/**
	 * The management server of Actuator, which exists if a separate port is configured.
	 */
	MANAGEMENT("management.server", "local.management.port");

	/** The prefix of the server's properties. */
	private final String group;

	/** The name of the property that holds the port on which the server listens. */
	private final String localPort;

	PortOwner(String group, String localPort) {
		this.group = group;
		this.localPort = localPort;
	}

	/**
	 * Returns the server that already listens on a port.
	 * @param environment contains the ports of the running servers
	 * @param port the port
	 * @param address the address to listen on, or {@code null} for all
	 * @return the server, or {@code null} if no server listens on the port of an
	 * overlapping address
	 */
	static @Nullable PortOwner of(Environment environment, int port, @Nullable InetAddress address) {
		for (PortOwner owner : values()) {
			Integer taken = environment.getProperty(owner.localPort, Integer.class);
			if (Objects.equals(taken, port) && owner.overlaps(environment, address)) {
				return owner;
			}
		}
		return null;
	}

	private boolean overlaps(Environment environment, @Nullable InetAddress address) {
		InetAddress own = Binder.get(environment).bind(this.group + ".address", InetAddress.class).orElse(null);
		return own == null || address == null || own.isAnyLocalAddress() || address.isAnyLocalAddress()
				|| own.equals(address);
	}

	/**
	 * Returns the name of the property that configures the server's port.
	 * @return the property's name
	 */
	String property() {
		return this.group + ".port";
	}

}
