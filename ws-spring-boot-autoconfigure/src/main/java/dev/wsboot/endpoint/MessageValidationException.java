package dev.wsboot.endpoint;

import java.io.Serial;
import java.util.List;

/**
 * Says that a message could be read, but breaks constraints of Bean Validation. An
 * {@link dev.wsboot.annotation.OnError} method may take it; else it closes the session
 * with 1007.
 */
public final class MessageValidationException extends InvalidMessageException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param violations the broken constraints, at least one
	 */
	public MessageValidationException(List<Violation> violations) {
		super(violations, null);
	}

}
