/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.invocation;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.endpoint.fixture.Proxies;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

class ProxiedEndpointsTest {

	@Test
	void callsPassThroughClassProxies() {
		try (EndpointTester tester = EndpointTester.of(Room.class, Service.class, Proxies.OfClasses.class)) {
			assertThat(AopUtils.isCglibProxy(tester.bean(Room.class))).isTrue();
			tester.open("/rooms/tea").does("text:Welcome to tea").text("hi").does("text:tea: hi");
			assertThat(tester.bean(Proxies.Calls.class).methods).containsExactly("onOpen", "onMessage");
		}
	}

	static class Service {

		String welcome(String room) {
			return "Welcome to " + room;
		}

	}

	@WsEndpoint("/rooms/{room}")
	static class Room {

		private final Service service;

		Room(Service service) {
			this.service = service;
		}

		@OnOpen
		String onOpen(@PathVariable String room) {
			return this.service.welcome(room);
		}

		@OnMessage
		protected String onMessage(@PathVariable String room, String text) {
			return room + ": " + text;
		}

	}

	@Test
	void callsPassThroughInterfaceProxies() {
		try (EndpointTester tester = EndpointTester.of(Upper.class, Proxies.OfInterfaces.class)) {
			assertThat(AopUtils.isJdkDynamicProxy(tester.bean(Shout.class))).isTrue();
			tester.open("/shout/now").text("hi").does("text:HI now");
			assertThat(tester.bean(Proxies.Calls.class).methods).containsExactly("shout");
		}
	}

	interface Shout {

		@OnMessage
		String shout(String text, @PathVariable String when);

	}

	@WsEndpoint("/shout/{when}")
	static class Upper implements Shout {

		@Override
		public String shout(String text, String when) {
			return text.toUpperCase(java.util.Locale.ROOT) + " " + when;
		}

	}

	@Test
	void endpointsOfBeanMethodsAndLazyOnesAreFound() {
		try (EndpointTester tester = EndpointTester.of(Beans.class)) {
			tester.open("/shout/now").text("hi").does("text:HI now");
			tester.open("/lazy").does("text:here");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Shout shout() {
			return new Upper();
		}

		@Bean
		@Lazy
		LazyOne lazyOne() {
			return new LazyOne();
		}

	}

	@WsEndpoint("/lazy")
	static class LazyOne {

		@OnOpen
		String onOpen() {
			return "here";
		}

	}

}
