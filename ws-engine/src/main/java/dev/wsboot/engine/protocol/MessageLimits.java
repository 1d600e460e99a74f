package dev.wsboot.engine.protocol;

import dev.wsboot.engine.frame.Opcode;

/**
 * What a peer may send.
 *
 * @param maxFrameSize bytes of a frame
 * @param maxMessageSize bytes of a message
 * @param maxFragments fragments of a message
 * @param maxTextStream bytes of a text message that is told as it comes, whatever its
 * frames; 0 to tell whole ones
 * @param maxBinaryStream the same for binary messages
 */
public record MessageLimits(int maxFrameSize, int maxMessageSize, int maxFragments, long maxTextStream,
		long maxBinaryStream) {

	/**
	 * Creates limits of messages that are told as a whole.
	 * @param maxFrameSize bytes of a frame
	 * @param maxMessageSize bytes of a message
	 * @param maxFragments fragments of a message
	 */
	public MessageLimits(int maxFrameSize, int maxMessageSize, int maxFragments) {
		this(maxFrameSize, maxMessageSize, maxFragments, 0, 0);
	}

	/**
	 * Returns the same limits with messages that are told as they come.
	 * @param text bytes of a text message, 0 to tell whole ones
	 * @param binary bytes of a binary message, 0 to tell whole ones
	 * @return new limits
	 */
	public MessageLimits withStreams(long text, long binary) {
		return new MessageLimits(this.maxFrameSize, this.maxMessageSize, this.maxFragments, text, binary);
	}

	boolean streams() {
		return this.maxTextStream > 0 || this.maxBinaryStream > 0;
	}

	long maxStream(Opcode opcode) {
		return switch (opcode) {
			case TEXT -> this.maxTextStream;
			case BINARY -> this.maxBinaryStream;
			default -> 0;
		};
	}

}
