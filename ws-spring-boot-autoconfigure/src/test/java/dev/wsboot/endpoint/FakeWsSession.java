/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;

/**
 * A session without a connection that notes what is done with it: {@code text:...},
 * {@code binary:<hex>} and {@code close:<code>}.
 */
final class FakeWsSession implements WsSession {

	private final HandshakeRequest request;

	private final String endpoint;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	final List<String> done = new ArrayList<>();

	FakeWsSession(HandshakeRequest request, String endpoint) {
		this.request = request;
		this.endpoint = endpoint;
	}

	@Override
	public String id() {
		return "fake";
	}

	@Override
	public String endpoint() {
		return this.endpoint;
	}

	@Override
	public HandshakeRequest handshakeRequest() {
		return this.request;
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.request.remoteAddress();
	}

	@Override
	public String subprotocol() {
		return null;
	}

	@Override
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	@Override
	public void join(String group) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void leave(String group) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Set<String> groups() {
		return Set.of();
	}

	@Override
	public void holdUntil(CompletionStage<?> stage) {
		// a test that calls the handler directly keeps the order itself
	}

	@Override
	public boolean isOpen() {
		return this.done.stream().noneMatch((entry) -> entry.startsWith("close:"));
	}

	@Override
	public CompletionStage<Void> sendText(CharSequence text) {
		return done("text:" + text);
	}

	@Override
	public CompletionStage<Void> sendText(CharSequence part, boolean last) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Void> sendBinary(ByteBuffer payload) {
		byte[] bytes = new byte[payload.remaining()];
		payload.get(payload.position(), bytes);
		return done("binary:" + HexFormat.of().formatHex(bytes));
	}

	@Override
	public CompletionStage<Void> sendBinary(ByteBuffer part, boolean last) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Void> send(PreparedMessage message) {
		return message.isText() ? sendText(new String(message.bytes(), StandardCharsets.UTF_8))
				: sendBinary(message.bytes());
	}

	@Override
	public CompletionStage<Void> send(Object message) {
		return send(PreparedMessage.of(message, null));
	}

	@Override
	public CompletionStage<Void> ping(ByteBuffer payload) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Duration roundTripTime() {
		return null;
	}

	@Override
	public String toString() {
		return "session of '" + endpoint() + "'";
	}

	@Override
	public CompletionStage<Void> close(CloseStatus status) {
		return done("close:" + status.code());
	}

	@Override
	public long queuedBytes() {
		return 0;
	}

	private CompletionStage<Void> done(String what) {
		this.done.add(what);
		return CompletableFuture.completedFuture(null);
	}

}
