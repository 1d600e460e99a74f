/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.event;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.wsboot.endpoint.fixture.FakeWsSession;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.WsSession;
import dev.wsboot.session.WsSessionClosedEvent;
import dev.wsboot.session.WsSessionOpenedEvent;
import dev.wsboot.session.WsUserOfflineEvent;
import dev.wsboot.session.WsUserOnlineEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The events of a user are published in order, each once, whichever threads open and
 * close the sessions.
 */
class SessionEventsTest {

	private final ExecutorService executor = Executors.newFixedThreadPool(4);

	private final List<ApplicationEvent> published = Collections.synchronizedList(new ArrayList<>());

	private final SessionEvents events = new SessionEvents((event) -> this.published.add((ApplicationEvent) event),
			this.executor, Runnable::run);

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	@Test
	void userIsOnlineFromTheFirstSessionToTheLast() {
		SessionPresence first = this.events.newSession();
		SessionPresence second = this.events.newSession();
		WsSession one = session("ada");
		WsSession two = session("ada");
		first.open(one);
		second.open(two);
		first.end(one, CloseStatus.NORMAL);
		second.end(two, CloseStatus.ABNORMAL);
		join(first);
		join(second);
		assertThat(this.published.stream().map(ApplicationEvent::getClass).map(Class::getSimpleName)).containsExactly(
				"WsSessionOpenedEvent", "WsUserOnlineEvent", "WsSessionOpenedEvent", "WsSessionClosedEvent",
				"WsSessionClosedEvent", "WsUserOfflineEvent");
		assertThat(((WsSessionClosedEvent) this.published.get(4)).status()).isEqualTo(CloseStatus.ABNORMAL);
		assertThat(((WsUserOfflineEvent) this.published.get(5)).name()).isEqualTo("ada");
		assertThat(this.published.get(0).getSource()).isSameAs(one);
	}

	@Test
	void sessionThatEndsBeforeItsOpenCallbackHasBothEvents() {
		SessionPresence presence = this.events.newSession();
		WsSession session = session(null);
		presence.end(session, CloseStatus.ABNORMAL);
		presence.open(session);
		presence.end(session, CloseStatus.ABNORMAL);
		join(presence);
		assertThat(this.published).hasSize(2);
		assertThat(this.published.get(0)).isInstanceOf(WsSessionOpenedEvent.class);
		assertThat(this.published.get(1)).isInstanceOf(WsSessionClosedEvent.class);
	}

	@Test
	void failingListenerHarmsNobody() {
		SessionEvents failing = new SessionEvents((event) -> {
			this.published.add((ApplicationEvent) event);
			throw new IllegalStateException("listener fails");
		}, (task) -> {
			throw new RejectedExecutionException("stopped");
		}, Runnable::run);
		SessionPresence presence = failing.newSession();
		WsSession session = session("ada");
		presence.open(session);
		presence.end(session, CloseStatus.NORMAL);
		join(presence);
		assertThat(this.published).hasSize(4);
	}

	@Test
	void eventsAreExactUnderRaces() throws Exception {
		int threads = 8;
		int rounds = 500;
		List<SessionPresence> all = Collections.synchronizedList(new ArrayList<>());
		List<SessionPresence> staying = Collections.synchronizedList(new ArrayList<>());
		List<Thread> running = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			String other = (i % 2 == 0) ? "ada" : "bob";
			running.add(new Thread(() -> {
				for (int round = 0; round < rounds; round++) {
					SessionPresence presence = this.events.newSession();
					WsSession session = session("ada");
					presence.open(session);
					presence.end(session, CloseStatus.NORMAL);
					all.add(presence);
				}
				SessionPresence last = this.events.newSession();
				last.open(session(other));
				staying.add(last);
			}));
		}
		running.forEach(Thread::start);
		for (Thread thread : running) {
			thread.join();
		}
		all.forEach(SessionEventsTest::join);
		this.executor.shutdown();
		assertThat(this.executor.awaitTermination(60, TimeUnit.SECONDS)).as("all events are published").isTrue();
		assertThat(of(WsSessionOpenedEvent.class).map(ApplicationEvent::getSource)).doesNotHaveDuplicates()
			.hasSize(threads * (rounds + 1));
		assertThat(of(WsSessionClosedEvent.class).map(ApplicationEvent::getSource)).doesNotHaveDuplicates()
			.hasSize(threads * rounds);
		for (String user : List.of("ada", "bob")) {
			List<Boolean> online = Stream.of(this.published.toArray()).map((event) -> {
				if (event instanceof WsUserOnlineEvent each && each.name().equals(user)) {
					return Boolean.TRUE;
				}
				return (event instanceof WsUserOfflineEvent each && each.name().equals(user)) ? Boolean.FALSE : null;
			}).filter((each) -> each != null).toList();
			assertThat(online).as("events of " + user).isNotEmpty();
			for (int i = 0; i < online.size(); i++) {
				assertThat(online.get(i)).as("event " + i + " of " + user + " is online").isEqualTo(i % 2 == 0);
			}
			assertThat(online.get(online.size() - 1)).as(user + " is online at the end").isTrue();
		}
	}

	@Test
	void nothingStaysAfterTheLastSession() throws Exception {
		List<SessionPresence> all = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			SessionPresence presence = this.events.newSession();
			WsSession session = session((i % 3 == 0) ? null : "user" + i % 5);
			presence.open(session);
			presence.end(session, CloseStatus.NORMAL);
			all.add(presence);
		}
		all.forEach(SessionEventsTest::join);
		this.executor.shutdown();
		assertThat(this.executor.awaitTermination(60, TimeUnit.SECONDS)).as("all events are published").isTrue();
		assertThat(this.events.isEmpty()).isTrue();
	}

	private <T> Stream<T> of(Class<T> type) {
		return Stream.of(this.published.toArray()).filter(type::isInstance).map(type::cast);
	}

	private static void join(SessionPresence presence) {
		((CompletableFuture<?>) presence.over()).orTimeout(60, TimeUnit.SECONDS).join();
	}

	private static WsSession session(String user) {
		Principal principal = (user != null) ? () -> user : null;
		return new FakeWsSession(
				new HandshakeRequest("/", "/", null, Headers.empty(), new InetSocketAddress(1), false, principal), "/");
	}

}
