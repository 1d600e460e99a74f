/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.internal.binding.DiscoveredEndpoints;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs endpoint beans without a server: handshakes and callbacks are direct calls, in the
 * way in which the engine makes them.
 */
final class EndpointTester implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final List<Runnable> executed = new ArrayList<>();

	private final Executor executor = (task) -> {
		this.executed.add(task);
		task.run();
	};

	private EndpointTester(boolean json, Class<?>... beans) {
		if (json) {
			this.context.registerBean(JsonMapper.class, JsonMapper::shared);
		}
		this.context.registerBean(WsEndpoints.class,
				() -> new DiscoveredEndpoints(this.context.getBeanFactory(), ErrorPolicy.CLOSE));
		this.context.register(beans);
		this.context.refresh();
	}

	static EndpointTester of(Class<?>... beans) {
		return new EndpointTester(true, beans);
	}

	static EndpointTester withoutJson(Class<?>... beans) {
		return new EndpointTester(false, beans);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	int executedTasks() {
		return this.executed.size();
	}

	/**
	 * Asks for a decision.
	 * @param path a decoded path
	 * @param query the query, or {@code null}
	 * @param headers names and values
	 * @return the decision, whether at once or later
	 */
	HandshakeDecision decide(String path, String query, String... headers) {
		return decide(request(path, query, headers));
	}

	private HandshakeDecision decide(HandshakeRequest request) {
		try {
			HandshakeDecision decision = bean(WsEndpoints.class)
				.handshakeHandler(this.executor, WsServerOptions.builder().build().session())
				.decide(request);
			return (decision instanceof HandshakeDecision.Later later) ? later.decision().toCompletableFuture().join()
					: decision;
		}
		catch (CompletionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	HandshakeDecision.Accept accept(String path, String query, String... headers) {
		HandshakeDecision decision = decide(path, query, headers);
		assertThat(decision).isInstanceOf(HandshakeDecision.Accept.class);
		return (HandshakeDecision.Accept) decision;
	}

	void rejects(int status, String body, String path, String query, String... headers) {
		HandshakeDecision decision = decide(path, query, headers);
		assertThat(decision).isInstanceOfSatisfying(HandshakeDecision.Reject.class, (reject) -> {
			assertThat(reject.status()).isEqualTo(status);
			assertThat(reject.body()).isEqualTo(body);
		});
	}

	Dialogue open(String path) {
		return open(path, null);
	}

	Dialogue open(String path, String query, String... headers) {
		return open(request(path, query, headers));
	}

	/**
	 * Opens a session.
	 * @param path the path as applications see it
	 * @param rawPath the path as it was written
	 * @return the session
	 */
	Dialogue openRaw(String path, String rawPath) {
		return open(new HandshakeRequest(path, rawPath, null, Headers.empty(), new InetSocketAddress("127.0.0.1", 1234),
				false, null));
	}

	private Dialogue open(HandshakeRequest request) {
		HandshakeDecision decision = decide(request);
		assertThat(decision).isInstanceOf(HandshakeDecision.Accept.class);
		HandshakeDecision.Accept accept = (HandshakeDecision.Accept) decision;
		FakeWsSession session = new FakeWsSession(request, accept.endpoint());
		session.attributes().putAll(accept.attributes());
		Dialogue dialogue = new Dialogue(accept.handler(), session);
		dialogue.run(() -> accept.handler().onOpen(session));
		return dialogue;
	}

	static HandshakeRequest request(String path, String query, String... headers) {
		return new HandshakeRequest(path, query, Headers.of(headers), new InetSocketAddress("127.0.0.1", 1234), false,
				null);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * A session's callbacks and what they do.
	 */
	static final class Dialogue {

		final SessionHandler handler;

		final FakeWsSession session;

		private Dialogue(SessionHandler handler, FakeWsSession session) {
			this.handler = handler;
			this.session = session;
		}

		Dialogue text(String text) {
			WsMessage message = WsMessage.ofText(text.getBytes(StandardCharsets.UTF_8));
			return run(() -> this.handler.onMessage(this.session, message));
		}

		Dialogue binary(byte... bytes) {
			return run(() -> this.handler.onMessage(this.session, WsMessage.ofBinary(bytes)));
		}

		Dialogue closed(CloseStatus status) {
			return run(() -> this.handler.onClose(this.session, status));
		}

		Dialogue does(String... expected) {
			assertThat(this.session.done).containsExactly(expected);
			this.session.done.clear();
			return this;
		}

		/**
		 * As the engine does: what a callback throws goes to onError, what that throws is
		 * 1011.
		 */
		private Dialogue run(Callback callback) {
			try {
				callback.run();
			}
			catch (Throwable ex) {
				try {
					this.handler.onError(this.session, ex);
				}
				catch (Throwable unhandled) {
					this.session.done.add("close:1011 " + unhandled.getClass().getSimpleName());
				}
			}
			return this;
		}

	}

	/** A task that may throw. */
	private interface Callback {

		void run() throws Throwable;

	}

}
