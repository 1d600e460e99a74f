package dev.wsboot.engine;

/**
 * What a {@link SessionHandler} is called for.
 */
public enum SessionEvent {

	/** The handshake is done. */
	OPEN,
	/** A text message came. */
	TEXT,
	/** A binary message came. */
	BINARY,
	/** A pong came. */
	PONG,
	/** The session has ended. */
	CLOSE

}
