package dev.wsboot.endpoint;

import java.io.Serial;

/**
 * Says that a handler method needs the principal of a session that has none. An
 * {@link dev.wsboot.annotation.OnError} method may take it; else the session is closed
 * with 1008, and a call of JSON-RPC is answered with the error -32001.
 */
public final class MissingPrincipalException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message which parameter needs the principal; clients do not get it
	 */
	public MissingPrincipalException(String message) {
		super(message);
	}

}
