/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.session.AcceptedHandshake;
import dev.wsboot.engine.server.tls.TlsLoop;
import dev.wsboot.engine.server.tls.TlsTransport;
import dev.wsboot.engine.server.transport.SocketTransport;
import org.jspecify.annotations.Nullable;

/**
 * The session of a handshake that another server has received: accepted first, and opened
 * on the socket once that server has sent the 101. Safe to use from any thread.
 */
final class MountedSession {

	private final AcceptedHandshake handshake;

	private final InetSocketAddress remoteAddress;

	private final LoopParts parts;

	/** The account of the connection to come. */
	private final MemoryAccount memory;

	/**
	 * True if the session is opened, or the handshake abandoned. Nobody reports if the
	 * other server fails to send the 101, so it completes by itself after a while.
	 */
	private final CompletableFuture<Boolean> opened = new CompletableFuture<>();

	/** The connection. Confined to the event loop. */
	private @Nullable Connection connection;

	MountedSession(AcceptedHandshake handshake, InetSocketAddress remoteAddress, LoopParts parts,
			MemoryAccount memory) {
		this.handshake = handshake;
		this.remoteAddress = remoteAddress;
		this.parts = parts;
		this.memory = memory;
	}

	/** Limits the time until the session is opened. */
	void expire(Duration timeout) {
		this.opened.thenAccept((opened) -> {
			if (!opened) {
				this.parts.context.counters.rejected(RejectReason.DISCONNECTED);
				this.handshake.abandon();
				leave();
			}
		});
		this.opened.completeOnTimeout(false, timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	void open(MountedSocket socket) {
		if (this.opened.complete(true)) {
			this.parts.loop.execute(() -> openInLoop(socket));
		}
		else {
			SocketTransport.close(socket.owner());
		}
	}

	private void openInLoop(MountedSocket socket) {
		Connection opening;
		try {
			opening = new Connection(socket.channel(), socket.owner(), this.remoteAddress, this.parts, this.memory);
		}
		catch (Throwable ex) {
			Log.log(Level.DEBUG, "Could not register the socket of another server", ex);
			this.parts.context.counters.rejected(RejectReason.DISCONNECTED);
			this.handshake.abandon();
			leave();
			SocketTransport.close(socket.owner());
			return;
		}
		this.connection = opening;
		try {
			TlsTransport secure = secure(opening, socket.tls());
			this.handshake.open(opening, false);
			if (socket.received().hasRemaining()) {
				opening.receive(socket.received());
			}
			if (secure != null && socket.encrypted().hasRemaining()) {
				secure.start(socket.encrypted());
			}
		}
		catch (Throwable ex) {
			opening.onFailure(ex);
		}
	}

	private @Nullable TlsTransport secure(Connection connection, @Nullable SSLEngine engine) {
		TlsLoop tls = this.parts.tls;
		if (engine == null || tls == null) {
			return null;
		}
		return (TlsTransport) connection
			.replaceTransport((present) -> tls.over((SocketTransport) present, connection, connection.memory, engine));
	}

	private void leave() {
		this.parts.leave(true, this.remoteAddress.getAddress());
	}

	void abandon() {
		this.opened.complete(false);
	}

	void cut() {
		if (!this.opened.complete(false)) {
			this.parts.loop.execute(() -> {
				if (this.connection != null) {
					this.connection.onStop();
				}
			});
		}
	}

}
