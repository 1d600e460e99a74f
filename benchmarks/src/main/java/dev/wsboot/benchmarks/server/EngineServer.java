/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;

/**
 * The engine without Spring. Handlers run on the event loops.
 */
public final class EngineServer {

	private static final String FAN_OUT = "/all";

	/** The server; not set before it has started. */
	private final CompletableFuture<WsSessions> sessions = new CompletableFuture<>();

	private EngineServer() {
	}

	/**
	 * Runs a server until its process is ended.
	 * @param args the port, and the maximum message size in bytes
	 * @throws IOException if the port cannot be bound
	 */
	@SuppressWarnings("resource") // it runs until the process is ended
	public static void main(String[] args) throws IOException {
		start(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Tls.isOn());
	}

	/**
	 * Starts a server.
	 * @param port the port, or 0 for a free port
	 * @param maxMessageSize the maximum message size in bytes
	 * @param secure whether the server uses TLS
	 * @return the running server
	 * @throws IOException if the port cannot be bound
	 */
	public static WsServer start(int port, int maxMessageSize, boolean secure) throws IOException {
		WsServerOptions.Builder options = WsServerOptions.builder()
			.address(InetAddress.getLoopbackAddress())
			.port(port)
			.tcp((tcp) -> tcp.backlog(4096))
			.messages((messages) -> messages.maxSize(maxMessageSize).maxFrameSize(maxMessageSize))
			.compression(compression());
		if (secure) {
			// older builds of the engine have no TLS
			options.tls(tls());
		}
		EngineServer handlers = new EngineServer();
		WsServer server = WsServer.start(options.build(), handlers::decide);
		handlers.sessions.complete(server.sessions());
		return server;
	}

	private static Supplier<TlsOptions> tls() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(Tls.keys().getKeyManagers(), null, null);
			TlsOptions options = TlsOptions.of(context).protocols(Tls.PROTOCOL).ciphers(Tls.CIPHER);
			return () -> options;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static CompressionOptions compression() {
		ContextTakeover takeover = Deflate.takeover();
		return (takeover != null) ? CompressionOptions.defaults().enabled(true).contextTakeover(takeover)
				: CompressionOptions.defaults();
	}

	private HandshakeDecision decide(HandshakeRequest request) {
		return switch (request.path()) {
			case "/echo" -> HandshakeDecision.accept(new Echo());
			case FAN_OUT -> HandshakeDecision.accept(new FanOut(this.sessions.join())).endpoint(FAN_OUT);
			default -> HandshakeDecision.reject(404);
		};
	}

	private static class Echo implements SessionHandler {

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			session.send(PreparedMessage.of(message));
		}

		@Override
		public void onBinary(WsSession session, ByteBuffer payload) {
			session.sendBinary(payload);
		}

		@Override
		public boolean isNonBlocking(SessionEvent event) {
			return true;
		}

	}

	private static final class FanOut extends Echo {

		private final WsSessions sessions;

		FanOut(WsSessions sessions) {
			this.sessions = sessions;
		}

		@Override
		public void onMessage(WsSession session, WsMessage message) {
			this.sessions.broadcast(FAN_OUT, PreparedMessage.of(message));
		}

	}

}
