package dev.wsboot.engine;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Why a session ended: a close code and a reason (RFC 6455 7.1.5 and 7.1.6). An immutable
 * value.
 *
 * @param code the close code; 1005 and 1006 are only ever seen, never sent
 * @param reason a text of at most 123 bytes in UTF-8, possibly empty
 */
public record CloseStatus(int code, String reason) {

	/** 1000: the purpose of the connection is fulfilled. */
	public static final CloseStatus NORMAL = of(CloseCode.NORMAL);

	/** 1001: the server stops, or the browser leaves the page. */
	public static final CloseStatus GOING_AWAY = of(CloseCode.GOING_AWAY);

	/** 1005: the peer's Close frame held no code. */
	public static final CloseStatus NO_STATUS = of(CloseCode.NO_STATUS);

	/** 1006: the connection ended without a Close frame. */
	public static final CloseStatus ABNORMAL = of(CloseCode.ABNORMAL);

	private static final int MAX_REASON_BYTES = 123;

	/**
	 * Creates a status.
	 * @throws IllegalArgumentException for a code below 1000 or over 4999, and for a
	 * longer reason
	 */
	public CloseStatus {
		Objects.requireNonNull(reason, "'reason' must not be null");
		if (CloseCode.of(code) == CloseCode.INVALID) {
			throw new IllegalArgumentException("Close code " + code + " is not between 1000 and 4999");
		}
		// RFC 6455 5.5: a control frame carries at most 125 bytes, two of them the code
		if (reason.length() > MAX_REASON_BYTES || reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
			throw new IllegalArgumentException("Close reason is longer than 123 bytes in UTF-8");
		}
	}

	/**
	 * Returns a status without a reason.
	 * @param code a named code
	 * @return the status
	 * @throws IllegalArgumentException for a range
	 */
	public static CloseStatus of(CloseCode code) {
		return new CloseStatus(code.value(), "");
	}

	/**
	 * Returns a status without a reason.
	 * @param code a number between 1000 and 4999
	 * @return the status
	 * @throws IllegalArgumentException for another number
	 */
	public static CloseStatus of(int code) {
		return new CloseStatus(code, "");
	}

	/**
	 * Returns a status with a reason.
	 * @param code a named code
	 * @param reason at most 123 bytes in UTF-8
	 * @return the status
	 * @throws IllegalArgumentException for a range, and for a longer reason
	 */
	public static CloseStatus of(CloseCode code, String reason) {
		return new CloseStatus(code.value(), reason);
	}

	/**
	 * Returns a status with a reason.
	 * @param code a number between 1000 and 4999
	 * @param reason at most 123 bytes in UTF-8
	 * @return the status
	 * @throws IllegalArgumentException for another number, and for a longer reason
	 */
	public static CloseStatus of(int code, String reason) {
		return new CloseStatus(code, reason);
	}

	/**
	 * Returns this code with another reason.
	 * @param text at most 123 bytes in UTF-8
	 * @return the status
	 * @throws IllegalArgumentException if it is longer
	 */
	public CloseStatus withReason(String text) {
		return new CloseStatus(this.code, text);
	}

	/**
	 * Returns what the code means.
	 * @return the named code or the range of the number
	 */
	public CloseCode kind() {
		return CloseCode.of(this.code);
	}

}
