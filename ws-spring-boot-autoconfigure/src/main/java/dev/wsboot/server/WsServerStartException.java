/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import java.io.IOException;
import java.io.Serial;
import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the server cannot listen on its port.
 */
public final class WsServerStartException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final int port;

	private final @Nullable InetAddress address;

	private final @Nullable String otherProperty;

	/**
	 * Creates an exception.
	 * @param port the port
	 * @param address the address, or {@code null} for all
	 * @param cause the exception of the bind
	 * @param otherProperty the property that gives the port to another server of the
	 * application, or {@code null}
	 */
	public WsServerStartException(int port, @Nullable InetAddress address, IOException cause,
			@Nullable String otherProperty) {
		super("The WebSocket server cannot listen on port " + port
				+ ((address != null) ? " of " + address.getHostAddress() : "") + ": " + cause.getMessage(), cause);
		this.port = port;
		this.address = address;
		this.otherProperty = otherProperty;
	}

	/**
	 * Returns the port.
	 * @return the configured port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Returns the address.
	 * @return the configured address, or {@code null} for all
	 */
	public @Nullable InetAddress address() {
		return this.address;
	}

	/**
	 * Returns the property that gives the port to another server of the application.
	 * @return a name such as {@code server.port}, or {@code null} if no other server of
	 * the application listens on the port
	 */
	public @Nullable String otherProperty() {
		return this.otherProperty;
	}

}
