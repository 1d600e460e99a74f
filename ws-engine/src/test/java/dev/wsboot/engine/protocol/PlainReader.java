/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.Violation;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.ReadEvent.Kind;
import dev.wsboot.engine.protocol.Reading.Outcome;

/**
 * The same protocol once more, as plainly as can be, for {@link ProtocolFuzzTest} to
 * compare with: all bytes are there at once, and nothing has to be fast.
 */
final class PlainReader {

	private final Role role;

	private final MessageLimits limits;

	private final byte[] input;

	private int at;

	private final List<ReadEvent> events = new ArrayList<>();

	/** 0 while there is none. */
	private int messageOpcode;

	private int fragments;

	private ByteArrayOutputStream message = new ByteArrayOutputStream();

	private PlainReader(Role role, MessageLimits limits, byte[] input) {
		this.role = role;
		this.limits = limits;
		this.input = input;
	}

	/**
	 * Reads the input to its end, to a Close frame or to a violation.
	 */
	static Outcome read(Role role, MessageLimits limits, byte[] input) {
		PlainReader reader = new PlainReader(role, limits, input);
		int failCode = 0;
		Violation violation = null;
		try {
			while (reader.frame()) {
				// the next one
			}
			reader.at = input.length;
		}
		catch (EndOfInput ex) {
			reader.at = input.length;
		}
		catch (Failure ex) {
			failCode = ex.code;
			violation = ex.violation;
		}
		return new Outcome(reader.events, failCode, violation, reader.at);
	}

	private boolean frame() throws Failure, EndOfInput {
		int first = next();
		int opcode = first & 15;
		boolean fin = first >= 128;
		check(opcode <= 2 || (opcode >= 8 && opcode <= 10), 1002, Violation.RESERVED_OPCODE);
		check((first & 0x30) == 0, 1002, Violation.RESERVED_BIT);
		check((first & 0x40) == 0, 1002, Violation.UNEXPECTED_RSV1);
		check(opcode < 8 || fin, 1002, Violation.FRAGMENTED_CONTROL_FRAME);
		int second = next();
		check(second >= 128 || this.role == Role.CLIENT, 1002, Violation.UNMASKED_FRAME);
		check(second < 128 || this.role == Role.SERVER, 1002, Violation.MASKED_FRAME);
		long length = second & 127;
		check(opcode < 8 || length < 126, 1002, Violation.CONTROL_FRAME_TOO_LONG);
		if (length >= 126) {
			length = extendedLength((length == 126) ? 2 : 8);
		}
		check(length <= this.limits.maxFrameSize(), 1009, Violation.FRAME_TOO_BIG);
		int[] key = new int[4];
		if (this.role == Role.SERVER) {
			for (int i = 0; i < 4; i++) {
				key[i] = next();
			}
		}
		return (opcode < 8) ? data(fin, opcode, (int) length, key) : control(opcode, (int) length, key);
	}

	private long extendedLength(int bytes) throws Failure, EndOfInput {
		long length = 0;
		for (int i = 0; i < bytes; i++) {
			int next = next();
			check(bytes == 2 || i > 0 || next < 128, 1002, Violation.LENGTH_TOP_BIT);
			length = length * 256 + next;
		}
		check(length > ((bytes == 2) ? 125 : 65535), 1002, Violation.LENGTH_NOT_SHORTEST);
		return length;
	}

	private boolean data(boolean fin, int opcode, int length, int[] key) throws Failure, EndOfInput {
		check(opcode != 0 || this.messageOpcode != 0, 1002, Violation.UNEXPECTED_CONTINUATION);
		check(opcode == 0 || this.messageOpcode == 0, 1002, Violation.INTERLEAVED_MESSAGE);
		if (opcode != 0) {
			this.messageOpcode = opcode;
		}
		this.fragments++;
		check(this.fragments <= this.limits.maxFragments(), 1008, Violation.TOO_MANY_FRAGMENTS);
		check(this.message.size() + length <= this.limits.maxMessageSize(), 1009, Violation.MESSAGE_TOO_BIG);
		for (int i = 0; i < length; i++) {
			this.message.write(next() ^ key[i % 4]);
			check(this.messageOpcode == 2 || mayBecomeUtf8(this.message.toByteArray()), 1007, Violation.INVALID_UTF8);
		}
		if (fin) {
			byte[] payload = this.message.toByteArray();
			check(this.messageOpcode == 2 || isUtf8(payload), 1007, Violation.INVALID_UTF8);
			this.events.add(ReadEvent.of((this.messageOpcode == 1) ? Kind.TEXT : Kind.BINARY, payload));
			this.messageOpcode = 0;
			this.fragments = 0;
			this.message = new ByteArrayOutputStream();
		}
		return true;
	}

	private boolean control(int opcode, int length, int[] key) throws Failure, EndOfInput {
		byte[] payload = new byte[length];
		for (int i = 0; i < length; i++) {
			payload[i] = (byte) (next() ^ key[i % 4]);
		}
		if (opcode != 8) {
			this.events.add(ReadEvent.of((opcode == 9) ? Kind.PING : Kind.PONG, payload));
			return true;
		}
		if (length == 0) {
			this.events.add(ReadEvent.of(CloseStatus.NO_STATUS));
			return false;
		}
		check(length > 1, 1002, Violation.TRUNCATED_CLOSE_CODE);
		int code = (payload[0] & 255) * 256 + (payload[1] & 255);
		check((code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999), 1002,
				Violation.INVALID_CLOSE_CODE);
		byte[] reason = Arrays.copyOfRange(payload, 2, length);
		check(isUtf8(reason), 1007, Violation.INVALID_UTF8);
		this.events.add(ReadEvent.of(new CloseStatus(code, new String(reason, StandardCharsets.UTF_8))));
		return false;
	}

	private int next() throws EndOfInput {
		if (this.at == this.input.length) {
			throw new EndOfInput();
		}
		return this.input[this.at++] & 255;
	}

	private static void check(boolean legal, int code, Violation violation) throws Failure {
		if (!legal) {
			throw new Failure(code, violation);
		}
	}

	private static boolean isUtf8(byte[] bytes) {
		CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
		CoderResult result = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.decode(ByteBuffer.wrap(bytes), chars, true);
		return result.isUnderflow();
	}

	/** Whether up to three more bytes could make it UTF-8. */
	private static boolean mayBecomeUtf8(byte[] bytes) {
		int[] seconds = { 0x80, 0x90, 0xA0 };
		byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
		if (isUtf8(bytes)) {
			return true;
		}
		for (int second : seconds) {
			longer[bytes.length] = (byte) second;
			for (int more = 0; more <= 2; more++) {
				byte[] candidate = Arrays.copyOf(longer, longer.length + more);
				Arrays.fill(candidate, longer.length, candidate.length, (byte) 0x80);
				if (isUtf8(candidate)) {
					return true;
				}
			}
		}
		return false;
	}

	@SuppressWarnings("serial")
	private static final class Failure extends Exception {

		private final int code;

		private final Violation violation;

		Failure(int code, Violation violation) {
			this.code = code;
			this.violation = violation;
		}

	}

	@SuppressWarnings("serial")
	private static final class EndOfInput extends Exception {

	}

}
