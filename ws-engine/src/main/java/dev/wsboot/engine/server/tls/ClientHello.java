/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.wsboot.engine.server.memory.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * Finds the requested server name (RFC 6066 3) in the first message of a TLS client (RFC
 * 8446 4.1.2). Accepts any split of the input and reads each byte once. The engine checks
 * the message afterwards, so an illegal one is taken for nameless here. Confined to the
 * event loop.
 */
final class ClientHello {

	/** The longest message that is read; messages of browsers have some 2 KB. */
	private static final int MAX_SIZE = 16 * 1024;

	/**
	 * The most bytes of records that are read. Only a message in records of a byte or two
	 * needs more, which no client sends.
	 */
	static final int MAX_RECORDS_SIZE = 32 * 1024;

	private static final int RECORD_HEADER = 5;

	private static final int MESSAGE_HEADER = 4;

	private static final byte CLIENT_HELLO = 1;

	/** The part of the message that has come. */
	private byte[] message = new byte[512];

	/** The number of bytes of the message that have come. */
	private int size;

	/** The number of bytes of the records that were read. */
	private int position;

	/** The number of bytes of the record at {@link #position} that are still to come. */
	private int recordLeft;

	/** True if the name is known, or it is known that there is none. */
	private boolean complete;

	private @Nullable String serverName;

	/**
	 * Reads the bytes that have come since the last call.
	 * @param records all bytes from the first record on, which stay unchanged
	 * @return whether the name is known, or it is known that there is none
	 */
	boolean read(ByteBuffer records) {
		int start = records.position();
		ByteBuffer input = records.duplicate();
		input.position(start + this.position);
		while (!this.complete && input.remaining() >= ((this.recordLeft > 0) ? 1 : RECORD_HEADER)) {
			if (this.recordLeft == 0) {
				readRecordHeader(input);
			}
			else {
				readMessage(input);
			}
		}
		this.position = input.position() - start;
		if (!this.complete && records.remaining() >= MAX_RECORDS_SIZE) {
			complete(null);
		}
		return this.complete;
	}

	/** Returns the name, or {@code null} if there is none. */
	@Nullable String serverName() {
		return this.serverName;
	}

	/** Returns the bytes of the heap that the message occupies. */
	int heldBytes() {
		return Footprint.array(this.message.length);
	}

	private void complete(@Nullable String name) {
		this.complete = true;
		this.serverName = name;
	}

	private void readRecordHeader(ByteBuffer input) {
		byte type = input.get();
		input.getShort();
		int length = input.getShort() & 0xFFFF;
		if (type != TlsRecords.HANDSHAKE || length == 0 || length > MAX_SIZE) {
			complete(null);
		}
		this.recordLeft = length;
	}

	private void readMessage(ByteBuffer input) {
		int wanted = (this.size < MESSAGE_HEADER) ? MESSAGE_HEADER : messageLength();
		int here = Math.min(wanted - this.size, Math.min(this.recordLeft, input.remaining()));
		if (this.size + here > this.message.length) {
			this.message = Arrays.copyOf(this.message, Math.min(MAX_SIZE, Math.max(this.size + here, 2 * this.size)));
		}
		input.get(this.message, this.size, here);
		this.size += here;
		this.recordLeft -= here;
		if (this.message[0] != CLIENT_HELLO || (this.size >= MESSAGE_HEADER && messageLength() > MAX_SIZE)) {
			complete(null);
		}
		else if (this.size >= MESSAGE_HEADER && this.size == messageLength()) {
			complete(parse(ByteBuffer.wrap(this.message, 0, this.size)));
		}
	}

	/** Returns the length of the message with its header, all of which has come. */
	private int messageLength() {
		return MESSAGE_HEADER
				+ ((this.message[1] & 0xFF) << 16 | (this.message[2] & 0xFF) << 8 | (this.message[3] & 0xFF));
	}

	private static @Nullable String parse(ByteBuffer message) {
		try {
			// type, length, version, random
			message.position(MESSAGE_HEADER + 2 + 32);
			// session id, cipher suites, compression methods
			skip(message, message.get() & 0xFF);
			skip(message, message.getShort() & 0xFFFF);
			skip(message, message.get() & 0xFF);
			int end = (message.getShort() & 0xFFFF) + message.position();
			while (message.position() < end) {
				int type = message.getShort();
				int length = message.getShort() & 0xFFFF;
				if (type == 0) {
					return serverName(message);
				}
				skip(message, length);
			}
		}
		catch (RuntimeException ex) {
			// ends before it should
		}
		return null;
	}

	/** Reads a list of types and names, with a single type (RFC 6066 3). */
	private static @Nullable String serverName(ByteBuffer message) {
		message.getShort();
		if (message.get() != 0) {
			return null;
		}
		byte[] name = new byte[message.getShort() & 0xFFFF];
		message.get(name);
		return new String(name, StandardCharsets.US_ASCII);
	}

	private static void skip(ByteBuffer message, int bytes) {
		message.position(message.position() + bytes);
	}

}
