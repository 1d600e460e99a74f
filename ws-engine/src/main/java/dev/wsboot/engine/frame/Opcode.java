package dev.wsboot.engine.frame;

/**
 * All sixteen opcodes, the reserved ones included (RFC 6455 5.2). An immutable value.
 */
public enum Opcode {

	/** The next fragment of a message. */
	CONTINUATION,
	/** A text message, or its first fragment. */
	TEXT,
	/** A binary message, or its first fragment. */
	BINARY,
	/** Reserved for a data frame. */
	RESERVED_3,
	/** Reserved for a data frame. */
	RESERVED_4,
	/** Reserved for a data frame. */
	RESERVED_5,
	/** Reserved for a data frame. */
	RESERVED_6,
	/** Reserved for a data frame. */
	RESERVED_7,
	/** A Close frame. */
	CLOSE,
	/** A ping. */
	PING,
	/** A pong. */
	PONG,
	/** Reserved for a control frame. */
	RESERVED_11,
	/** Reserved for a control frame. */
	RESERVED_12,
	/** Reserved for a control frame. */
	RESERVED_13,
	/** Reserved for a control frame. */
	RESERVED_14,
	/** Reserved for a control frame. */
	RESERVED_15;

	private static final Opcode[] ALL = values();

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
		return ordinal();
	}

	/**
	 * Whether this is a control frame, known or reserved (RFC 6455 5.5).
	 * @return {@code true} from 8 on
	 */
	public boolean isControl() {
		return ordinal() >= 8;
	}

	/**
	 * Whether RFC 6455 gives this opcode no meaning.
	 * @return {@code true} for 3-7 and 11-15
	 */
	public boolean isReserved() {
		return (ordinal() > 2 && ordinal() < 8) || ordinal() > 10;
	}

}
