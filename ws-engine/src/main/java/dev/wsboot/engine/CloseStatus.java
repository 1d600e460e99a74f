/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The status of a closed session: a close code and a reason (RFC 6455 7.1.5 and 7.1.6).
 * An immutable value.
 *
 * @param code the close code; 1005 and 1006 are never sent, only reported
 * @param reason a text of at most 123 bytes in UTF-8, possibly empty
 */
public record CloseStatus(int code, String reason) {

	/** 1000: the purpose of the connection is fulfilled. */
	public static final CloseStatus NORMAL = of(CloseCode.NORMAL);

	/** 1001: the server is stopping, or the browser leaves the page. */
	public static final CloseStatus GOING_AWAY = of(CloseCode.GOING_AWAY);

	/** 1005: the peer's Close frame contained no code. */
	public static final CloseStatus NO_STATUS = of(CloseCode.NO_STATUS);

	/** 1006: the connection ended without a Close frame. */
	public static final CloseStatus ABNORMAL = of(CloseCode.ABNORMAL);

	/** 3000: the client's authentication has expired. */
	public static final CloseStatus EXPIRED = of(3000, "Expired");

	private static final int MAX_REASON_BYTES = 123;

	/**
	 * Creates a status.
	 * @throws IllegalArgumentException if the code is not between 1000 and 4999, or the
	 * reason is too long
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
	 * @throws IllegalArgumentException if the constant stands for a range
	 */
	public static CloseStatus of(CloseCode code) {
		return new CloseStatus(code.value(), "");
	}

	/**
	 * Returns a status without a reason.
	 * @param code a number between 1000 and 4999
	 * @return the status
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public static CloseStatus of(int code) {
		return new CloseStatus(code, "");
	}

	/**
	 * Returns a status with a reason.
	 * @param code a named code
	 * @param reason at most 123 bytes in UTF-8
	 * @return the status
	 * @throws IllegalArgumentException if the constant stands for a range, or the reason
	 * is too long
	 */
	public static CloseStatus of(CloseCode code, String reason) {
		return new CloseStatus(code.value(), reason);
	}

	/**
	 * Returns a status with a reason.
	 * @param code a number between 1000 and 4999
	 * @param reason at most 123 bytes in UTF-8
	 * @return the status
	 * @throws IllegalArgumentException if the number is out of range, or the reason is
	 * too long
	 */
	public static CloseStatus of(int code, String reason) {
		return new CloseStatus(code, reason);
	}

	/**
	 * Returns a status with this code and another reason.
	 * @param text at most 123 bytes in UTF-8
	 * @return the status
	 * @throws IllegalArgumentException if the reason is too long
	 */
	public CloseStatus withReason(String text) {
		return new CloseStatus(this.code, text);
	}

	/**
	 * Returns the meaning of the code.
	 * @return the named code, or the range that the number lies in
	 */
	public CloseCode kind() {
		return CloseCode.of(this.code);
	}

}
