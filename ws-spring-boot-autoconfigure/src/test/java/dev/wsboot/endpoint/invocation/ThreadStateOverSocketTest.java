/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.invocation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.annotation.WsScope;
import dev.wsboot.endpoint.StreamingMessage;
import dev.wsboot.endpoint.WsAsyncHandshakeInterceptor;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.WsMessageInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.WsSession;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.test.WsTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that user code of one session binds to its thread are never seen by another.
 */
class ThreadStateOverSocketTest {

	private static final String[] KINDS = { "message", "stage", "items", "pull", "written", "sent", "fail" };

	/** Places where user code has found a value of other code. */
	private static final Set<String> FOREIGN = ConcurrentHashMap.newKeySet();

	/** A permit for each call to a client whose response is awaited. */
	private static final Semaphore AWAITED = new Semaphore(0);

	/** Pieces of user code that were called, by their place. */
	private static final Map<String, LongAdder> CALLS = new ConcurrentHashMap<>();

	@BeforeEach
	void forget() {
		FOREIGN.clear();
		CALLS.clear();
	}

	/** Looks for values of other code, and leaves some. */
	static void use(String place, @Nullable String user) {
		CALLS.computeIfAbsent(place, (key) -> new LongAdder()).increment();
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication != null && !authentication.getName().equals(user)) {
			FOREIGN.add(place + ": user " + authentication.getName());
		}
		if (MDC.get("user") != null) {
			FOREIGN.add(place + ": MDC");
		}
		if (LocaleContextHolder.getLocaleContext() != null) {
			FOREIGN.add(place + ": locale");
		}
		leave((user != null) ? user : "unknown");
	}

	private static void leave(String user) {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(user, "", "ROLE_" + user));
		MDC.put("user", user);
		LocaleContextHolder.setLocale(Locale.FRENCH);
	}

	static String user(WsSession session) {
		return session.handshakeRequest().query().substring("user=".length());
	}

	@ParameterizedTest
	@Tag("slow")
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void noCallMeetsValuesOfAnother(boolean virtualThreads, boolean library) {
		ClassLoader loader = library ? null : new FilteredClassLoader("io.micrometer.context");
		try (EndpointServer server = EndpointServer.in(loader, "spring.threads.virtual.enabled=" + virtualThreads,
				Beans.class, Everything.class, Calls.class, SessionBean.class)) {
			try (WsTestClient ann = server.connect("/everything?user=ann");
					WsTestClient bob = server.connect("/everything?user=bob")) {
				for (int round = 0; round < 100; round++) {
					for (WsTestClient client : List.of(ann, bob)) {
						client.sendBinary((byte) 1);
						for (String kind : KINDS) {
							client.send("{\"type\":\"" + kind + "\"}");
						}
					}
					for (WsTestClient client : List.of(ann, bob)) {
						client.expectBinary((byte) 1);
						for (String kind : KINDS) {
							client.expectText();
						}
					}
				}
				flood(ann, bob);
			}
			try (WsTestClient ann = server.connect("/calls?user=ann");
					WsTestClient bob = server.connect("/calls?user=bob")) {
				for (WsTestClient client : List.of(ann, bob)) {
					client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":1}");
					client.expectText("{\"jsonrpc\":\"2.0\",\"method\":\"name\",\"id\":1}");
					AWAITED.acquireUninterruptibly();
					client.send("{\"jsonrpc\":\"2.0\",\"result\":\"me\",\"id\":1}");
					assertThat(client.expectText()).contains("\"me\"");
				}
			}
		}
		assertThat(CALLS.keySet()).contains("interceptor", "asynchronous interceptor", "converter", "open", "message",
				"stage", "items", "subscribe", "request", "pull", "written", "sent", "fail", "error", "loop", "close",
				"destroy", "call", "answer", "message interceptor");
		assertThat(FOREIGN).isEmpty();
	}

	private static void flood(WsTestClient ann, WsTestClient bob) {
		for (int round = 0; round < 50; round++) {
			for (int i = 0; i < 120; i++) {
				ann.send("{\"type\":\"message\"}");
				bob.send("{\"type\":\"message\"}");
			}
			for (int i = 0; i < 120; i++) {
				ann.expectText();
				bob.expectText();
			}
		}
	}

	@Test
	void whatLoginOfTheDocumentationSetsIsOfItsSessionOnly() {
		for (boolean virtualThreads : new boolean[] { true, false }) {
			FilteredClassLoader without = new FilteredClassLoader("io.micrometer.context");
			try (EndpointServer server = EndpointServer.in(without, "spring.threads.virtual.enabled=" + virtualThreads,
					Secured.class, Login.class, Admin.class)) {
				for (int i = 0; i < 5; i++) {
					try (WsTestClient admin = server.connect("/admin?ADMIN");
							WsTestClient nobody = server.connect("/admin")) {
						nobody.send("delete").expectText("AuthenticationCredentialsNotFoundException");
					}
				}
			}
			try (EndpointServer server = EndpointServer.with("spring.threads.virtual.enabled=" + virtualThreads,
					Secured.class, Login.class, Admin.class)) {
				for (int i = 0; i < 5; i++) {
					try (WsTestClient admin = server.connect("/admin?ADMIN");
							WsTestClient nobody = server.connect("/admin")) {
						admin.send("delete").expectText("deleted");
						nobody.send("delete").expectText("AuthenticationCredentialsNotFoundException");
					}
				}
			}
		}
	}

	@Test
	void authenticationThatCallSetsIsNotThereInTheNextCall() {
		try (EndpointServer server = EndpointServer.of(Secured.class, Login.class, Elevates.class)) {
			try (WsTestClient client = server.connect("/elevates?GUEST")) {
				client.send("one").expectText("GUEST");
				client.send("two").expectText("GUEST");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Secured {

	}

	/** As docs/endpoints.md has it. */
	static class Login implements WsHandshakeInterceptor {

		@Override
		public HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) {
			SecurityContext context = authenticate(handshake.request().query());
			if (context != null) {
				SecurityContextHolder.setContext(context);
			}
			return null;
		}

		private static @Nullable SecurityContext authenticate(@Nullable String role) {
			return (role != null) ? new SecurityContextImpl(new TestingAuthenticationToken(role, "", "ROLE_" + role))
					: null;
		}

	}

	@WsEndpoint("/admin")
	public static class Admin {

		@PreAuthorize("hasRole('ADMIN')")
		@OnMessage
		public String onMessage(String text) {
			return "deleted";
		}

		@OnError
		public String onError(Exception ex) {
			return ex.getClass().getSimpleName();
		}

	}

	@WsEndpoint("/elevates")
	static class Elevates {

		@OnMessage
		String onMessage(String text) {
			String name = SecurityContextHolder.getContext().getAuthentication().getName();
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ROOT", ""));
			return name;
		}

	}

	record Token(String user) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Converter<String, Token> token() {
			return new Converter<>() {
				@Override
				public Token convert(String user) {
					// after the interceptors, whose values it sees
					CALLS.computeIfAbsent("converter", (key) -> new LongAdder()).increment();
					leave(user);
					return new Token(user);
				}
			};
		}

		@Bean
		WsHandshakeInterceptor interceptor() {
			return (handshake) -> {
				String query = handshake.request().query();
				use("interceptor", null);
				SecurityContextHolder.clearContext();
				leave(query.substring("user=".length()));
				return null;
			};
		}

		@Bean
		WsAsyncHandshakeInterceptor asynchronousInterceptor() {
			return (handshake) -> {
				// the same call may see what the interceptor before has left
				CALLS.computeIfAbsent("asynchronous interceptor", (key) -> new LongAdder()).increment();
				leave(handshake.request().query().substring("user=".length()));
				return CompletableFuture.supplyAsync(() -> null);
			};
		}

		@Bean
		WsMessageInterceptor messageInterceptor() {
			return (invocation) -> {
				use("message interceptor", user(invocation.session()));
				// the method is inside of this call
				SecurityContextHolder.clearContext();
				MDC.clear();
				LocaleContextHolder.resetLocaleContext();
				return invocation.proceed();
			};
		}

	}

	@WsScope
	public static class SessionBean implements DisposableBean {

		private final String user;

		public SessionBean(WsSession session) {
			this.user = user(session);
		}

		public String name() {
			return this.user;
		}

		@Override
		public void destroy() {
			use("destroy", null);
		}

	}

	@WsEndpoint("/everything")
	static class Everything implements DisposableBean {

		private final SessionBean bean;

		/** A thread of the application's own, with values of its own. */
		private final ExecutorService others = Executors.newSingleThreadExecutor();

		Everything(SessionBean bean) {
			this.bean = bean;
		}

		@OnOpen
		void onOpen(WsSession session, @RequestParam("user") Token token) {
			use("open", user(session));
			this.bean.name();
		}

		@OnMessage("message")
		String onMessage(WsSession session) {
			use("message", user(session));
			return "message";
		}

		@OnMessage("stage")
		CompletionStage<String> stage(WsSession session) {
			use("stage", user(session));
			return CompletableFuture.supplyAsync(() -> "stage", this.others);
		}

		@OnMessage("items")
		Flow.Publisher<String> items(WsSession session) {
			use("items", user(session));
			return (subscriber) -> subscriber.onSubscribe(new Flow.Subscription() {

				private boolean done;

				@Override
				public void request(long n) {
					use("request", user(session));
					if (!this.done) {
						this.done = true;
						CALLS.computeIfAbsent("subscribe", (key) -> new LongAdder()).increment();
						subscriber.onNext("item");
						subscriber.onComplete();
					}
				}

				@Override
				public void cancel() {
					use("cancel", user(session));
				}

			});
		}

		@OnMessage("pull")
		Stream<String> pull(WsSession session) {
			use("pull method", user(session));
			return Stream.of("pulled").peek((item) -> use("pull", user(session)));
		}

		@OnMessage("written")
		StreamingMessage written(WsSession session) {
			use("written", user(session));
			return StreamingMessage.text((writer) -> {
				leave(user(session));
				writer.write("written");
			});
		}

		@OnMessage("sent")
		void sent(WsSession session) {
			use("send", user(session));
			CompletionStage<Void> sent = session.sendText("sent");
			sent.whenComplete((done, failure) -> {
				if (!Thread.currentThread().getName().startsWith("ws-handler")) {
					use("sent", null);
				}
				else {
					CALLS.computeIfAbsent("sent", (key) -> new LongAdder()).increment();
				}
			});
		}

		@OnMessage("fail")
		void fail(WsSession session) {
			use("fail", user(session));
			throw new IllegalStateException("fail");
		}

		@NonBlocking
		@OnMessage
		byte[] onLoop(byte[] message, WsSession session) {
			use("loop", user(session));
			return message;
		}

		@NonBlocking
		@OnError
		String onError(IllegalStateException error, WsSession session) {
			use("error", user(session));
			return "error";
		}

		@OnClose
		void onClose(WsSession session) {
			use("close", user(session));
		}

		@Override
		public void destroy() {
			this.others.shutdown();
		}

	}

	@WsEndpoint(path = "/calls", protocol = MessageProtocol.JSON_RPC)
	static class Calls {

		@OnMessage("ask")
		CompletionStage<String> ask(JsonRpcSession client) {
			use("call", user(client.session()));
			CompletionStage<String> answer = client.call("name", null, String.class).thenApply((name) -> {
				use("answer", null);
				return name;
			});
			AWAITED.release();
			return answer;
		}

	}

}
