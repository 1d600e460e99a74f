/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * A session that sends nothing, so that only the call is measured. For one thread.
 */
final class SilentSession implements WsSession {

	private static final CompletionStage<Void> SENT = CompletableFuture.completedFuture(null);

	private final HandshakeRequest request;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	/** The last sent object, kept so that its creation is not optimized away. */
	private @Nullable Object lastSent;

	SilentSession(HandshakeRequest request) {
		this.request = request;
	}

	@Nullable Object lastSent() {
		return this.lastSent;
	}

	private CompletionStage<Void> sent(Object message) {
		this.lastSent = message;
		return SENT;
	}

	@Override
	public String id() {
		return "silent";
	}

	@Override
	public String endpoint() {
		return this.request.path();
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
	public @Nullable String subprotocol() {
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
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public CompletionStage<Void> sendText(CharSequence text) {
		return sent(text);
	}

	@Override
	public CompletionStage<Void> sendText(CharSequence part, boolean last) {
		return sent(part);
	}

	@Override
	public CompletionStage<Void> sendBinary(ByteBuffer payload) {
		return sent(payload);
	}

	@Override
	public CompletionStage<Void> sendBinary(ByteBuffer part, boolean last) {
		return sent(part);
	}

	@Override
	public CompletionStage<Void> send(PreparedMessage message) {
		return sent(message);
	}

	@Override
	public CompletionStage<Void> send(Object message) {
		return sent(message);
	}

	@Override
	public CompletionStage<Void> ping(ByteBuffer payload) {
		return sent(payload);
	}

	@Override
	public @Nullable Duration roundTripTime() {
		return null;
	}

	@Override
	public CompletionStage<Void> close(CloseStatus status) {
		return sent(status);
	}

	@Override
	public long queuedBytes() {
		return 0;
	}

}
