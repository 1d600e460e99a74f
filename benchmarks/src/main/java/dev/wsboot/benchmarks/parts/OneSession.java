/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.handshake.ClientHandshake;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;

/**
 * A server with one session, and the client's end of the socket. The session is safe to
 * use from any thread, the client's end belongs to one thread.
 */
final class OneSession implements AutoCloseable {

	private final WsServer server;

	private final SocketChannel client;

	private final CompletableFuture<WsSession> session = new CompletableFuture<>();

	/**
	 * Starts a server and opens a session.
	 * @param nonBlocking whether messages are handled on the event loop
	 * @param onMessage the task to run for each message
	 */
	OneSession(boolean nonBlocking, Runnable onMessage) {
		try {
			this.server = WsServer.start(
					WsServerOptions.builder().port(0).address(InetAddress.getLoopbackAddress()).eventLoops(1).build(),
					(request) -> HandshakeDecision.accept(new Handler(nonBlocking, onMessage)));
			this.client = SocketChannel
				.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port()));
			shakeHands();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot open a session", ex);
		}
	}

	private void shakeHands() throws IOException {
		URI uri = URI.create("ws://127.0.0.1:" + this.server.port() + "/");
		ClientHandshake handshake = new ClientHandshake(uri, List.of(), Headers.empty(), new byte[16]);
		write(ByteBuffer.wrap(handshake.request()));
		ByteBuffer answer = ByteBuffer.allocate(4096);
		while (!handshake.isComplete()) {
			int length = this.client.read(answer.clear());
			if (length < 0) {
				handshake.endOfInput();
			}
			handshake.parse(answer.array(), 0, length);
		}
	}

	WsSession session() {
		return this.session.join();
	}

	/** Sends bytes as the client. */
	void write(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			this.client.write(bytes);
		}
	}

	/** Starts a thread that reads and discards the server's output until its end. */
	void drain() {
		Thread reader = new Thread(this::readAll, "drain");
		reader.setDaemon(true);
		reader.start();
	}

	private void readAll() {
		ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
		try {
			int length = 0;
			while (length >= 0) {
				length = this.client.read(buffer.clear());
			}
		}
		catch (IOException ex) {
			// the benchmark is over
			this.session.completeExceptionally(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.client.close();
		this.server.close();
	}

	private final class Handler implements SessionHandler {

		private final boolean nonBlocking;

		private final Runnable onMessage;

		Handler(boolean nonBlocking, Runnable onMessage) {
			this.nonBlocking = nonBlocking;
			this.onMessage = onMessage;
		}

		@Override
		public void onOpen(WsSession opened) {
			OneSession.this.session.complete(opened);
		}

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			this.onMessage.run();
		}

		@Override
		public boolean isNonBlocking(SessionEvent event) {
			return this.nonBlocking;
		}

	}

}
