/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import javax.net.ssl.SSLEngine;

import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.loop.LoopBuffers;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.memory.WriteBuffers;
import dev.wsboot.engine.server.transport.PlainSide;
import dev.wsboot.engine.server.transport.SocketTransport;

/**
 * The parts that the TLS connections of one event loop share.
 */
public final class TlsLoop {

	final EventLoop loop;

	/** The buffers of the loop, of which one receives decrypted input. */
	final LoopBuffers buffers;

	final TlsServer server;

	/** Direct buffers for threads other than the loop. */
	final WriteBuffers writeBuffers;

	/** Buffers for encrypted bytes. Confined to the loop. */
	final TlsBuffers tlsBuffers = new TlsBuffers();

	/**
	 * Creates the parts of one loop.
	 * @param loop the loop
	 * @param buffers the buffers of the loop
	 * @param server the parts that all loops share
	 * @param writeBuffers direct buffers for threads other than the loop
	 */
	public TlsLoop(EventLoop loop, LoopBuffers buffers, TlsServer server, WriteBuffers writeBuffers) {
		this.loop = loop;
		this.buffers = buffers;
		this.server = server;
		this.writeBuffers = writeBuffers;
	}

	/** Allocates a direct buffer, as there may be no memory for it later. */
	public void reserve() {
		this.tlsBuffers.direct();
	}

	/**
	 * Returns TLS for one connection of this loop.
	 * @param socket the socket of the connection
	 * @param plain receives decrypted input
	 * @param memory counts encrypted output that waits for the socket
	 */
	public TlsTransport over(SocketTransport socket, PlainSide plain, MemoryAccount memory) {
		return new TlsTransport(socket, plain, this, memory);
	}

	/**
	 * Returns TLS for one connection of this loop whose handshake another server has
	 * done.
	 * @param socket the socket of the connection
	 * @param plain receives decrypted input
	 * @param memory counts encrypted output that waits for the socket
	 * @param engine the engine of the handshake
	 */
	public TlsTransport over(SocketTransport socket, PlainSide plain, MemoryAccount memory, SSLEngine engine) {
		return new TlsTransport(socket, plain, this, memory, engine);
	}

}
