package dev.wsboot.engine.server.compression;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import org.jspecify.annotations.Nullable;

/**
 * A message of a session whose deflater keeps its context: deflated only when the queue's
 * writer has come to it, since that is the order on the wire, and nothing is dropped any
 * more. Owned like any other frame.
 */
final class LazilyDeflatedFrame extends OutboundFrame {

	/** {@code null} once the message is deflated. */
	private @Nullable SessionCompression deflation;

	/** As long as it waits it occupies that much, whatever it shrinks to. */
	private final int accounted;

	/**
	 * What counts the deflated payload, which is this connection's alone while the plain
	 * one is shared; {@code null} while there is none.
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
