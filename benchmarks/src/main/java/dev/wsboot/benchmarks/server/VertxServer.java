/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;

/**
 * Vert.x on native epoll, if available. Handlers run on event loops.
 */
public final class VertxServer extends VerticleBase {

	private static final Set<ServerWebSocket> RECEIVERS = ConcurrentHashMap.newKeySet();

	private final HttpServerOptions options;

	private VertxServer(int port, int maxMessageSize) {
		this.options = new HttpServerOptions().setHost("127.0.0.1")
			.setPort(port)
			.setAcceptBacklog(4096)
			.setTcpNoDelay(true)
			.setMaxWebSocketFrameSize(maxMessageSize)
			.setMaxWebSocketMessageSize(maxMessageSize)
			.setPerMessageWebSocketCompressionSupported(false)
			.setPerFrameWebSocketCompressionSupported(false);
	}

	/**
	 * Runs a server until its process is ended.
	 * @param args the port, and the maximum message size in bytes
	 */
	public static void main(String[] args) {
		int loops = Runtime.getRuntime().availableProcessors();
		Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
		vertx
			.deployVerticle(() -> new VertxServer(Integer.parseInt(args[0]), Integer.parseInt(args[1])),
					new DeploymentOptions().setInstances(loops))
			.await();
	}

	@Override
	public Future<?> start() {
		return this.vertx.createHttpServer(this.options).webSocketHandler(VertxServer::opened).listen();
	}

	private static void opened(ServerWebSocket socket) {
		socket.exceptionHandler((error) -> socket.close());
		if (socket.path().equals("/all")) {
			RECEIVERS.add(socket);
			socket.closeHandler((closed) -> RECEIVERS.remove(socket));
			socket.textMessageHandler((message) -> RECEIVERS.forEach((receiver) -> receiver.writeTextMessage(message)));
		}
		else {
			socket.textMessageHandler(socket::writeTextMessage);
			socket.binaryMessageHandler(socket::writeBinaryMessage);
		}
	}

}
