/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/**
 * Undertow with its own WebSocket API. Handlers run on I/O threads.
 */
public final class UndertowServer {

	private static final Set<WebSocketChannel> RECEIVERS = ConcurrentHashMap.newKeySet();

	private UndertowServer() {
	}

	/**
	 * Runs a server until its process is ended.
	 * @param args the port, and the maximum message size in bytes
	 */
	public static void main(String[] args) {
		int maxMessageSize = Integer.parseInt(args[1]);
		Undertow.builder()
			.addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
			.setIoThreads(Runtime.getRuntime().availableProcessors())
			.setSocketOption(Options.BACKLOG, 4096)
			.setSocketOption(Options.TCP_NODELAY, true)
			.setHandler(Handlers.path()
				.addExactPath("/echo", Handlers.websocket((exchange, channel) -> echo(channel, maxMessageSize)))
				.addExactPath("/all", Handlers.websocket(UndertowServer::fanOut)))
			.build()
			.start();
	}

	private static void echo(WebSocketChannel channel, int maxMessageSize) {
		channel.getReceiveSetter().set(new Echo(maxMessageSize));
		channel.resumeReceives();
	}

	private static void fanOut(WebSocketHttpExchange exchange, WebSocketChannel channel) {
		RECEIVERS.add(channel);
		channel.addCloseTask(RECEIVERS::remove);
		channel.getReceiveSetter().set(new FanOut());
		channel.resumeReceives();
	}

	private static final class Echo extends AbstractReceiveListener {

		private final int maxMessageSize;

		Echo(int maxMessageSize) {
			this.maxMessageSize = maxMessageSize;
		}

		@Override
		protected long getMaxTextBufferSize() {
			return this.maxMessageSize;
		}

		@Override
		protected long getMaxBinaryBufferSize() {
			return this.maxMessageSize;
		}

		@Override
		protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
			WebSockets.sendText(message.getData(), channel, null);
		}

		@Override
		@SuppressWarnings("deprecation") // part of the API
		protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
			var data = message.getData();
			WebSockets.sendBinary(data.getResource(), channel, new WebSocketCallback<Void>() {

				@Override
				public void complete(WebSocketChannel channel, @Nullable Void context) {
					data.close();
				}

				@Override
				public void onError(WebSocketChannel channel, @Nullable Void context, Throwable error) {
					data.close();
				}

			});
		}

	}

	private static final class FanOut extends AbstractReceiveListener {

		@Override
		protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
			byte[] utf8 = message.getData().getBytes(StandardCharsets.UTF_8);
			for (WebSocketChannel receiver : RECEIVERS) {
				WebSockets.sendText(ByteBuffer.wrap(utf8), receiver, null);
			}
		}

	}

}
