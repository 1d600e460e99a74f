/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

/**
 * All sixteen opcodes, including the reserved ones (RFC 6455 5.2). An immutable value.
 */
public enum Opcode {

	/** The next fragment of a message. */
	CONTINUATION(0),
	/** A text message, or its first fragment. */
	TEXT(1),
	/** A binary message, or its first fragment. */
	BINARY(2),
	/** Reserved for a data frame. */
	RESERVED_3(3),
	/** Reserved for a data frame. */
	RESERVED_4(4),
	/** Reserved for a data frame. */
	RESERVED_5(5),
	/** Reserved for a data frame. */
	RESERVED_6(6),
	/** Reserved for a data frame. */
	RESERVED_7(7),
	/** A Close frame. */
	CLOSE(8),
	/** A ping. */
	PING(9),
	/** A pong. */
	PONG(10),
	/** Reserved for a control frame. */
	RESERVED_11(11),
	/** Reserved for a control frame. */
	RESERVED_12(12),
	/** Reserved for a control frame. */
	RESERVED_13(13),
	/** Reserved for a control frame. */
	RESERVED_14(14),
	/** Reserved for a control frame. */
	RESERVED_15(15);

	private static final Opcode[] ALL = values();

	private final int bits;

	Opcode(int bits) {
		this.bits = bits;
	}

	/**
	 * Returns the opcode in the first byte of a frame.
	 * @param firstByte the first byte, whose low four bits are the opcode
	 * @return the opcode
	 */
	public static Opcode of(int firstByte) {
		return ALL[firstByte & 0x0F];
	}

	/**
	 * Returns the value of the opcode on the wire.
	 * @return a number from 0 to 15
	 */
	public int bits() {
		return this.bits;
	}

	/**
	 * Returns true if frames with this opcode are control frames, known or reserved (RFC
	 * 6455 5.5).
	 * @return whether the value is 8 or more
	 */
	public boolean isControl() {
		return this.bits >= 8;
	}

	/**
	 * Returns true if RFC 6455 reserves this opcode for future use.
	 * @return whether the value is 3 to 7 or 11 to 15
	 */
	public boolean isReserved() {
		return (this.bits > 2 && this.bits < 8) || this.bits > 10;
	}

}
