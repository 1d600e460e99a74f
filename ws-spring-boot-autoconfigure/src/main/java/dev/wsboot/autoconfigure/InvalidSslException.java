package dev.wsboot.autoconfigure;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Says which of the {@code ws.ssl} properties keeps the server from speaking TLS, and
 * what to do.
 */
final class InvalidSslException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param message what is wrong, as a sentence
	 * @param action the cure, as a sentence
	 * @param cause what was thrown, or {@code null}
	 */
	InvalidSslException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
