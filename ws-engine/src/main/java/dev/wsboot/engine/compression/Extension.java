/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One element of Sec-WebSocket-Extensions: an offer of the client, or what the server
 * accepted (RFC 6455 9.1). An immutable value.
 *
 * @param name the extension's name
 * @param parameters its parameters in order, repeated ones included
 */
public record Extension(String name, List<Parameter> parameters) {

	/**
	 * Copies the parameters.
	 * @param name the extension's name
	 * @param parameters its parameters in order
	 */
	public Extension {
		parameters = List.copyOf(parameters);
	}

	/**
	 * A parameter of an extension.
	 *
	 * @param name the parameter's name
	 * @param value a token, without the quotes it may have stood in, or {@code null}
	 */
	public record Parameter(String name, @Nullable String value) {
	}

}
