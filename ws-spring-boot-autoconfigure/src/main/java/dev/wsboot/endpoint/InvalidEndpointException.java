package dev.wsboot.endpoint;

import java.io.Serial;

/**
 * Says what is wrong with an endpoint bean, and how to cure it. Thrown at startup only.
 */
public final class InvalidEndpointException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param description a sentence that names bean, method and parameter
	 * @param action a sentence that names the cure
	 */
	public InvalidEndpointException(String description, String action) {
		super(description);
		this.action = action;
	}

	/**
	 * Returns the cure.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
