/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * An application asks who is online, disconnects users, and listens to events.
 */
class WsUsersTest {

	@Test
	void eventsFollowTheSessions() throws Exception {
		try (EndpointServer server = EndpointServer.of(Echo.class, Login.class, Listener.class)) {
			Listener listener = server.bean(Listener.class);
			WsUsers users = server.bean(WsUsers.class);
			try (WsTestClient ada = server.connect("/echo?user=ada")) {
				listener.expect("opened", "online ada");
				assertThat(users.isOnline("ada")).isTrue();
				assertThat(users.isOnline("bob")).isFalse();
				assertThat(users.online()).containsExactly("ada");
				assertThat(users.count()).isEqualTo(1);
				assertThat(users.sessions("ada")).hasSize(1);
				try (WsTestClient nobody = server.connect("/echo")) {
					listener.expect("opened");
					nobody.faults().reset();
					listener.expect("closed 1006");
				}
				users.disconnect("bob", CloseStatus.of(3003, "Blocked"));
				users.disconnect("ada", CloseStatus.of(3003, "Blocked"));
				ada.expectClose(3003);
			}
			listener.expect("closed 3003", "offline ada");
			assertThat(users.isOnline("ada")).isFalse();
			assertThatIllegalArgumentException().isThrownBy(() -> users.disconnect("ada", CloseStatus.ABNORMAL));
		}
	}

	@Test
	void eventsOfTheStopArePublishedBeforeItsEnd() throws Exception {
		Listener listener;
		EndpointServer server = EndpointServer.of(Echo.class, Login.class, Listener.class);
		try (WsTestClient ada = server.connect("/echo?user=ada")) {
			listener = server.bean(Listener.class);
			ada.send("hello").expectText("hello");
			CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);
			ada.expectClose(1001);
			ada.close(1001, "").expectEnd();
			stop.join();
		}
		listener.expect("opened", "online ada");
		assertThat(listener.published).containsExactly("closed 1001", "offline ada");
	}

	@Test
	void serverWithoutListenersPublishesNothing() {
		try (EndpointServer server = EndpointServer.of(Echo.class, Login.class);
				WsTestClient ada = server.connect("/echo?user=ada")) {
			ada.send("hello").expectText("hello");
			assertThat(server.bean(WsUsers.class).isOnline("ada")).isTrue();
		}
	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		@NonBlocking
		String echo(String text) {
			return text;
		}

	}

	static class Login implements WsHandshakeInterceptor {

		@Override
		public HandshakeDecision.Reject intercept(WsHandshake handshake) {
			String query = handshake.request().query();
			if (query != null) {
				String name = query.substring("user=".length());
				handshake.principal(() -> name);
			}
			return null;
		}

	}

	static class Listener {

		final BlockingQueue<String> published = new LinkedBlockingQueue<>();

		@EventListener
		void opened(WsSessionOpenedEvent event) {
			add("opened");
		}

		@EventListener
		void closed(WsSessionClosedEvent event) {
			add("closed " + event.status().code());
		}

		@EventListener
		void online(WsUserOnlineEvent event) {
			add("online " + event.name());
		}

		@EventListener
		void offline(WsUserOfflineEvent event) {
			add("offline " + event.name());
		}

		private void add(String event) {
			boolean loop = Thread.currentThread().getName().contains("loop");
			this.published.add(loop ? event + " on the event loop" : event);
		}

		void expect(String... events) throws InterruptedException {
			for (String event : events) {
				assertThat(this.published.poll(60, TimeUnit.SECONDS)).isEqualTo(event);
			}
		}

	}

}
