/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.server;

import dev.wsboot.engine.options.WsServerOptions;

/**
 * Changes the server's options after the {@code ws} properties are applied. All beans of
 * this type are called, in their order.
 */
@FunctionalInterface
public interface WsServerCustomizer {

	/**
	 * Changes the options.
	 * @param options the builder of the options
	 */
	void customize(WsServerOptions.Builder options);

}
