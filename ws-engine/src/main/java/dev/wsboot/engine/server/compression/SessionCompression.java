package dev.wsboot.engine.server.compression;

import dev.wsboot.engine.Compression;
import dev.wsboot.engine.CompressionOptions;
import dev.wsboot.engine.ContextTakeover;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.compression.ContextBudget;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.MessageDeflater;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import org.jspecify.annotations.Nullable;

/**
 * permessage-deflate of one session: what was agreed, and who inflates and deflates.
 * Making frames is safe from any thread.
 * <p>
 * Without takeover, a message is deflated by the thread that sends it, before it is
 * queued. With takeover, each message refers to those before it on the wire, and an
 * overflow policy may still drop a message that is queued: so it is deflated by the
 * queue's writer when its turn has come.
 */
public final class SessionCompression {

	public final DeflateAgreement agreement;

	/** What the connection holds. */
	final MemoryAccount memory;

	private final CompressionResources resources;

	private final ZipPools pools;

	/** Keeps the context from message to message; owned by the queue's writer. */
	private final @Nullable MessageDeflater keeper;

	private boolean inputEnded;

	private boolean outputEnded;

	private SessionCompression(DeflateAgreement agreement, CompressionResources resources, ZipPools pools,
			MemoryAccount memory) {
		this.agreement = agreement;
		this.resources = resources;
		this.pools = pools;
		this.memory = memory;
		this.keeper = agreement.ourTakeover()
				? MessageDeflater.withTakeover(resources.options().level(), agreement.ourWindowBits()) : null;
	}

	/**
	 * Chooses compression, if both sides want it, and reserves memory for what the
	 * session keeps; {@link #endInput} and {@link #endOutput} give it back.
	 * @param request the request of the handshake, with what the client offers
	 * @param choice the choice of the handler
	 * @param resources what the sessions of the server share
	 * @param pools the pools of the session's event loop
	 * @param memory the account of the connection
	 * @return {@code null} for a session without compression
	 */
	public static @Nullable SessionCompression negotiate(HandshakeRequest request, Compression choice,
			CompressionResources resources, ZipPools pools, MemoryAccount memory) {
		CompressionOptions options = resources.options();
		boolean wanted = (choice == Compression.DEFAULT) ? options.enabled() : choice == Compression.ENABLED;
		DeflateAgreement agreement = wanted ? Handshaker.deflate(request, options.contextTakeover()) : null;
		if (agreement != null && !resources.budget().reserve(agreement.contextMemory())) {
			resources.counters().contextsRefused.increment();
			agreement = Handshaker.deflate(request, ContextTakeover.NONE);
		}
		return (agreement != null) ? new SessionCompression(agreement, resources, pools, memory) : null;
	}

	/**
	 * Returns what inflates the peer's messages. Confined to the event loop.
	 * @param max the largest message in bytes, inflated
	 */
	public MessageInflater inflater(int max) {
		return this.agreement.peerTakeover() ? MessageInflater.withTakeover(max, this.pools.chunk())
				: MessageInflater.withoutTakeover(max, this.pools.chunk(), this.pools.inflaters);
	}

	/** Whether messages of that size are worth the trouble. */
	public boolean wants(int size) {
		return size >= this.resources.options().minSize();
	}

	/**
	 * Makes the frame of a message.
	 */
	public OutboundFrame message(boolean text, byte[] payload) {
		if (!wants(payload.length)) {
			return OutboundFrame.message(text, payload);
		}
		if (this.keeper != null) {
			return new LazilyDeflatedFrame(text, payload, this);
		}
		byte[] deflated = deflate(payload);
		return (deflated != payload) ? OutboundFrame.deflatedMessage(text, deflated)
				: OutboundFrame.message(text, payload);
	}

	/**
	 * Makes the frame of a message that goes to many sessions: without takeover, it is
	 * deflated once for all of them that have the same window.
	 */
	public OutboundFrame message(PreparedMessage message) {
		byte[] payload = message.bytes();
		if (!wants(payload.length) || this.keeper != null) {
			return message(message.isText(), payload);
		}
		byte[] deflated = message.encoded(new Variant(this.resources.options().level(), this.agreement.ourWindowBits()),
				this::deflate);
		return (deflated != payload) ? OutboundFrame.deflatedMessage(message.isText(), deflated)
				: OutboundFrame.message(message.isText(), payload);
	}

	/** Returns the payload itself if it does not shrink. */
	private byte[] deflate(byte[] payload) {
		// a new one each time, as several threads may send
		try (MessageDeflater deflater = MessageDeflater.withoutTakeover(this.agreement.ourWindowBits(),
				this.pools.deflaters)) {
			this.resources.counters().deflations.increment();
			byte[] deflated = deflater.deflate(payload);
			return (deflated != null) ? deflated : payload;
		}
	}

	/**
	 * Deflates a message whose turn has come. Called by the queue's writer.
	 * @return {@code null} if it does not shrink
	 */
	byte @Nullable [] deflateInTurn(byte[] payload) {
		MessageDeflater present = this.keeper;
		if (present == null) {
			return null;
		}
		this.resources.counters().deflations.increment();
		return present.deflate(payload);
	}

	/**
	 * Nothing more comes in, and the inflater is closed. Confined to the event loop; may
	 * be called again.
	 */
	public void endInput() {
		if (!this.inputEnded) {
			this.inputEnded = true;
			this.resources.budget().release(this.agreement.peerTakeover() ? ContextBudget.INFLATER : 0);
		}
	}

	/**
	 * Nothing more is sent. Called by whoever has ended the queue, under its lock; may be
	 * called again.
	 */
	public void endOutput() {
		if (!this.outputEnded) {
			this.outputEnded = true;
			if (this.keeper != null) {
				this.keeper.close();
				this.resources.budget().release(ContextBudget.DEFLATER);
			}
		}
	}

	/**
	 * What the bytes of a deflated message depend on.
	 */
	private record Variant(int level, int windowBits) {
	}

}
