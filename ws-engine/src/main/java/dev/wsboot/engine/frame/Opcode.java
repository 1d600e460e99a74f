/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

/**
 * All sixteen opcodes, the reserved ones included (RFC 6455 5.2). An immutable value.
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
	 * Returns the opcode of a frame's first byte.
	 * @param firstByte of which the low four bits count
	 * @return the opcode
	 */
	public static Opcode of(int firstByte) {
		return ALL[firstByte & 0x0F];
	}

	/**
	 * Returns the four bits on the wire.
	 * @return 0 to 15
	 */
	public int bits() {
		return this.bits;
	}

	/**
	 * Whether this is a control frame, known or reserved (RFC 6455 5.5).
	 * @return {@code true} from 8 on
	 */
	public boolean isControl() {
		return this.bits >= 8;
	}

	/**
	 * Whether RFC 6455 gives this opcode no meaning.
	 * @return {@code true} for 3-7 and 11-15
	 */
	public boolean isReserved() {
		return (this.bits > 2 && this.bits < 8) || this.bits > 10;
	}

}
