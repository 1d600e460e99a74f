package dev.wsboot.engine.server;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * What is sent on a connection while the event loop is at the bytes that it has read from
 * it: frames are encoded one behind the other, and written at once. One for each loop, as
 * only one connection is read at a time. Confined to the loop.
 */
final class Gathering {

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(WriteBuffers.SIZE);

	private int messages;

	private @Nullable SendOutcome outcomes;

	/** The queue that gathers now. */
	@Nullable OutboundQueue queue;

	void start(OutboundQueue queue) {
		this.queue = queue;
		this.buffer.clear();
		this.messages = 0;
		this.outcomes = null;
	}

	boolean hasRoom(int payloadLength) {
		return FrameEncoder.headerLength(payloadLength) + payloadLength <= this.buffer.remaining();
	}

	/**
	 * Adds a message. There must be room for it.
	 * @return its outcome, which is also that of the messages before it to which nobody
	 * has attached code
	 */
	CompletionStage<Void> add(Opcode opcode, ByteBuffer payload) {
		int length = payload.remaining();
		FrameEncoder.putHeader(this.buffer, FrameEncoder.firstByte(true, opcode), length);
		this.buffer.put(this.buffer.position(), payload, payload.position(), length);
		this.buffer.position(this.buffer.position() + length);
		return added();
	}

	/**
	 * Adds a message. There must be room for it.
	 * @return its outcome, as above
	 */
	CompletionStage<Void> add(Opcode opcode, byte[] payload) {
		FrameEncoder.putHeader(this.buffer, FrameEncoder.firstByte(true, opcode), payload.length);
		this.buffer.put(payload);
		return added();
	}

	private CompletionStage<Void> added() {
		this.messages++;
		SendOutcome outcome = this.outcomes;
		if (outcome == null || outcome.isSeen()) {
			outcome = new SendOutcome(outcome);
			this.outcomes = outcome;
		}
		return outcome;
	}

	/** Adds a pong, of which nobody asks what becomes of it. */
	void addPong(byte[] payload) {
		FrameEncoder.putHeader(this.buffer, FrameEncoder.firstByte(true, Opcode.PONG), payload.length);
		this.buffer.put(payload);
	}

	/** Ends gathering. */
	ByteBuffer finish() {
		this.queue = null;
		return this.buffer.flip();
	}

	int messages() {
		return this.messages;
	}

	/** Those who are to be told, or {@code null} if nobody is. */
	@Nullable SendOutcome outcomes() {
		SendOutcome all = this.outcomes;
		this.outcomes = null;
		return all;
	}

}
