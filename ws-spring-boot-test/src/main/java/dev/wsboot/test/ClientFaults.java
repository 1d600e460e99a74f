/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.nio.charset.StandardCharsets;

import dev.wsboot.engine.frame.Opcode;

/**
 * Faults of a {@link WsTestClient} that a well-behaved client does not have: writing and
 * reading at a pace set by the test, cutting the connection at a chosen byte, vanishing,
 * and flooding. No method sleeps. Confined to the thread of the client.
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
	 * @return the send, whose bytes are sent on demand
	 */
	public PacedSend pace(String text) {
		return this.connection.pace(this.sender.message(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Prepares to send one masked frame, valid or not, a few bytes at a time.
	 * @param fin whether the frame is the last one of its message
	 * @param opcode 0 to 15
	 * @param payload the payload
	 * @return the send, whose bytes are sent on demand
	 */
	public PacedSend paceFrame(boolean fin, int opcode, byte... payload) {
		return this.connection.pace(this.sender.frame(fin, opcode, payload));
	}

	/**
	 * Reads an exact number of bytes from the connection, including frame headers.
	 * Further bytes stay in the buffer of the kernel, which fills up. Complete messages
	 * among the bytes are returned by the next expectations, which read at most 16 KiB
	 * beyond the bytes that they need.
	 * @param bytes the number of bytes
	 * @return this
	 * @throws AssertionError if fewer bytes arrive in time
	 */
	public ClientFaults read(int bytes) {
		this.receiver.read(bytes);
		return this;
	}

	/**
	 * Cuts the connection with a TCP reset. After {@link #read} or
	 * {@link PacedSend#next}, the connection is cut at that exact byte.
	 */
	public void reset() {
		this.connection.reset();
	}

	/**
	 * Vanishes without a FIN (see {@link RawConnection#vanish}).
	 */
	public void vanish() {
		this.connection.vanish();
	}

	/**
	 * Sends pings as fast as the server accepts them, without reading the pongs.
	 * @param count the number of pings
	 * @return this
	 * @throws AssertionError if the server does not accept all of them in time
	 */
	public ClientFaults floodWithPings(int count) {
		this.connection.flood(this.sender.frame(true, Opcode.PING.bits(), new byte[] { 'f' }), count);
		return this;
	}

	/**
	 * Sends the fragments of an unfinished text message, one character each.
	 * @param count the number of fragments, including the first one
	 * @return this
	 * @throws AssertionError if the server does not accept all of them in time
	 */
	public ClientFaults floodWithFragments(int count) {
		byte[] character = { 'f' };
		this.connection.send(this.sender.frame(false, Opcode.TEXT.bits(), character));
		this.connection.flood(this.sender.frame(false, Opcode.CONTINUATION.bits(), character), count - 1);
		return this;
	}

}
