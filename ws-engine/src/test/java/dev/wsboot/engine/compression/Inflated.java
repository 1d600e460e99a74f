/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import dev.wsboot.engine.frame.ProtocolException;

/**
 * What a {@link MessageInflater} made of some payloads; bytes are read as ISO-8859-1.
 *
 * @param messages those that were whole
 * @param partial what was told of the one behind them
 * @param failCode the close code of the violation, 0 for none
 */
record Inflated(List<String> messages, String partial, int failCode) {

	/** All of the payload at once. */
	static final IntUnaryOperator WHOLE = (left) -> left;

	/** One byte after the other. */
	static final IntUnaryOperator BYTE_BY_BYTE = (left) -> 1;

	/**
	 * Inflates payloads.
	 * @param pieces says how large the next piece is, given the number of bytes left
	 */
	static Inflated of(MessageInflater inflater, List<byte[]> payloads, IntUnaryOperator pieces) {
		List<String> messages = new ArrayList<>();
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		try (inflater) {
			for (byte[] payload : payloads) {
				for (int from = 0; from < payload.length;) {
					int length = Math.min(pieces.applyAsInt(payload.length - from), payload.length - from);
					inflater.inflate(buffer(payload, from, length), 3, length, (data, offset, produced) -> {
						if (produced < 1) {
							throw new AssertionError("An empty piece");
						}
						message.writeBytes(bytes(data, offset, produced));
					});
					from += length;
				}
				inflater.finish();
				messages.add(text(message.toByteArray()));
				message.reset();
			}
			return new Inflated(messages, "", 0);
		}
		catch (ProtocolException ex) {
			return new Inflated(messages, text(message.toByteArray()), ex.status().code());
		}
	}

	/** Like a read buffer that holds other bytes before and behind. */
	private static ByteBuffer buffer(byte[] payload, int from, int length) {
		int around = length + 7;
		ByteBuffer buffer = (length % 2 == 0) ? ByteBuffer.allocate(around) : ByteBuffer.allocateDirect(around);
		buffer.put(3, payload, from, length);
		return buffer.position(1);
	}

	static byte[] bytes(ByteBuffer data, int offset, int length) {
		byte[] bytes = new byte[length];
		data.get(offset, bytes);
		return bytes;
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
