package dev.wsboot.engine.frame;

import java.io.Serial;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;

/**
 * The peer broke the protocol or a limit; the connection fails with the close code that
 * this exception carries (RFC 6455 7.1.7).
 */
public final class ProtocolException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient CloseStatus status;

	/**
	 * Creates an exception without a stack trace: hostile bytes are no fault of ours.
	 * @param code the close code
	 * @param reason tells the peer what was wrong, without quoting it
	 */
	public ProtocolException(CloseCode code, String reason) {
		super(reason, null, false, false);
		this.status = CloseStatus.of(code).withReason(reason);
	}

	/**
	 * Returns what to close the connection with.
	 * @return code and reason
	 */
	public CloseStatus status() {
		return this.status;
	}

}
