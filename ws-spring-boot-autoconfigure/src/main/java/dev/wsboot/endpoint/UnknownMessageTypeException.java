package dev.wsboot.endpoint;

import java.io.Serial;

/**
 * Says that a message has a type for which its endpoint has no method. An
 * {@link dev.wsboot.annotation.OnError} method may take it, or as an
 * {@link InvalidMessageException} all that cannot be read; else it closes the session
 * with 1003.
 */
public final class UnknownMessageTypeException extends InvalidMessageException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String type;

	/**
	 * Creates an exception.
	 * @param type what the message says
	 */
	public UnknownMessageTypeException(String type) {
		super("There is no method for messages of its type", null);
		this.type = type;
	}

	/**
	 * Returns the type. It comes from the client.
	 * @return what the message says, of any length
	 */
	public String type() {
		return this.type;
	}

}
