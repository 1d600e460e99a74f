package dev.wsboot.test;

import java.nio.charset.StandardCharsets;

import dev.wsboot.engine.frame.Opcode;

/**
 * What a {@link WsTestClient} can do to a server that a decent client does not: write and
 * read at a pace that the test sets, cut the connection at a chosen byte, vanish, and
 * flood. Nothing here sleeps. For one thread, that of its client.
 */
public final class ClientFaults {

	private final RawConnection connection;

	private final FrameSender sender;

	private final FrameReceiver receiver;

	ClientFaults(RawConnection connection, FrameSender sender, FrameReceiver receiver) {
		this.connection = connection;
		this.sender = sender;
		this.receiver = receiver;
	}

	/**
	 * Prepares to send a text message a few bytes at a time.
	 * @param text the text
	 * @return what sends the bytes of its frame on demand
	 */
	public PacedSend pace(String text) {
		return this.connection.pace(this.sender.message(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Prepares to send one masked frame, legal or not, a few bytes at a time.
	 * @param fin whether it ends its message
	 * @param opcode 0 to 15
	 * @param payload the payload
	 * @return what sends its bytes on demand
	 */
	public PacedSend paceFrame(boolean fin, int opcode, byte... payload) {
		return this.connection.pace(this.sender.frame(fin, opcode, payload));
	}

	/**
	 * Reads exactly so many bytes off the connection, frame headers among them; the rest
	 * stays with the kernel, whose buffer fills. What is whole by then is there for the
	 * next expectations. These read on, as far as they have to and at most 16 KiB
	 * further.
	 * @param bytes their number
	 * @return this
	 * @throws AssertionError if fewer come in time
	 */
	public ClientFaults read(int bytes) {
		this.receiver.read(bytes);
		return this;
	}

	/**
	 * Cuts the connection with a TCP reset; behind {@link #read} or
	 * {@link PacedSend#next}, at the very byte.
	 */
	public void reset() {
		this.connection.reset();
	}

	/**
	 * Vanishes without a FIN: see {@link RawConnection#vanish}.
	 */
	public void vanish() {
		this.connection.vanish();
	}

	/**
	 * Sends pings as fast as the server takes them, and reads none of the pongs.
	 * @param count their number
	 * @return this
	 * @throws AssertionError if the server does not take them in time
	 */
	public ClientFaults floodWithPings(int count) {
		this.connection.flood(this.sender.frame(true, Opcode.PING.bits(), new byte[] { 'f' }), count);
		return this;
	}

	/**
	 * Sends the start of a text message and fragments of it, one character each, but not
	 * its end.
	 * @param count the number of fragments, the first one among them
	 * @return this
	 * @throws AssertionError if the server does not take them in time
	 */
	public ClientFaults floodWithFragments(int count) {
		byte[] character = { 'f' };
		this.connection.send(this.sender.frame(false, Opcode.TEXT.bits(), character));
		this.connection.flood(this.sender.frame(false, Opcode.CONTINUATION.bits(), character), count - 1);
		return this;
	}

}
