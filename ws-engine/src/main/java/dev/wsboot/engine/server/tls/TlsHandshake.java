/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.handshake.ProxyFault;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.server.memory.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * The TLS handshake of one connection: which options are used, and what the handshake
 * occupies. Exists from the first byte of the client until the handshake is done.
 * Confined to the event loop.
 */
final class TlsHandshake {

	/** RFC 8446 6.2: a fatal alert "unexpected_message" in a record of its own. */
	private static final byte[] UNEXPECTED_MESSAGE = { 21, 3, 3, 0, 2, 2, 10 };

	/**
	 * The maximum size of a client's handshake in bytes: room for the longest messages
	 * that the JDK takes, of which some are made of tiny records.
	 */
	private static final int MAX_SIZE = 64 * 1024;

	/** The ClientHello, still incomplete; {@code null} if no name is looked for. */
	private @Nullable ClientHello hello;

	/** The number of bytes of the handshake that the engine has read. */
	private int size;

	/** Whether the engine has calculated its part of the handshake. */
	private boolean calculated;

	/**
	 * Returns the response to a client that does not use TLS.
	 * @param first the first byte of the client
	 * @return a response of HTTP to a text, or an alert; {@code null} for a client that
	 * uses TLS
	 */
	static byte @Nullable [] rejection(byte first) {
		if (first == TlsRecords.HANDSHAKE) {
			return null;
		}
		return Character.isLetter(first)
				? Handshaker.rejectResponse(HandshakeDecision.reject(400).body(ProxyFault.NO_TLS.explanation()))
				: UNEXPECTED_MESSAGE;
	}

	/**
	 * Chooses the options by the name that the client asks for.
	 * @param all the options of the server
	 * @param records all bytes of the client, which stay unchanged
	 * @return the options, or {@code null} if the client has not sent enough
	 */
	@Nullable TlsOptions choose(TlsOptions all, ByteBuffer records) {
		if (all.serverNames().isEmpty()) {
			this.hello = null;
			return all;
		}
		ClientHello begun = (this.hello != null) ? this.hello : new ClientHello();
		this.hello = begun;
		if (!begun.read(records)) {
			return null;
		}
		this.hello = null;
		return all.forServerName(begun.serverName());
	}

	/** Whether the ClientHello is incomplete, so that no engine can be created yet. */
	boolean isAwaitingHello() {
		return this.hello != null;
	}

	/**
	 * Returns whether the options can be chosen, or whether the engine can read on.
	 * @param records all bytes that the engine has not read
	 */
	boolean isReady(ByteBuffer records) {
		return (this.hello != null) ? this.hello.read(records) : TlsRecords.isReady(records, false);
	}

	/**
	 * Counts bytes that the engine has read.
	 * @throws SSLException if the handshake is too long
	 */
	void count(SSLEngine engine, int length) throws SSLException {
		this.size += length;
		if (this.size > MAX_SIZE) {
			throw TlsRecords.reject(engine, "TLS handshake of more than " + MAX_SIZE + " bytes rejected");
		}
	}

	/** The engine has calculated its part of the handshake. */
	void onCalculated() {
		this.calculated = true;
	}

	/**
	 * Returns the bytes of the heap that the handshake occupies.
	 * @param begun whether there is an engine
	 */
	int heldBytes(boolean begun) {
		int engine = !begun ? 0 : (this.calculated ? Footprint.TLS_HANDSHAKE : Footprint.TLS_ENGINE) + this.size;
		return engine + ((this.hello != null) ? this.hello.heldBytes() : 0);
	}

}
