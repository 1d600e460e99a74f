package dev.wsboot.endpoint;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says that a message could be read, but breaks constraints of Bean Validation. An
 * {@link dev.wsboot.annotation.OnError} method may take it; else it closes the session
 * with 1007.
 */
public final class MessageValidationException extends InvalidMessageException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<Violation> violations;

	/**
	 * Creates an exception.
	 * @param violations what is wrong, at least one
	 */
	public MessageValidationException(List<Violation> violations) {
		super("The message is invalid: "
				+ violations.stream().map(Violation::message).collect(Collectors.joining(", ")),
				violations.get(0).path(), null);
		this.violations = List.copyOf(violations);
	}

	/**
	 * Returns what is wrong.
	 * @return all violations
	 */
	public List<Violation> violations() {
		return this.violations;
	}

	/**
	 * A constraint that a message breaks.
	 *
	 * @param path the field, such as {@code items[0].name}; an empty text for the whole
	 * message
	 * @param message what the constraint says
	 */
	public record Violation(String path, String message) {
	}

}
