/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * Jetty with its own WebSocket API. The next message is requested when the reply is
 * written. Handlers run on the threads of Jetty's pool.
 */
public final class JettyServer {

	private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

	private static final Set<Session> RECEIVERS = ConcurrentHashMap.newKeySet();

	private JettyServer() {
	}

	/**
	 * Runs a server until its process is ended.
	 * @param args the port, and the maximum message size in bytes
	 * @throws Exception if the server does not start
	 */
	public static void main(String[] args) throws Exception {
		Server server = new Server(new QueuedThreadPool(200));
		ServerConnector connector = new ServerConnector(server, 1, Runtime.getRuntime().availableProcessors());
		connector.setHost("127.0.0.1");
		connector.setPort(Integer.parseInt(args[0]));
		connector.setAcceptQueueSize(4096);
		connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
		server.addConnector(connector);
		server.setHandler(WebSocketUpgradeHandler.from(server,
				(container) -> addEndpoints(container, Integer.parseInt(args[1]))));
		server.start();
	}

	private static void addEndpoints(ServerWebSocketContainer container, int maxMessageSize) {
		container.setMaxTextMessageSize(maxMessageSize);
		container.setMaxBinaryMessageSize(maxMessageSize);
		container.setMaxFrameSize(maxMessageSize);
		container.setIdleTimeout(IDLE_TIMEOUT);
		container.addMapping("/echo", (request, response, callback) -> {
			response.setExtensions(List.of());
			return new Echo();
		});
		container.addMapping("/all", (request, response, callback) -> {
			response.setExtensions(List.of());
			return new FanOut();
		});
	}

	/** An endpoint, which is public because Jetty looks up its methods by reflection. */
	public static final class Echo extends Session.Listener.Abstract {

		@Override
		public void onWebSocketOpen(Session session) {
			super.onWebSocketOpen(session);
			session.demand();
		}

		@Override
		public void onWebSocketText(String message) {
			Session session = getSession();
			session.sendText(message, Callback.from(session::demand, (error) -> session.disconnect()));
		}

		@Override
		public void onWebSocketBinary(ByteBuffer message, Callback received) {
			Session session = getSession();
			session.sendBinary(message, Callback.from(() -> {
				received.succeed();
				session.demand();
			}, (error) -> {
				received.fail(error);
				session.disconnect();
			}));
		}

	}

	/** An endpoint, which is public because Jetty looks up its methods by reflection. */
	public static final class FanOut extends Session.Listener.AbstractAutoDemanding {

		@Override
		public void onWebSocketOpen(Session session) {
			super.onWebSocketOpen(session);
			RECEIVERS.add(session);
		}

		@Override
		public void onWebSocketClose(int code, String reason, Callback callback) {
			RECEIVERS.remove(getSession());
			callback.succeed();
		}

		@Override
		public void onWebSocketText(String message) {
			for (Session receiver : RECEIVERS) {
				receiver.sendText(message, Callback.NOOP);
			}
		}

	}

}
