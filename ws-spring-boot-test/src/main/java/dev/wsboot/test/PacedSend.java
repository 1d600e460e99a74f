package dev.wsboot.test;

import java.util.Arrays;

/**
 * Bytes that go out a few at a time, on demand: a slow writer whose pace the test sets.
 * For one thread.
 */
public final class PacedSend {

	private final RawConnection connection;

	private final byte[] bytes;

	private int sent;

	PacedSend(RawConnection connection, byte[] bytes) {
		this.connection = connection;
		this.bytes = bytes.clone();
	}

	/**
	 * Sends the next bytes.
	 * @param count how many; if fewer are left, all of these
	 * @return this
	 */
	public PacedSend next(int count) {
		int end = Math.min(this.sent + count, this.bytes.length);
		this.connection.send(Arrays.copyOfRange(this.bytes, this.sent, end));
		this.sent = end;
		return this;
	}

	/**
	 * Sends all that is left, byte by byte.
	 * @return this
	 */
	public PacedSend byteByByte() {
		while (this.sent < this.bytes.length) {
			next(1);
		}
		return this;
	}

	/**
	 * Sends all that is left, at once.
	 */
	public void rest() {
		next(remaining());
	}

	/**
	 * Returns how much is left.
	 * @return the number of bytes that were not sent yet
	 */
	public int remaining() {
		return this.bytes.length - this.sent;
	}

	/**
	 * Cuts the connection with a TCP reset, behind the bytes that were sent.
	 */
	public void reset() {
		this.connection.reset();
	}

}
