/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsAsyncHandshakeInterceptor;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.WsInvocation;
import dev.wsboot.endpoint.WsMessageInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.session.HandshakeDecider;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Interceptors of handshakes, and of calls of handler methods.
 */
class InterceptorsOverSocketTest {

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		server = EndpointServer.of(Echo.class, Who.class, Loop.class, First.class, Second.class, Third.class,
				Outer.class, Inner.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void handshakeInterceptorsAreAskedInOrderAndSeveralMayTakeTheirTime() {
		try (WsTestClient client = server.connect("/echo?user=ann")) {
			client.expectText("first second third");
			assertThat(client.response().headers().all("Set-Cookie")).containsExactly("a=1", "b=2");
		}
	}

	@Test
	void whomAnInterceptorNamesIsThePrincipal() {
		try (WsTestClient client = server.connect("/who?user=ann")) {
			client.expectText("ann").send("?").expectText("ann ann");
		}
	}

	@WsEndpoint("/who")
	static class Who {

		@OnOpen
		String onOpen(Principal principal) {
			return principal.getName();
		}

		@OnMessage
		String onMessage(String text, Principal principal, WsSession session) {
			assertThat(session.handshakeRequest().principal()).isSameAs(principal);
			return principal.getName() + " " + session.principal().getName();
		}

	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void theLogNamesTheInterceptorThatRejects(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(HandshakeDecider.class.getName(), LogLevel.DEBUG);
		try {
			WsTestClient.to(server.uri("/echo")).expectRejection(401);
			WsTestClient.to(server.uri("/echo?user=late")).expectRejection(403);
			assertThat(output).contains("First rejected a handshake for '/echo' with 401")
				.contains("Second rejected a handshake for '/echo' with 403")
				.doesNotContain("late");
		}
		finally {
			logging.setLogLevel(HandshakeDecider.class.getName(), null);
		}
	}

	@Test
	void handshakeInterceptorsRejectAtOnceOrLater() {
		WsTestClient.to(server.uri("/echo")).expectRejection(401);
		WsTestClient.to(server.uri("/echo?user=late")).expectRejection(403);
	}

	@Test
	void handshakeInterceptorThatFailsGets500AndOtherHandshakesSucceed() {
		for (String how : List.of("throw", "error", "stage", "dead-stage")) {
			assertThat(WsTestClient.to(server.uri("/echo?user=" + how)).expectRejection(500).body())
				.doesNotContain("secret");
		}
		try (WsTestClient client = server.connect("/echo?user=ann")) {
			client.expectText("first second third");
		}
	}

	@Order(1)
	static class First implements WsHandshakeInterceptor {

		@Override
		public HandshakeDecision.Reject intercept(WsHandshake handshake) {
			List<String> user = handshake.request().queryParameters().get("user");
			if (user == null) {
				return HandshakeDecision.reject(401);
			}
			if (user.contains("throw")) {
				throw new IllegalStateException("secret");
			}
			if (user.contains("error")) {
				throw new StackOverflowError();
			}
			handshake.attributes().put("user", user.get(0));
			handshake.principal(() -> "nobody");
			handshake.attributes().put("asked", "first");
			handshake.responseHeader("Set-Cookie", "a=1").responseHeader("Set-Cookie", "b=2");
			return null;
		}

	}

	@Order(2)
	static class Second implements WsAsyncHandshakeInterceptor {

		@Override
		public CompletionStage<HandshakeDecision.Reject> interceptLater(WsHandshake handshake) {
			CompletableFuture<HandshakeDecision.Reject> later = new CompletableFuture<>();
			new Thread(() -> {
				handshake.attributes().merge("asked", " second", (a, b) -> "" + a + b);
				switch ((String) handshake.attributes().get("user")) {
					case "late" -> later.complete(HandshakeDecision.reject(403));
					case "stage" -> later.completeExceptionally(new IllegalStateException("secret"));
					case "dead-stage" -> later.completeExceptionally(new OutOfMemoryError("secret"));
					default -> later.complete(null);
				}
			}).start();
			return later;
		}

	}

	@Order(3)
	static class Third implements WsHandshakeInterceptor {

		@Override
		public HandshakeDecision.Reject intercept(WsHandshake handshake) {
			assertThat(Thread.currentThread().getName()).startsWith("ws-handler-");
			assertThat(handshake.principal().getName()).isEqualTo("nobody");
			String user = (String) handshake.attributes().get("user");
			handshake.principal(() -> user);
			handshake.attributes().merge("asked", " third", (a, b) -> "" + a + b);
			return null;
		}

	}

	@Test
	void messageInterceptorsAreAroundEachCall() throws InterruptedException {
		BlockingQueue<String> seen = server.bean(Outer.class).seen;
		try (WsTestClient client = server.connect("/echo?user=seen")) {
			client.expectText("first second third");
			client.send("hi").expectText("<hi>");
			client.send("stop").expectText("stopped");
			client.send("deny").expectText("sorry: denied");
			client.send("fail").expectText("sorry: failed");
		}
		List<String> all = new ArrayList<>();
		String last;
		do {
			last = seen.poll(60, TimeUnit.SECONDS);
			all.add(last);
		}
		while (last != null && !last.contains("OnClose"));
		assertThat(all).containsExactly("/echo OnOpen onOpen null null", "/echo OnMessage onMessage hi null",
				"/echo OnMessage onMessage stop null", "/echo OnMessage onMessage deny null",
				"/echo OnError onError deny denied", "/echo OnMessage onMessage fail null",
				"/echo OnError onError fail failed", "/echo OnClose onClose null null");
	}

	@Test
	void messageInterceptorsRunOnTheLoopWithMethodsThatDo() {
		try (WsTestClient client = server.connect("/loop?user=ann")) {
			client.sendBinary((byte) 7);
			assertThat(client.expectBinary()).containsExactly(7);
			assertThat(server.bean(Inner.class).thread).startsWith("ws-loop-");
			client.send("error").expectClose(1011);
		}
		try (WsTestClient client = server.connect("/loop?user=ann")) {
			client.sendBinary((byte) 8);
			assertThat(client.expectBinary()).containsExactly(8);
		}
	}

	@Order(1)
	static class Outer implements WsMessageInterceptor {

		final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		@Override
		public Object intercept(WsInvocation invocation) throws Throwable {
			if (!"seen".equals(invocation.session().attributes().get("user"))) {
				// sessions of other tests may still be ending
				return invocation.proceed();
			}
			String message = (invocation.message() != null) ? invocation.message().text() : null;
			String error = (invocation.error() != null) ? invocation.error().getMessage() : null;
			this.seen.add(invocation.session().endpoint() + " " + invocation.kind().getSimpleName() + " "
					+ invocation.method().getName() + " " + message + " " + error);
			Object reply = invocation.proceed();
			return (invocation.kind() == OnMessage.class && "hi".equals(reply)) ? "<" + reply + ">" : reply;
		}

	}

	@Order(2)
	static class Inner implements WsMessageInterceptor {

		volatile String thread;

		@Override
		public Object intercept(WsInvocation invocation) throws Throwable {
			if (invocation.session().endpoint().equals("/loop")) {
				this.thread = Thread.currentThread().getName();
			}
			if (invocation.kind() == OnMessage.class && invocation.message().isText()) {
				switch (invocation.message().text()) {
					case "stop" -> {
						return "stopped";
					}
					case "deny" -> throw new IllegalStateException("denied");
					case "error" -> throw new StackOverflowError();
				}
			}
			return invocation.proceed();
		}

	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnOpen
		String onOpen(WsSession session) {
			return (String) session.attributes().get("asked");
		}

		@OnMessage
		String onMessage(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("failed");
			}
			return text;
		}

		@OnError
		String onError(IllegalStateException error) {
			return "sorry: " + error.getMessage();
		}

		@OnClose
		void onClose() {
		}

	}

	@WsEndpoint("/loop")
	static class Loop {

		@NonBlocking
		@OnMessage
		ByteBuffer onBinary(ByteBuffer payload) {
			return payload;
		}

		@NonBlocking
		@OnMessage
		String onText(String text) {
			return text;
		}

	}

}
