package dev.wsboot.engine;

import dev.wsboot.engine.options.CompressionOptions;

/**
 * Whether an endpoint's sessions may be compressed with permessage-deflate (RFC 7692). An
 * immutable value.
 */
public enum Compression {

	/** As {@link CompressionOptions#enabled} says. */
	DEFAULT,
	/** If the client offers it. */
	ENABLED,
	/** Never. */
	DISABLED

}
