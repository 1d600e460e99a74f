/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsAdvice;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The handling of errors in handler methods.
 */
class ErrorsOverSocketTest {

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		server = EndpointServer.of(Several.class, Advised.class, FirstAdvice.class, SecondAdvice.class,
				NotForThese.class, FailingHandlers.class, BrokenOpen.class, Loop.class, Errors.class, Buffers.class,
				Stubborn.class, OpenOnLoop.class, ThrowsErrors.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void fail(String what) throws Exception {
		switch (what) {
			case "io" -> throw new IOException(what);
			case "file" -> throw new FileNotFoundException(what);
			case "state" -> throw new IllegalStateException(what);
			case "argument" -> throw new IllegalArgumentException(what);
			case "arithmetic" -> throw new ArithmeticException(what);
			case "cause" -> throw new ExecutionException(new FileNotFoundException("inner"));
			case "security" -> throw new SecurityException(what);
			case "assertion" -> throw new AssertionError(what);
			case "stack" -> recurse(1);
			case "memory" -> throw new OutOfMemoryError(what);
			case "linkage" -> throw new NoClassDefFoundError(what);
			case "throwable" -> sneak(new Throwable(what));
			default -> throw new Exception(what);
		}
	}

	@SuppressWarnings("InfiniteRecursion")
	private static int recurse(int depth) {
		return recurse(depth + 1) + depth;
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable error) throws T {
		throw (T) error;
	}

	@Test
	void theMethodForTheClosestTypeIsCalled() {
		try (WsTestClient client = server.connect("/several/tea")) {
			client.send("io").expectText("io: io in tea");
			client.send("file").expectText("file: file");
			client.send("state").expectText("one of two: state of 5 bytes");
			client.send("argument").expectText("one of two: argument of 8 bytes");
			client.send("other").expectText("{\"error\":\"rest: other\"}");
			client.send("assertion").expectText("{\"error\":\"rest: assertion\"}");
		}
	}

	@Test
	void causeIsHandledIfNoMethodMatchesTheError() {
		try (WsTestClient client = server.connect("/advised")) {
			client.send("cause").expectText("own: inner");
		}
	}

	@WsEndpoint("/several/{room}")
	static class Several {

		@OnMessage
		void onMessage(String what) throws Exception {
			fail(what);
		}

		@OnError
		String onIo(IOException error, @PathVariable String room) {
			return "io: " + error.getMessage() + " in " + room;
		}

		@OnError
		String onFile(FileNotFoundException error) {
			return "file: " + error.getMessage();
		}

		@OnError({ IllegalStateException.class, IllegalArgumentException.class })
		String onTwo(RuntimeException error, WsMessage message) {
			return "one of two: " + error.getMessage() + " of " + message.size() + " bytes";
		}

		@OnError
		Problem onRest(Throwable error) {
			return new Problem("rest: " + error.getMessage());
		}

	}

	record Problem(String error) {
	}

	@Test
	void theMessageThatCouldNotBeHandledIsThereOnTheLoopToo() {
		try (WsTestClient client = server.connect("/buffers")) {
			client.sendBinary((byte) 1, (byte) 2).expectBinary((byte) 1, (byte) 2);
		}
	}

	@WsEndpoint("/buffers")
	static class Buffers {

		@NonBlocking
		@OnMessage
		void onMessage(ByteBuffer payload) {
			throw new IllegalStateException();
		}

		@NonBlocking
		@OnError
		byte[] onError(WsMessage message) {
			return message.bytes();
		}

	}

	@Test
	void adviceHandlesErrorsWithoutAMethodInTheEndpoint() {
		try (WsTestClient client = server.connect("/advised")) {
			client.send("file").expectText("own: file");
			client.send("state").expectText("first: state");
			client.send("arithmetic").expectText("second: arithmetic");
			client.send("argument").expectText("first: argument");
			assertThat(client.send("io").expectClose(1011).reason()).isEmpty();
		}
	}

	@WsEndpoint("/advised")
	static class Advised {

		@OnMessage
		void onMessage(String what) throws Exception {
			fail(what);
		}

		@OnError
		String onFile(FileNotFoundException error) {
			return "own: " + error.getMessage();
		}

	}

	@WsAdvice(assignableTypes = { Advised.class, ThrowsErrors.class })
	@Order(1)
	static class FirstAdvice {

		@OnError({ IllegalStateException.class, IllegalArgumentException.class })
		String onState(RuntimeException error) {
			return "first: " + error.getMessage();
		}

	}

	@WsAdvice(assignableTypes = Advised.class)
	@Order(2)
	static class SecondAdvice {

		@OnError
		String onRuntime(RuntimeException error) {
			return "second: " + error.getMessage();
		}

	}

	@WsAdvice(assignableTypes = Several.class)
	@Order(0)
	static class NotForThese {

		@OnError
		String onAll() {
			return "not for these";
		}

	}

	@Test
	void anErrorMethodThatThrowsClosesWith1011() {
		try (WsTestClient client = server.connect("/failing-handlers")) {
			client.send("io").expectClose(1011);
		}
		try (WsTestClient client = server.connect("/failing-handlers")) {
			client.send("state").expectClose(1011);
		}
	}

	@WsEndpoint("/failing-handlers")
	static class FailingHandlers {

		@OnMessage
		void onMessage(String what) throws Exception {
			fail(what);
		}

		@OnError
		void onIo(IOException error) {
			throw new IllegalStateException("in turn");
		}

		@OnError
		void onRest(Throwable error) throws Throwable {
			throw error;
		}

	}

	@Test
	void closeIsCalledAfterAnOpenThatFailed() throws InterruptedException {
		try (WsTestClient client = server.connect("/broken-open")) {
			client.expectClose(1011);
		}
		assertThat(server.bean(BrokenOpen.class).calls.poll(60, TimeUnit.SECONDS)).isEqualTo("close 1011");
	}

	@WsEndpoint("/broken-open")
	static class BrokenOpen {

		final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

		@OnOpen
		void onOpen() {
			throw new IllegalStateException();
		}

		@OnMessage
		void onMessage(String text) {
			this.calls.add(text);
		}

		@OnClose
		void onClose(CloseStatus status) {
			this.calls.add("close " + status.code());
		}

	}

	@Test
	void closeIsCalledAfterACancellationThatFailed() throws InterruptedException {
		try (WsTestClient client = server.connect("/stubborn")) {
			client.send("go").expectText("first");
		}
		assertThat(server.bean(Stubborn.class).calls.poll(60, TimeUnit.SECONDS)).isEqualTo("cancel");
		assertThat(server.bean(Stubborn.class).calls.poll(60, TimeUnit.SECONDS)).isEqualTo("close");
	}

	@WsEndpoint("/stubborn")
	static class Stubborn {

		final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

		@OnMessage
		Flow.Publisher<String> onMessage(String text) {
			return (subscriber) -> subscriber.onSubscribe(new Flow.Subscription() {

				private boolean sent;

				@Override
				public void request(long count) {
					if (!this.sent) {
						this.sent = true;
						subscriber.onNext("first");
					}
				}

				@Override
				public void cancel() {
					Stubborn.this.calls.add("cancel");
					throw new IllegalStateException();
				}

			});
		}

		@OnClose
		void onClose() {
			this.calls.add("close");
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "stack", "memory", "linkage", "assertion", "throwable" })
	void errorsDoNotHarmTheLoop(String what) {
		try (WsTestClient other = server.connect("/loop"); WsTestClient client = server.connect("/loop")) {
			client.send(what).expectClose(1011);
			other.send("still there?").expectText("still there?");
		}
		try (WsTestClient client = server.connect("/throws")) {
			client.send(what).expectClose(1011);
		}
		try (WsTestClient client = server.connect("/loop")) {
			client.send("a new one").expectText("a new one");
		}
	}

	@WsEndpoint("/loop")
	static class Loop {

		@NonBlocking
		@OnMessage
		String onMessage(String what) throws Exception {
			if (what.contains(" ")) {
				return what;
			}
			fail(what);
			return "";
		}

	}

	@WsEndpoint("/throws")
	static class ThrowsErrors {

		@OnMessage
		void onMessage(String what) throws Exception {
			fail(what);
		}

	}

	@Test
	void errorsOfOpenOnTheLoopDoNotHarmIt() {
		try (WsTestClient other = server.connect("/loop")) {
			try (WsTestClient client = server.connect("/open-on-loop")) {
				client.expectClose(1011);
			}
			other.send("still there?").expectText("still there?");
		}
	}

	@WsEndpoint("/open-on-loop")
	static class OpenOnLoop {

		@NonBlocking
		@OnOpen
		void onOpen() {
			recurse(1);
		}

		@NonBlocking
		@OnClose
		void onClose() {
			throw new NoClassDefFoundError();
		}

	}

	@Test
	void errorsOfErrorMethodsOnTheLoopDoNotHarmIt() {
		try (WsTestClient other = server.connect("/loop"); WsTestClient client = server.connect("/errors")) {
			client.send("stack").expectClose(1011);
			other.send("still there?").expectText("still there?");
		}
	}

	@WsEndpoint("/errors")
	static class Errors {

		@NonBlocking
		@OnMessage
		void onMessage(String what) throws Exception {
			fail(what);
		}

		@NonBlocking
		@OnError
		void onError() {
			recurse(1);
		}

	}

	@Test
	void sessionsGoOnWhereThePolicySaysSo() throws InterruptedException {
		try (EndpointServer keeps = EndpointServer.with("ws.error.policy=keep-open", BrokenOpen.class,
				FailingHandlers.class, Numbers.class)) {
			try (WsTestClient client = keeps.connect("/broken-open")) {
				client.send("hello");
			}
			try (WsTestClient client = keeps.connect("/failing-handlers")) {
				client.send("io").send("state");
			}
			try (WsTestClient client = keeps.connect("/numbers")) {
				client.send("no number").send("0").send("1").expectText("1");
			}
			assertThat(keeps.bean(BrokenOpen.class).calls.poll(60, TimeUnit.SECONDS)).isEqualTo("hello");
		}
	}

	@WsEndpoint("/numbers")
	static class Numbers {

		@OnMessage
		int onMessage(Integer number) {
			return 1 / number;
		}

	}

}
