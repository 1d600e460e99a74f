/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.compression;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a message in a session whose deflater keeps its context. The payload is
 * deflated only when the writer of the queue takes the frame: this is the order on the
 * wire, and a taken frame is never dropped. Owned like any other frame.
 */
final class LazilyDeflatedFrame extends OutboundFrame {

	/** The compression of the session; {@code null} once the message is deflated. */
	private @Nullable SessionCompression deflation;

	/** Number of bytes counted while this frame is queued: its size before deflation. */
	private final int accounted;

	/**
	 * The account charged with the deflated payload, which belongs to this connection
	 * alone while the plain payload is shared; {@code null} if nothing is charged.
	 */
	private @Nullable MemoryAccount charged;

	LazilyDeflatedFrame(boolean text, byte[] payload, SessionCompression deflation) {
		super(Kind.MESSAGE, text ? Opcode.TEXT : Opcode.BINARY, payload, true);
		this.deflation = deflation;
		this.accounted = size();
	}

	@Override
	protected int accounted() {
		return this.accounted;
	}

	@Override
	protected int footprint() {
		return Footprint.LARGER_FRAME + details() + (isShared() ? 0 : Footprint.array(this.accounted));
	}

	@Override
	protected void copyTo(ByteBuffer target) {
		SessionCompression pending = this.deflation;
		if (pending != null) {
			this.deflation = null;
			byte[] deflated = pending.deflateInTurn(payload());
			if (deflated != null) {
				if (isShared()) {
					this.charged = pending.memory;
					this.charged.charge(Footprint.array(deflated.length));
				}
				deflated(deflated);
			}
		}
		super.copyTo(target);
	}

	@Override
	protected boolean growsWhenWritten() {
		return this.deflation != null && isShared();
	}

	@Override
	protected void complete(Executor elsewhere) {
		MemoryAccount memory = this.charged;
		if (memory != null) {
			this.charged = null;
			memory.release(Footprint.array(payload().length));
		}
		super.complete(elsewhere);
	}

}
