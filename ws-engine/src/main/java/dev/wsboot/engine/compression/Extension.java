/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An element of Sec-WebSocket-Extensions (RFC 6455 9.1): an offer of the client, or an
 * extension that the server has accepted. An immutable value.
 *
 * @param name the name of the extension
 * @param parameters the parameters in order, including repeated ones
 */
public record Extension(String name, List<Parameter> parameters) {

	/**
	 * Copies the parameters.
	 * @param name the name of the extension
	 * @param parameters the parameters in order
	 */
	public Extension {
		parameters = List.copyOf(parameters);
	}

	/**
	 * A parameter of an extension.
	 *
	 * @param name the name of the parameter
	 * @param value a token, without the quotes around it, or {@code null}
	 */
	public record Parameter(String name, @Nullable String value) {
	}

}
