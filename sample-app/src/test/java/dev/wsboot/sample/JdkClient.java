/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own client, with what it receives in a queue: {@link String},
 * {@link ByteBuffer} for a binary message, {@link Pong} and {@link CloseStatus}.
 */
final class JdkClient implements WebSocket.Listener, AutoCloseable {

	private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

	private final StringBuilder text = new StringBuilder();

	private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

	private @Nullable WebSocket socket;

	static JdkClient connect(String uri) {
		return connect(uri, HttpClient.newHttpClient());
	}

	static JdkClient connect(String uri, HttpClient http) {
		JdkClient client = new JdkClient();
		client.socket = http.newWebSocketBuilder().buildAsync(URI.create(uri), client).join();
		return client;
	}

	WebSocket socket() {
		return this.socket;
	}

	Object next() throws InterruptedException {
		Object next = this.received.poll(60, TimeUnit.SECONDS);
		return (next != null) ? next : "nothing within 10s";
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.received.add(this.text.toString());
			this.text.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		this.binary.writeBytes(bytes(data));
		if (last) {
			this.received.add(ByteBuffer.wrap(this.binary.toByteArray()));
			this.binary.reset();
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
		this.received.add(new Pong(new String(bytes(message), StandardCharsets.UTF_8)));
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.received.add(new CloseStatus(statusCode, reason));
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.received.add(error);
	}

	@Override
	public void close() {
		this.socket.abort();
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	/**
	 * A pong.
	 *
	 * @param payload its payload
	 */
	record Pong(String payload) {
	}

}
