/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.connection.ProxyHeaderStage;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.session.HandshakeStage;
import dev.wsboot.engine.server.tls.TlsLoop;
import dev.wsboot.engine.server.tls.TlsTransport;
import dev.wsboot.engine.server.transport.SocketTransport;
import dev.wsboot.engine.server.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Assembles connections of accepted sockets: the transport, and the first stages. Called
 * on the event loop of the connection.
 */
final class ConnectionFactory {

	private ConnectionFactory() {
	}

	/**
	 * Takes over an accepted socket.
	 * @param admitted whether there is room for the connection; if not, it is only
	 * rejected
	 */
	static void open(SocketChannel channel, InetSocketAddress remoteAddress, LoopParts parts, boolean admitted) {
		Connection connection = null;
		try {
			connection = new Connection(channel, remoteAddress, parts, admitted);
			enterFirstStage(connection, parts);
			if (!admitted) {
				connection.rejectAsOneTooMany();
			}
		}
		catch (Throwable ex) {
			Log.log(Level.DEBUG, "Could not register an accepted connection", ex);
			if (connection != null) {
				connection.end();
				return;
			}
			InetAddress client = remoteAddress.getAddress();
			parts.leave(admitted, parts.isProxy(client) ? null : client);
			SocketTransport.close(channel);
		}
	}

	private static void enterFirstStage(Connection connection, LoopParts parts) {
		ServerContext context = parts.context;
		long deadline = connection.loop.now() + context.options.handshake().timeout().toNanos();
		if (context.proxies.sendsProxyHeader(connection.remoteAddress().getAddress())) {
			connection.enter(new ProxyHeaderStage(connection, context.counters, context.rejections, deadline,
					(client, rest) -> afterProxyHeader(connection, parts, client, rest, deadline)));
		}
		else {
			connection.enter(new HandshakeStage(connection, parts, parts.context.handshakeReview, deadline));
			secure(connection, parts.tls);
		}
	}

	/** Starts the handshake of the client for which a proxy has opened a connection. */
	private static void afterProxyHeader(Connection connection, LoopParts parts, @Nullable InetSocketAddress client,
			ByteBuffer rest, long deadline) {
		connection.enter(new HandshakeStage(connection, parts, parts.context.handshakeReview, deadline));
		TlsTransport secure = secure(connection, parts.tls);
		if (client != null) {
			connection.openedFor(client);
		}
		if (secure != null) {
			secure.start(rest);
		}
	}

	private static @Nullable TlsTransport secure(Connection connection, @Nullable TlsLoop tls) {
		if (tls == null) {
			return null;
		}
		Transport socket = connection
			.replaceTransport((present) -> tls.over((SocketTransport) present, connection, connection.memory));
		return (TlsTransport) socket;
	}

}
