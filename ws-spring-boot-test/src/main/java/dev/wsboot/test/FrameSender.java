package dev.wsboot.test;

import java.security.SecureRandom;

import org.jspecify.annotations.Nullable;

import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.MessageDeflater;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;

/**
 * The client's way out: masks frames, compresses messages, and knows whether a Close
 * frame has gone. For one thread.
 */
final class FrameSender implements AutoCloseable {

	private static final SecureRandom RANDOM = new SecureRandom();

	/** The level of zlib's own choice. */
	private static final int LEVEL = 6;

	private final RawConnection connection;

	/** Compresses what is sent, if that was agreed. */
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

	/** Returns a masked frame, which is to be sent in whatever pieces. */
	byte[] frame(boolean fin, int opcode, byte[] payload) {
		Opcode kind = Opcode.of(opcode);
		if (kind == Opcode.CLOSE) {
			this.closeSent = true;
		}
		return FrameEncoder.encodeMasked(fin, kind, payload, RANDOM.nextInt());
	}

	/** Returns a message in one frame, compressed where that is agreed and of use. */
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
