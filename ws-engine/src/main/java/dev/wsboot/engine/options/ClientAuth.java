package dev.wsboot.engine.options;

/**
 * Whether a TLS client has to show a certificate (RFC 8446 4.3.2).
 */
public enum ClientAuth {

	/** It is not asked for one. */
	NONE,
	/** It is asked, and may have none; one that is not trusted ends the handshake. */
	WANT,
	/** It is asked, and the handshake ends if it has none. */
	NEED

}
