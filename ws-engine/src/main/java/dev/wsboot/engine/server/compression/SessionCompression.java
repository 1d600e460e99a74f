/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.compression;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.compression.ContextBudget;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.MessageDeflater;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import org.jspecify.annotations.Nullable;

/**
 * The permessage-deflate extension (RFC 7692) of one session: the agreement with the
 * peer, and the objects that inflate and deflate. Creating frames is safe from any
 * thread.
 * <p>
 * Without context takeover, a message is deflated by the thread that sends it, before it
 * is queued. With takeover, each message refers to those before it on the wire, and an
 * overflow policy may still drop a queued message: so the writer of the queue deflates it
 * when it takes the frame.
 */
public final class SessionCompression {

	/** The agreement with the peer. */
	public final DeflateAgreement agreement;

	/** The memory account of the connection. */
	final MemoryAccount memory;

	private final CompressionResources resources;

	private final ZipPools pools;

	/**
	 * The deflater that keeps its context from message to message; {@code null} without
	 * takeover. Owned by the writer of the queue.
	 */
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
	 * Agrees on compression, if both sides want it, and reserves memory for the contexts
	 * that the session keeps; {@link #endInput} and {@link #endOutput} release it.
	 * @param request the request of the handshake, with the client's offers
	 * @param choice the choice of the handler
	 * @param resources the parts that all sessions of the server use
	 * @param pools the pools of the session's event loop
	 * @param memory the account of the connection
	 * @return the compression, or {@code null} for a session without compression
	 */
	public static @Nullable SessionCompression negotiate(HandshakeRequest request, Compression choice,
			CompressionResources resources, ZipPools pools, MemoryAccount memory) {
		CompressionOptions options = resources.options();
		boolean wanted = (choice == Compression.DEFAULT) ? options.enabled() : choice == Compression.ENABLED;
		DeflateAgreement agreement = wanted ? Handshaker.deflate(request, options.contextTakeover()) : null;
		if (agreement != null && !resources.budget().reserve(agreement.contextMemory())) {
			resources.counters().increment(WsCounter.CONTEXTS_REFUSED);
			agreement = Handshaker.deflate(request, ContextTakeover.NONE);
		}
		return (agreement != null) ? new SessionCompression(agreement, resources, pools, memory) : null;
	}

	/**
	 * Creates the inflater of the peer's messages. Confined to the event loop.
	 * @param max the size limit of an inflated message in bytes
	 */
	public MessageInflater inflater(int max) {
		return this.agreement.peerTakeover() ? MessageInflater.withTakeover(max, this.pools.chunk())
				: MessageInflater.withoutTakeover(max, this.pools.chunk(), this.pools.inflaters);
	}

	/**
	 * Returns true if messages of the given size in bytes are large enough to be
	 * deflated.
	 */
	public boolean wants(int size) {
		return size >= this.resources.options().minSize();
	}

	/**
	 * Creates the frame of a message.
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
	 * Creates the frame of a message that may be sent to many sessions. Without takeover,
	 * the message is deflated once for all sessions with the same window.
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

	/** Returns the deflated payload, or the payload itself if it does not shrink. */
	private byte[] deflate(byte[] payload) {
		// a new one for each message, since several threads may send
		try (MessageDeflater deflater = MessageDeflater.withoutTakeover(this.agreement.ourWindowBits(),
				this.pools.deflaters)) {
			this.resources.counters().increment(WsCounter.DEFLATIONS);
			byte[] deflated = deflater.deflate(payload);
			return (deflated != null) ? deflated : payload;
		}
	}

	/**
	 * Deflates a message with the context of the session. Called by the writer of the
	 * queue when the message is next.
	 * @return the deflated payload, or {@code null} if it does not shrink
	 */
	byte @Nullable [] deflateInTurn(byte[] payload) {
		MessageDeflater present = this.keeper;
		if (present == null) {
			return null;
		}
		this.resources.counters().increment(WsCounter.DEFLATIONS);
		return present.deflate(payload);
	}

	/**
	 * Releases the memory of the inflater, which the caller has closed. Confined to the
	 * event loop; may be called more than once.
	 */
	public void endInput() {
		if (!this.inputEnded) {
			this.inputEnded = true;
			this.resources.budget().release(this.agreement.peerTakeover() ? ContextBudget.INFLATER : 0);
		}
	}

	/**
	 * Closes the deflater after the last message. Called under the lock of the queue; may
	 * be called more than once.
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
	 * The parameters on which the bytes of a deflated message depend.
	 */
	private record Variant(int level, int windowBits) {
	}

}
