/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.invocation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.internal.scope.ThreadState;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * User code begins on a thread without values, and the thread has its own ones
 * afterwards.
 */
class ThreadStateTest {

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private final ThreadState state = ThreadState.of(new DefaultListableBeanFactory());

	@AfterEach
	void clear() {
		SecurityContextHolder.clearContext();
		MDC.clear();
		LocaleContextHolder.resetLocaleContext();
		ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		TENANT.remove();
	}

	@Test
	void valuesThatUserCodeLeavesAreRemoved() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		for (boolean own : new boolean[] { true, false }) {
			ThreadState.Taken taken = this.state.enter(own);
			assertThat(taken).isNull();
			bind("inner");
			this.state.leave(taken);
			assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
			assertThat(MDC.getCopyOfContextMap()).isNull();
			assertThat(LocaleContextHolder.getLocaleContext()).isNull();
			assertThat(TENANT.get()).isNull();
		}
	}

	@Test
	void valuesOfTheThreadAreHiddenAndComeBack() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		bind("outer");
		SecurityContext outer = SecurityContextHolder.getContext();
		this.state.run(() -> {
			assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
			assertThat(MDC.getCopyOfContextMap()).isNull();
			assertThat(LocaleContextHolder.getLocaleContext()).isNull();
			assertThat(TENANT.get()).isNull();
			bind("inner");
		});
		assertThat(SecurityContextHolder.getContext()).isSameAs(outer);
		assertThat(outer.getAuthentication().getName()).isEqualTo("outer");
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "outer"));
		assertThat(LocaleContextHolder.getLocale()).isEqualTo(Locale.forLanguageTag("x-outer"));
		assertThat(TENANT.get()).isEqualTo("outer");
	}

	@Test
	void scopesOfObservationsThatUserCodeLeavesOpenAreClosed() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((context) -> true);
		this.state.run(() -> Observation.start("left", registry).openScope());
		assertThat(registry.getCurrentObservation()).isNull();
		Observation outer = Observation.start("outer", registry);
		try (Observation.Scope scope = outer.openScope()) {
			this.state.run(() -> Observation.start("left", registry).openScope());
			assertThat(registry.getCurrentObservation()).isSameAs(outer);
		}
		assertThat(registry.getCurrentObservation()).isNull();
	}

	@Test
	void securityContextIsRemovedWhereAnAccessorFails() {
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken("outer", "")));
		SecurityContext outer = SecurityContextHolder.getContext();
		AtomicBoolean failing = new AtomicBoolean();
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", () -> {
			if (failing.get()) {
				throw new IllegalStateException("accessor");
			}
			return null;
		}, (value) -> {
		}, () -> {
		});
		assertThatIllegalStateException().isThrownBy(() -> this.state.run(() -> {
			SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken("inner", "")));
			failing.set(true);
		})).withMessage("accessor");
		assertThat(SecurityContextHolder.getContext()).isSameAs(outer);
	}

	@Test
	void securityContextOfAnInterceptorIsRemovedWhereAnAccessorFails() throws Exception {
		try (EndpointServer server = EndpointServer.of(FailingAccessor.class, Greeter.class)) {
			HandshakeDecision decision = server.bean(WsEndpoints.class)
				.handshakeHandler(Runnable::run, WsServerOptions.builder().build().session())
				.decide(new HandshakeRequest("/greeter", null, Headers.empty(),
						new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), false, null));
			assertThat(((HandshakeDecision.Later) decision).decision().toCompletableFuture())
				.isCompletedExceptionally();
		}
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	static class FailingAccessor {

		private boolean failing;

		/** Fails when the values of the interceptor's thread are brought back. */
		@Bean
		ContextSnapshotFactory snapshots() {
			ContextRegistry registry = new ContextRegistry();
			registry.registerThreadLocalAccessor("tenant", () -> null, (value) -> {
			}, () -> {
				if (this.failing) {
					throw new IllegalStateException("accessor");
				}
			});
			return ContextSnapshotFactory.builder().contextRegistry(registry).clearMissing(true).build();
		}

		@Bean
		WsHandshakeInterceptor login() {
			return (handshake) -> {
				SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken("inner", "")));
				this.failing = true;
				return null;
			};
		}

	}

	@WsEndpoint("/greeter")
	static class Greeter {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	private static void bind(String name) {
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken(name, "")));
		MDC.put("user", name);
		LocaleContextHolder.setLocale(Locale.forLanguageTag("x-" + name));
		TENANT.set(name);
	}

}
