/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.session;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.annotation.WsScope;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.scope.ScopedBeans;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.ScopeNotActiveException;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Beans of which each session has its own.
 */
class WsScopeOverSocketTest {

	private EndpointServer server;

	@BeforeEach
	void start() {
		this.server = EndpointServer.of(Log.class, Cart.class, Discount.class, Shop.class, Idle.class, Broken.class,
				BrokenClose.class, Own.class, Loop.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private String nextEvent() throws InterruptedException {
		return this.server.bean(Log.class).events.poll(60, TimeUnit.SECONDS);
	}

	/** The events of the beans' lifecycle. */
	@Component
	static class Log {

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	}

	@Component
	@WsScope
	static class Discount implements DisposableBean {

		private final Log log;

		Discount(Log log) {
			this.log = log;
		}

		int percent() {
			return 10;
		}

		@Override
		public void destroy() {
			this.log.events.add("discount destroyed");
			throw new IllegalStateException("destroyed badly");
		}

	}

	@Component
	@WsScope
	static class Cart implements DisposableBean {

		private final Log log;

		private final WsSession session;

		private final AtomicInteger items = new AtomicInteger();

		private final Discount discount;

		Cart(Log log, WsSession session, Discount discount) {
			this.log = log;
			this.session = session;
			this.discount = discount;
			log.events.add("cart made");
		}

		String add(int more) {
			return this.items.addAndGet(more) + " items, " + this.discount.percent() + "% off, "
					+ this.session.handshakeRequest().query();
		}

		String name() {
			return this.session.handshakeRequest().query();
		}

		@Override
		public void destroy() {
			this.log.events.add("cart destroyed");
		}

	}

	@Test
	void eachSessionHasItsOwnBeanWhichIsMadeAtFirstUseAndDestroyedBehindClose() throws InterruptedException {
		try (WsTestClient ann = this.server.connect("/shop?ann"); WsTestClient bob = this.server.connect("/shop?bob")) {
			ann.expectText("welcome");
			assertThat(this.server.bean(Log.class).events).isEmpty();
			ann.send("1").expectText("1 items, 10% off, ann");
			assertThat(nextEvent()).isEqualTo("cart made");
			bob.send("5").expectText("welcome").expectText("5 items, 10% off, bob");
			assertThat(nextEvent()).isEqualTo("cart made");
			ann.send("2").expectText("3 items, 10% off, ann");
			ann.close(1000, "").expectClose(1000);
			assertThat(nextEvent()).isEqualTo("closed with ann");
			assertThat(nextEvent()).isEqualTo("discount destroyed");
			assertThat(nextEvent()).isEqualTo("cart destroyed");
			bob.send("1").expectText("6 items, 10% off, bob");
			bob.raw().reset();
			assertThat(nextEvent()).isEqualTo("closed with bob");
			assertThat(nextEvent()).isEqualTo("discount destroyed");
			assertThat(nextEvent()).isEqualTo("cart destroyed");
		}
	}

	@WsEndpoint("/shop")
	static class Shop {

		private final Cart cart;

		private final Log log;

		Shop(Cart cart, Log log) {
			this.cart = cart;
			this.log = log;
		}

		@OnOpen
		String onOpen() {
			return "welcome";
		}

		@OnMessage
		String onMessage(Integer more) {
			return this.cart.add(more);
		}

		@OnClose
		void onClose() {
			this.log.events.add("closed with " + this.cart.name());
		}

	}

	@Test
	void scopeIsMissingOutsideOfASession() {
		assertThatExceptionOfType(ScopeNotActiveException.class).isThrownBy(() -> this.server.bean(Cart.class).name())
			.withStackTraceContaining("No WebSocket session is bound to thread");
	}

	@Test
	void aSessionIsInjectedIntoBeansOfSessionsOnly() {
		assertThatExceptionOfType(BeansException.class).isThrownBy(() -> EndpointServer.of(OfNoSession.class))
			.withStackTraceContaining("there is one in the methods of an endpoint only");
	}

	@WsEndpoint("/of-no-session")
	static class OfNoSession {

		OfNoSession(WsSession session) {
		}

	}

	@Test
	void sessionsWithoutAScopedBeanHaveNoAttribute() throws InterruptedException {
		try (WsTestClient client = this.server.connect("/idle")) {
			client.send("hi").expectText("[]");
		}
	}

	@WsEndpoint("/idle")
	static class Idle {

		@OnMessage
		String onMessage(WsSession session, String text) {
			return session.attributes().keySet().toString();
		}

	}

	@Test
	void itIsDestroyedAlsoWhereOpenFails() throws InterruptedException {
		try (WsTestClient client = this.server.connect("/broken")) {
			client.expectClose(1011);
		}
		assertThat(nextEvent()).isEqualTo("cart made");
		assertThat(nextEvent()).isEqualTo("cart destroyed");
	}

	@WsEndpoint("/broken")
	static class Broken {

		private final Cart cart;

		Broken(Cart cart) {
			this.cart = cart;
		}

		@OnOpen
		void onOpen() {
			throw new IllegalStateException(this.cart.name());
		}

	}

	@Test
	void itIsThereForTheErrorOfCloseToo() throws InterruptedException {
		try (WsTestClient client = this.server.connect("/broken-close?eve")) {
			client.send("1").expectText("1 items, 10% off, eve");
		}
		assertThat(nextEvent()).isEqualTo("cart made");
		assertThat(nextEvent()).isEqualTo("error of eve");
		assertThat(nextEvent()).isEqualTo("discount destroyed");
		assertThat(nextEvent()).isEqualTo("cart destroyed");
	}

	@WsEndpoint("/broken-close")
	static class BrokenClose {

		private final Cart cart;

		private final Log log;

		BrokenClose(Cart cart, Log log) {
			this.cart = cart;
			this.log = log;
		}

		@OnMessage
		String onMessage(Integer more) {
			return this.cart.add(more);
		}

		@OnClose
		void onClose() {
			throw new IllegalStateException();
		}

		@OnError
		void onError() {
			this.log.events.add("error of " + this.cart.name());
		}

	}

	@Test
	void anEndpointMayBeOneForEachSession() {
		try (WsTestClient one = this.server.connect("/own"); WsTestClient two = this.server.connect("/own")) {
			one.send("a").expectText("1").send("b").expectText("2");
			two.send("c").expectText("1");
			one.send("d").expectText("3");
		}
	}

	@WsEndpoint("/own")
	@WsScope
	static class Own {

		private int count;

		@OnMessage
		int onMessage(String text) {
			return ++this.count;
		}

	}

	@Test
	void callsOnTheLoopHaveTheirSession() {
		try (WsTestClient one = this.server.connect("/loop?one"); WsTestClient two = this.server.connect("/loop?two")) {
			one.send("hi").expectText("one on the loop");
			two.send("hi").expectText("two on the loop");
			one.send("hi").expectText("one on the loop");
		}
		assertThat(this.server.bean(Loop.class).thread).startsWith("ws-loop-");
	}

	@WsEndpoint("/loop")
	static class Loop {

		private final Cart cart;

		volatile String thread;

		Loop(Cart cart) {
			this.cart = cart;
		}

		@NonBlocking
		@OnMessage
		String onMessage(String text) {
			this.thread = Thread.currentThread().getName();
			return this.cart.name() + " on the loop";
		}

	}

	@Test
	void withoutSuchABeanNothingIsBound() {
		try (EndpointTester tester = EndpointTester.of(Idle.class)) {
			SessionEvent close = SessionEvent.CLOSE;
			assertThat(tester.open("/idle").handler.isNonBlocking(close)).isTrue();
		}
	}

	@Test
	void beansAreMadeOnceAndNoneAfterTheEnd() throws InterruptedException {
		ScopedBeans beans = new ScopedBeans();
		Set<Object> made = ConcurrentHashMap.newKeySet();
		Thread[] threads = new Thread[8];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> made.add(beans.get("bean", Object::new)));
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(made).hasSize(1);
		beans.end();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> beans.get("bean", Object::new))
			.withMessage("The WebSocket session has ended, and its beans are destroyed");
	}

}
