/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/**
 * Java-WebSocket. The library has no routing, so the path is looked up for each message.
 * Handlers run on the library's worker threads.
 */
public final class JavaWebSocketServer extends WebSocketServer {

	private JavaWebSocketServer(int port) {
		super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Runtime.getRuntime().availableProcessors(),
				List.of(new Draft_6455()));
		setReuseAddr(true);
		setTcpNoDelay(true);
		setMaxPendingConnections(4096);
	}

	/**
	 * Runs a server until its process is ended.
	 * @param args the port
	 */
	public static void main(String[] args) {
		new JavaWebSocketServer(Integer.parseInt(args[0])).start();
	}

	@Override
	public void onOpen(WebSocket socket, ClientHandshake handshake) {
		socket.setAttachment(handshake.getResourceDescriptor().equals("/all"));
	}

	@Override
	public void onMessage(WebSocket socket, String message) {
		if (isFanOut(socket)) {
			broadcast(message);
		}
		else {
			socket.send(message);
		}
	}

	@Override
	public void onMessage(WebSocket socket, ByteBuffer message) {
		socket.send(message);
	}

	private static boolean isFanOut(WebSocket socket) {
		return socket.<Boolean>getAttachment();
	}

	@Override
	public void onClose(WebSocket socket, int code, String reason, boolean remote) {
	}

	@Override
	public void onError(@Nullable WebSocket socket, Exception error) {
		if (socket == null) {
			throw new IllegalStateException("The server failed", error);
		}
	}

	@Override
	public void onStart() {
	}

}
