/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

/**
 * All close codes: the codes named by RFC 6455 7.4.1 and the IANA registry, and the
 * ranges of RFC 6455 7.4.2 for all others. An immutable value.
 */
public enum CloseCode {

	/** The purpose of the connection is fulfilled. */
	NORMAL(1000),
	/** The server is stopping, or the browser leaves the page. */
	GOING_AWAY(1001),
	/** The peer violated the protocol. */
	PROTOCOL_ERROR(1002),
	/** The endpoint does not accept this type of data. */
	UNSUPPORTED_DATA(1003),
	/** The Close frame contained no code. Never sent, only reported. */
	NO_STATUS(1005),
	/**
	 * The connection ended without a Close frame. Never sent, only reported.
	 */
	ABNORMAL(1006),
	/**
	 * The payload does not fit the type of the message, such as text that is not UTF-8.
	 */
	INVALID_PAYLOAD(1007),
	/** The message violates a policy for which there is no other code. */
	POLICY_VIOLATION(1008),
	/** The message is too large for the receiver. */
	MESSAGE_TOO_BIG(1009),
	/** The client requires an extension that the server has not negotiated. */
	MANDATORY_EXTENSION(1010),
	/** The server encountered an unexpected condition. */
	INTERNAL_ERROR(1011),
	/** The server is restarting. */
	SERVICE_RESTART(1012),
	/** The server is overloaded; the client may try again later. */
	TRY_AGAIN_LATER(1013),
	/** A gateway received an invalid response from its upstream server. */
	BAD_GATEWAY(1014),
	/** The TLS handshake failed. Never sent, only reported. */
	TLS_HANDSHAKE(1015),
	/** 1004 and 1016 to 2999: reserved for the protocol and not assigned yet. */
	UNASSIGNED(-1),
	/** 3000 to 3999: registered by libraries and frameworks. */
	REGISTERED(-1),
	/** 4000 to 4999: private to the application. */
	APPLICATION(-1),
	/** Below 1000 or above 4999: never valid. */
	INVALID(-1);

	private static final CloseCode[] KNOWN = values();

	private final int value;

	CloseCode(int value) {
		this.value = value;
	}

	/**
	 * Returns the meaning of a number. Never fails.
	 * @param code any number
	 * @return the named code, or the range that the number lies in
	 */
	public static CloseCode of(int code) {
		for (CloseCode known : KNOWN) {
			if (known.value == code && code > 0) {
				return known;
			}
		}
		if (code < 1000 || code > 4999) {
			return INVALID;
		}
		if (code < 3000) {
			return UNASSIGNED;
		}
		return (code < 4000) ? REGISTERED : APPLICATION;
	}

	/**
	 * Returns whether a code of this kind may be sent in a Close frame (RFC 6455 7.4).
	 * @return {@code true} for 1000-1003, 1007-1014 and 3000-4999
	 */
	public boolean isSendable() {
		return switch (this) {
			case NO_STATUS, ABNORMAL, TLS_HANDSHAKE, UNASSIGNED, INVALID -> false;
			default -> true;
		};
	}

	/**
	 * Returns the number of a named code.
	 * @return the number, or -1 for a range
	 */
	public int value() {
		return this.value;
	}

}
