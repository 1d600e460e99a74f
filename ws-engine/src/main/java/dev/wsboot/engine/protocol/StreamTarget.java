package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;

/**
 * Takes a message piece by piece. Called by the thread that reads.
 */
public interface StreamTarget {

	/**
	 * Returns how much it can take at present.
	 * @return a number of bytes that does not become smaller, but by what it takes
	 */
	int room();

	/**
	 * Takes the next piece.
	 * @param data holds the piece, which is overwritten later; its position is not to be
	 * changed
	 * @param offset where it starts
	 * @param length its number of bytes, within {@link #room}
	 * @return whether to go on with the bytes behind it now
	 */
	boolean write(ByteBuffer data, int offset, int length);

	/**
	 * More has come than there is room for, or than one connection should have handled in
	 * one go: {@link ProtocolReader#receive} must be called again a little later, once
	 * there is room, even if no bytes come.
	 */
	void awaitRoom();

	/**
	 * The message is complete.
	 * @return whether to go on with the bytes behind it now
	 */
	boolean end();

	/** The rest will not come. */
	void abort();

}
