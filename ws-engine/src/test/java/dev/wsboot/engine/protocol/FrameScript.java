/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.Role;

/**
 * Random frames, most of them legal, some of them damaged.
 */
final class FrameScript {

	private static final String[] TEXTS = { "", "plain", "½", "∑", "𝄞", "twelve bytes", "mixed ½∑𝄞 text", "\u0000",
			"\uFFFF", "a".repeat(130) };

	private static final byte[] BAD = FrameNotation.bytes("80 C0 C1 C3 E0 E2 ED A0 9F F0 8F 90 F4 F5 FF 41");

	private static final int[] CODES = { 0, 999, 1000, 1001, 1003, 1004, 1005, 1006, 1007, 1014, 1015, 1016, 2999, 3000,
			4999, 5000, 65535 };

	private FrameScript() {
	}

	/**
	 * Makes up some bytes.
	 * @param role the side that reads them
	 */
	static byte[] random(Random random, Role role) {
		ByteArrayOutputStream script = new ByteArrayOutputStream();
		boolean inMessage = false;
		int frames = 1 + random.nextInt(10);
		for (int i = 0; i < frames; i++) {
			if (random.nextInt(4) == 0) {
				script.writeBytes(control(random, role));
				continue;
			}
			// mostly legal
			boolean continuation = (random.nextInt(40) == 0) != inMessage;
			boolean fin = random.nextInt(3) == 0;
			Opcode opcode = continuation ? Opcode.CONTINUATION : (random.nextInt(3) == 0) ? Opcode.BINARY : Opcode.TEXT;
			script.writeBytes(frame(random, role, fin, opcode, payload(random)));
			inMessage = !fin;
		}
		byte[] bytes = script.toByteArray();
		if (random.nextInt(3) == 0) {
			for (int i = random.nextInt(3); i >= 0; i--) {
				damage(random, bytes);
			}
		}
		return (random.nextInt(8) == 0) ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
	}

	private static byte[] control(Random random, Role role) {
		if (random.nextInt(4) != 0) {
			Opcode opcode = random.nextBoolean() ? Opcode.PING : Opcode.PONG;
			byte[] payload = new byte[random.nextInt(20) == 0 ? 126 : random.nextInt(126)];
			random.nextBytes(payload);
			return frame(random, role, random.nextInt(50) != 0, opcode, payload);
		}
		byte[] payload = new byte[random.nextInt(6)];
		if (payload.length > 1) {
			int code = CODES[random.nextInt(CODES.length)];
			payload[0] = (byte) (code >>> 8);
			payload[1] = (byte) code;
			for (int i = 2; i < payload.length; i++) {
				payload[i] = (random.nextInt(5) == 0) ? BAD[random.nextInt(BAD.length)] : (byte) 'r';
			}
		}
		return frame(random, role, true, Opcode.CLOSE, payload);
	}

	private static byte[] payload(Random random) {
		if (random.nextInt(30) == 0) {
			return new byte[random.nextInt(400)];
		}
		ByteArrayOutputStream payload = new ByteArrayOutputStream();
		for (int i = random.nextInt(3); i > 0; i--) {
			payload.writeBytes(FrameNotation.bytes('"' + TEXTS[random.nextInt(TEXTS.length)] + '"'));
		}
		if (random.nextInt(10) == 0) {
			payload.write(BAD[random.nextInt(BAD.length)]);
		}
		return payload.toByteArray();
	}

	private static byte[] frame(Random random, Role role, boolean fin, Opcode opcode, byte[] payload) {
		if (random.nextInt(100) == 0) {
			// a length that is too long, or not in its shortest form
			byte[] length = new byte[random.nextBoolean() ? 2 : 8];
			length[length.length - 1 - random.nextInt(2)] = (byte) random.nextInt();
			length[0] |= (byte) (random.nextBoolean() ? 0 : 0x80);
			ByteArrayOutputStream frame = new ByteArrayOutputStream();
			frame.write(FrameEncoder.firstByte(fin, opcode));
			frame.write(((length.length == 2) ? 126 : 127) | ((role == Role.SERVER) ? 0x80 : 0));
			frame.writeBytes(length);
			return frame.toByteArray();
		}
		boolean masked = (random.nextInt(200) == 0) != (role == Role.SERVER);
		return masked ? FrameEncoder.encodeMasked(fin, opcode, payload, random.nextInt())
				: FrameEncoder.encode(fin, opcode, payload);
	}

	private static void damage(Random random, byte[] bytes) {
		if (bytes.length > 0) {
			int at = random.nextInt(bytes.length);
			bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ (1 << random.nextInt(8)) : random.nextInt());
		}
	}

}
