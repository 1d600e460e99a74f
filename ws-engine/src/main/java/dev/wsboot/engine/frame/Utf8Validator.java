/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.wsboot.engine.Violation;

/**
 * Checks that bytes in pieces of any size are UTF-8 (RFC 3629), and fails at the first
 * byte that makes the text invalid. Not safe for use by several threads.
 */
public final class Utf8Validator {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final long NON_ASCII = 0x8080808080808080L;

	/** Number of missing bytes of the current code point. */
	private int missing;

	/** Minimum value of the next byte of the current code point. */
	private int low = 0x80;

	/** Maximum value of the next byte of the current code point. */
	private int high = 0xBF;

	/**
	 * Checks the next piece.
	 * @param data the array with the piece
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @throws ProtocolException with 1007 if the text is not a prefix of valid UTF-8
	 */
	public void accept(byte[] data, int offset, int length) throws ProtocolException {
		int i = offset;
		int end = offset + length;
		while (i < end) {
			if (this.missing == 0) {
				while (i <= end - 8 && ((long) LONGS.get(data, i) & NON_ASCII) == 0) {
					i += 8;
				}
				// the last eight bytes, some of them a second time: faster than single
				// bytes
				if (i == end || (i > end - 8 && length >= 8 && ((long) LONGS.get(data, end - 8) & NON_ASCII) == 0)) {
					return;
				}
			}
			int next = data[i++] & 0xFF;
			if (this.missing == 0) {
				start(next);
			}
			else {
				proceed(next);
			}
		}
	}

	/**
	 * Checks the next piece in a buffer.
	 * @param data the buffer with the piece; its position is not used
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @throws ProtocolException with 1007 if the text is not a prefix of valid UTF-8
	 */
	public void accept(ByteBuffer data, int offset, int length) throws ProtocolException {
		int i = offset;
		int end = offset + length;
		while (i < end) {
			if (this.missing > 0) {
				proceed(data.get(i++) & 0xFF);
			}
			else if (i <= end - 8 && (data.getLong(i) & NON_ASCII) == 0) {
				i += 8;
			}
			else {
				start(data.get(i++) & 0xFF);
			}
		}
	}

	/**
	 * Ends the current text. The next byte belongs to another text.
	 * @throws ProtocolException with 1007 if the text ends inside a code point
	 */
	public void finish() throws ProtocolException {
		if (this.missing != 0) {
			throw invalid();
		}
	}

	private void start(int lead) throws ProtocolException {
		if (lead < 0x80) {
			return;
		}
		// RFC 3629 4: C0, C1 and E0/F0 with a small second byte are overlong, ED with a
		// large one is a surrogate, F4 with a large one and F5 and over lie beyond
		// U+10FFFF
		if (lead < 0xC2 || lead > 0xF4) {
			throw invalid();
		}
		this.missing = (lead < 0xE0) ? 1 : (lead < 0xF0) ? 2 : 3;
		this.low = (lead == 0xE0) ? 0xA0 : (lead == 0xF0) ? 0x90 : 0x80;
		this.high = (lead == 0xED) ? 0x9F : (lead == 0xF4) ? 0x8F : 0xBF;
	}

	private void proceed(int next) throws ProtocolException {
		if (next < this.low || next > this.high) {
			throw invalid();
		}
		this.missing--;
		this.low = 0x80;
		this.high = 0xBF;
	}

	private static ProtocolException invalid() {
		return new ProtocolException(Violation.INVALID_UTF8);
	}

}
