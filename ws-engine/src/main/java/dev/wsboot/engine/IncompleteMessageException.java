package dev.wsboot.engine;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown where a message, or all messages of a session, are read as they come in, and the
 * rest will not come: the session is closing or has ended, or the peer has broken the
 * protocol or a limit.
 */
public final class IncompleteMessageException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient CloseStatus status;

	/**
	 * Creates an exception.
	 * @param status how the session ends
	 */
	public IncompleteMessageException(CloseStatus status) {
		super("The rest will not come, as the session is closed with " + status.code()
				+ (status.reason().isEmpty() ? "" : ": " + status.reason()));
		this.status = status;
	}

	/**
	 * Returns how the session ends: with the same status as
	 * {@link SessionHandler#onClose} is told.
	 * @return the status
	 */
	public CloseStatus status() {
		return this.status;
	}

}
