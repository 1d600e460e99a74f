package dev.wsboot.benchmarks.load;

import dev.wsboot.engine.frame.ProtocolException;

/**
 * Finds the messages in what one connection receives. Called by the thread of its run.
 */
interface Receiver {

	/**
	 * Takes the next bytes.
	 * @param data holds them; they may be overwritten afterwards
	 * @param offset where they start
	 * @param length how many they are
	 * @param now when they were read
	 * @throws ProtocolException if they are not what a server may send
	 */
	void receive(byte[] data, int offset, int length, long now) throws ProtocolException;

}
