/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

/**
 * A rule of the protocol or a limit that a peer has violated. An immutable value.
 */
public enum Violation {

	/** The opcode of a frame is 3 to 7 or 11 to 15 (RFC 6455 5.2). */
	RESERVED_OPCODE(CloseCode.PROTOCOL_ERROR, "Reserved opcode"),

	/** RSV2 or RSV3 of a frame is set (RFC 6455 5.2). */
	RESERVED_BIT(CloseCode.PROTOCOL_ERROR, "Reserved bit is set"),

	/**
	 * RSV1 is set without permessage-deflate, or on a frame that does not begin a data
	 * message (RFC 7692 6).
	 */
	UNEXPECTED_RSV1(CloseCode.PROTOCOL_ERROR, "RSV1 is set"),

	/** A control frame does not have FIN set (RFC 6455 5.5). */
	FRAGMENTED_CONTROL_FRAME(CloseCode.PROTOCOL_ERROR, "Control frame is fragmented"),

	/** A frame of a client is not masked (RFC 6455 5.1). */
	UNMASKED_FRAME(CloseCode.PROTOCOL_ERROR, "Frame is not masked"),

	/** A frame of a server is masked (RFC 6455 5.1). */
	MASKED_FRAME(CloseCode.PROTOCOL_ERROR, "Frame is masked"),

	/** A control frame has more than 125 bytes of payload (RFC 6455 5.5). */
	CONTROL_FRAME_TOO_LONG(CloseCode.PROTOCOL_ERROR, "Control frame is over 125 bytes"),

	/** The most significant bit of a 64-bit length is set (RFC 6455 5.2). */
	LENGTH_TOP_BIT(CloseCode.PROTOCOL_ERROR, "Length has its top bit set"),

	/** A length takes more bytes than it needs (RFC 6455 5.2). */
	LENGTH_NOT_SHORTEST(CloseCode.PROTOCOL_ERROR, "Length is not in its shortest form"),

	/** A frame is larger than the limit (RFC 6455 10.4). */
	FRAME_TOO_BIG(CloseCode.MESSAGE_TOO_BIG, "Frame is too big"),

	/** A message is larger than the limit (RFC 6455 10.4). */
	MESSAGE_TOO_BIG(CloseCode.MESSAGE_TOO_BIG, "Message is too big"),

	/** A message has more fragments than the limit (RFC 6455 10.4). */
	TOO_MANY_FRAGMENTS(CloseCode.POLICY_VIOLATION, "Message has too many fragments"),

	/** A continuation frame does not belong to any message (RFC 6455 5.4). */
	UNEXPECTED_CONTINUATION(CloseCode.PROTOCOL_ERROR, "Continuation without a message"),

	/** A message begins before the last fragment of another one (RFC 6455 5.4). */
	INTERLEAVED_MESSAGE(CloseCode.PROTOCOL_ERROR, "New message inside a fragmented one"),

	/** A text message or the reason of a Close frame is not UTF-8 (RFC 6455 8.1). */
	INVALID_UTF8(CloseCode.INVALID_PAYLOAD, "Text is not valid UTF-8"),

	/** A compressed message is not valid DEFLATE data, or incomplete (RFC 7692 7.2.2). */
	INVALID_DEFLATE(CloseCode.INVALID_PAYLOAD, "Compressed message is not valid"),

	/** The payload of a Close frame is a single byte (RFC 6455 5.5.1). */
	TRUNCATED_CLOSE_CODE(CloseCode.PROTOCOL_ERROR, "Close frame has a truncated code"),

	/** A Close frame has a code that no endpoint may send (RFC 6455 7.4). */
	INVALID_CLOSE_CODE(CloseCode.PROTOCOL_ERROR, "Close code must not be sent"),

	/** A connection of a proxy begins without a valid header of the PROXY protocol. */
	INVALID_PROXY_HEADER(CloseCode.PROTOCOL_ERROR, "No header of the PROXY protocol");

	private final CloseCode code;

	private final String reason;

	Violation(CloseCode code, String reason) {
		this.code = code;
		this.reason = reason;
	}

	/**
	 * Returns the code with which the connection is closed.
	 * @return a code that may be sent
	 */
	public CloseCode code() {
		return this.code;
	}

	/**
	 * Returns the default reason of the Close frame.
	 * @return a phrase without input of the peer
	 */
	public String reason() {
		return this.reason;
	}

}
