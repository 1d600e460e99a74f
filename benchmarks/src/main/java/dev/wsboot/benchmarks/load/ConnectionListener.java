package dev.wsboot.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a scenario does with one connection's events. Called by the thread of its run.
 */
interface ConnectionListener {

	/** The handshake is complete. */
	void opened() throws IOException;

	/**
	 * A piece of a message has come.
	 * @param data holds the piece, which is overwritten later; its position is not to be
	 * changed
	 * @param offset where it starts
	 * @param length its number of bytes
	 * @param position where it belongs in the message
	 */
	void piece(ByteBuffer data, int offset, int length, int position);

	/**
	 * A message is whole.
	 * @param now when it was read
	 */
	void message(long now);

	/** All messages of one read were told: the time to answer. */
	void readComplete() throws IOException;

	/** The server has closed the connection. */
	void ended() throws IOException;

}
