package dev.wsboot.server;

import dev.wsboot.engine.options.WsServerOptions;

/**
 * Changes the server's options after the {@code ws} properties were applied. All beans of
 * this type are called, in their order.
 */
@FunctionalInterface
public interface WsServerCustomizer {

	/**
	 * Changes the options.
	 * @param options the options so far
	 */
	void customize(WsServerOptions.Builder options);

}
