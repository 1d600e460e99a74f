package dev.wsboot.endpoint;

import java.io.Serial;

/**
 * Says that a session has no attribute of the name and type that a handler method asks
 * for with {@link org.springframework.web.bind.annotation.SessionAttribute}. An
 * {@link dev.wsboot.annotation.OnError} method may take it; else it closes the session
 * with 1011. The message names Java classes: it is for logs and not for clients.
 */
public final class InvalidSessionAttributeException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String attribute;

	/**
	 * Creates an exception.
	 * @param attribute the name of the attribute
	 * @param problem what is wrong with it, such as "is missing"
	 */
	public InvalidSessionAttributeException(String attribute, String problem) {
		super("Session attribute '" + attribute + "' " + problem);
		this.attribute = attribute;
	}

	/**
	 * Returns the attribute that is asked for.
	 * @return its name
	 */
	public String attribute() {
		return this.attribute;
	}

}
