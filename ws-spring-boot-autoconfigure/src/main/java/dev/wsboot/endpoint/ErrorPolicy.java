package dev.wsboot.endpoint;

/**
 * What becomes of a session after an error for which there is no
 * {@link dev.wsboot.annotation.OnError} method, or that such a method has thrown.
 */
public enum ErrorPolicy {

	/**
	 * It is closed without detail: with 1007 if a message could not be read, else with
	 * 1011.
	 */
	CLOSE,
	/** The error is logged, and the session goes on. */
	KEEP_OPEN

}
