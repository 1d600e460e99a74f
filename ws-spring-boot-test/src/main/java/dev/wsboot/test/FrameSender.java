/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.security.SecureRandom;

import org.jspecify.annotations.Nullable;

import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.MessageDeflater;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;

/**
 * The outbound side of a client: masks frames, compresses messages, and records whether a
 * Close frame was sent. Not thread-safe.
 */
final class FrameSender implements AutoCloseable {

	private static final SecureRandom RANDOM = new SecureRandom();

	/** The default compression level of zlib. */
	private static final int LEVEL = 6;

	private final RawConnection connection;

	/** Compresses messages; {@code null} if compression was not negotiated. */
	private final @Nullable MessageDeflater deflater;

	private boolean closeSent;

	FrameSender(RawConnection connection, @Nullable DeflateAgreement deflate) {
		this.connection = connection;
		this.deflater = (deflate != null) ? deflater(deflate) : null;
	}

	private static MessageDeflater deflater(DeflateAgreement agreed) {
		int windowBits = agreed.ourWindowBits();
		return agreed.ourTakeover() ? MessageDeflater.withTakeover(LEVEL, windowBits)
				: MessageDeflater.withoutTakeover(windowBits, ZipPool.ofDeflaters(LEVEL, 0));
	}

	/** Returns the bytes of a masked frame. */
	byte[] frame(boolean fin, int opcode, byte[] payload) {
		Opcode kind = Opcode.of(opcode);
		if (kind == Opcode.CLOSE) {
			this.closeSent = true;
		}
		return FrameEncoder.encodeMasked(fin, kind, payload, RANDOM.nextInt());
	}

	/**
	 * Returns a message in one frame, which is compressed if that was negotiated and
	 * makes the message smaller.
	 */
	byte[] message(Opcode opcode, byte[] payload) {
		byte[] deflated = (this.deflater != null) ? this.deflater.deflate(payload) : null;
		if (deflated == null) {
			return frame(true, opcode.bits(), payload);
		}
		byte[] frame = frame(true, opcode.bits(), deflated);
		frame[0] = FrameEncoder.compressed(frame[0]);
		return frame;
	}

	void send(Opcode opcode, byte[] payload) {
		this.connection.send(frame(true, opcode.bits(), payload));
	}

	boolean isCloseSent() {
		return this.closeSent;
	}

	@Override
	public void close() {
		if (this.deflater != null) {
			this.deflater.close();
		}
	}

}
