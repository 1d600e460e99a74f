/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;

/**
 * Encodes frames (RFC 6455 5.2). Stateless, so any thread may use it.
 */
public final class FrameEncoder {

	private static final int MASK_BIT = 0x80;

	private static final int RSV1 = 0x40;

	private FrameEncoder() {
	}

	/**
	 * Returns the first byte of a frame.
	 * @param fin whether the frame is the last one of its message
	 * @param opcode the opcode
	 * @return the first byte
	 */
	public static byte firstByte(boolean fin, Opcode opcode) {
		return (byte) ((fin ? 0x80 : 0) | opcode.bits());
	}

	/**
	 * Returns the first byte of a frame with RSV1 set, which marks the first frame of a
	 * compressed message (RFC 7692 6).
	 * @param firstByte the first byte of the frame
	 * @return the first byte with RSV1
	 */
	public static byte compressed(byte firstByte) {
		return (byte) (firstByte | RSV1);
	}

	/**
	 * Returns the length of the header of an unmasked frame.
	 * @param payloadLength the size of the payload in bytes
	 * @return 2, 4 or 10
	 */
	public static int headerLength(int payloadLength) {
		return (payloadLength <= 125) ? 2 : (payloadLength <= 0xFFFF) ? 4 : 10;
	}

	/**
	 * Writes the header of an unmasked frame, with the length in its shortest form.
	 * @param target the buffer for the header, with big-endian byte order
	 * @param firstByte the result of {@link #firstByte}
	 * @param payloadLength the size of the payload in bytes
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
	 * Encodes a complete frame of a server, which is not masked.
	 * @param fin whether the frame is the last one of its message
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
	 * Encodes a complete frame of a client, which is masked (RFC 6455 5.3).
	 * @param fin whether the frame is the last one of its message
	 * @param opcode the opcode
	 * @param payload the payload, which is not modified
	 * @param maskingKey an unpredictable key
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
