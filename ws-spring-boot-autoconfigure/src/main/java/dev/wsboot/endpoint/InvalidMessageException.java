package dev.wsboot.endpoint;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Says that a message could not be read as the type that its handler method asks for. An
 * {@link dev.wsboot.annotation.OnError} method may take it; else it closes the session
 * with 1007.
 */
public final class InvalidMessageException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what is wrong, without the payload
	 * @param cause what the codec has thrown, or {@code null}
	 */
	public InvalidMessageException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
