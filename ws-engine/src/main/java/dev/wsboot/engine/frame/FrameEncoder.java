/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;

/**
 * Encodes frames (RFC 6455 5.2). Stateless.
 */
public final class FrameEncoder {

	private static final int MASK_BIT = 0x80;

	private static final int RSV1 = 0x40;

	private FrameEncoder() {
	}

	/**
	 * Returns a frame's first byte.
	 * @param fin whether it ends its message
	 * @param opcode the opcode
	 * @return the byte
	 */
	public static byte firstByte(boolean fin, Opcode opcode) {
		return (byte) ((fin ? 0x80 : 0) | opcode.bits());
	}

	/**
	 * Sets RSV1, as the first frame of a compressed message has it (RFC 7692 6).
	 * @param firstByte a frame's first byte
	 * @return the byte
	 */
	public static byte compressed(byte firstByte) {
		return (byte) (firstByte | RSV1);
	}

	/**
	 * Returns the length of an unmasked frame's header.
	 * @param payloadLength the payload's number of bytes
	 * @return 2, 4 or 10
	 */
	public static int headerLength(int payloadLength) {
		return (payloadLength <= 125) ? 2 : (payloadLength <= 0xFFFF) ? 4 : 10;
	}

	/**
	 * Puts an unmasked frame's header, the length in its shortest form.
	 * @param target gets the header; big-endian, as a new buffer is
	 * @param firstByte see {@link #firstByte}
	 * @param payloadLength the payload's number of bytes
	 */
	public static void putHeader(ByteBuffer target, byte firstByte, int payloadLength) {
		target.put(firstByte);
		if (payloadLength <= 125) {
			target.put((byte) payloadLength);
		}
		else if (payloadLength <= 0xFFFF) {
			target.put((byte) 126).putShort((short) payloadLength);
		}
		else {
			target.put((byte) 127).putLong(payloadLength);
		}
	}

	/**
	 * Encodes a whole frame as a server sends it.
	 * @param fin whether it ends its message
	 * @param opcode the opcode
	 * @param payload the payload
	 * @return the frame
	 */
	public static byte[] encode(boolean fin, Opcode opcode, byte[] payload) {
		int headerLength = headerLength(payload.length);
		byte[] frame = new byte[headerLength + payload.length];
		putHeader(ByteBuffer.wrap(frame), firstByte(fin, opcode), payload.length);
		System.arraycopy(payload, 0, frame, headerLength, payload.length);
		return frame;
	}

	/**
	 * Encodes a whole frame as a client sends it (RFC 6455 5.3).
	 * @param fin whether it ends its message
	 * @param opcode the opcode
	 * @param payload the payload, left as it is
	 * @param maskingKey a key that nobody can predict
	 * @return the frame
	 */
	public static byte[] encodeMasked(boolean fin, Opcode opcode, byte[] payload, int maskingKey) {
		int headerLength = headerLength(payload.length);
		byte[] frame = new byte[headerLength + 4 + payload.length];
		putHeader(ByteBuffer.wrap(frame), firstByte(fin, opcode), payload.length);
		frame[1] |= (byte) MASK_BIT;
		for (int i = 0; i < 4; i++) {
			frame[headerLength + i] = (byte) (maskingKey >>> (24 - 8 * i));
		}
		System.arraycopy(payload, 0, frame, headerLength + 4, payload.length);
		Masking.apply(ByteBuffer.wrap(frame), headerLength + 4, payload.length, maskingKey, 0);
		return frame;
	}

}
