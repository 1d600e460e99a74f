/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that methods read as they arrive.
 */
class ArrivingMessagesTest {

	private static final int BINARY = 2;

	private static final int CONTINUATION = 0;

	@Test
	void aBinaryMessageIsReadBeforeItIsThere() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Uploads.class);
				WsTestClient client = server.connect("/uploads")) {
			Uploads uploads = server.bean(Uploads.class);
			client.sendFrame(false, BINARY, (byte) 7);
			assertThat(uploads.firstBytes.poll(60, TimeUnit.SECONDS)).isEqualTo(7);
			client.sendFrame(false, CONTINUATION, new byte[200_000]).sendFrame(true, CONTINUATION, (byte) 1);
			client.expectText("200002");
			client.send("Grüße 😀").expectText("GRÜSSE 😀");
		}
	}

	@Test
	void theLimitOfWholeMessagesDoesNotCount() {
		try (EndpointServer server = EndpointServer.with("ws.max-message-size=10B", Uploads.class);
				WsTestClient client = server.connect("/uploads")) {
			client.sendBinary(new byte[3_000_000]).expectText("3000000");
		}
	}

	@Test
	void theMethodsOwnLimitCounts() {
		try (EndpointServer server = EndpointServer.of(Limited.class);
				WsTestClient client = server.connect("/limited")) {
			client.sendBinary(new byte[2048]).expectText("2048");
			client.sendBinary(new byte[2049]).expectClose(1009);
		}
	}

	@Test
	void sessionThatEndsInTheMiddleIsNotAnErrorOfTheMethod() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Uploads.class)) {
			Uploads uploads = server.bean(Uploads.class);
			WsTestClient client = server.connect("/uploads");
			client.sendFrame(false, BINARY, (byte) 7);
			assertThat(uploads.firstBytes.poll(60, TimeUnit.SECONDS)).isEqualTo(7);
			client.raw().reset();
			assertThat(uploads.thrown.poll(60, TimeUnit.SECONDS)).isInstanceOf(IncompleteMessageException.class);
			assertThat(uploads.errors).isEmpty();
		}
	}

	@Test
	void aMessageMayBeTheAnswerWhileItArrives() {
		try (EndpointServer server = EndpointServer.of(Echo.class); WsTestClient client = server.connect("/echo")) {
			byte[] large = new byte[500_000];
			large[499_999] = 1;
			client.sendBinary(large);
			assertThat(client.expectBinary()).isEqualTo(large);
		}
	}

	@WsEndpoint("/uploads")
	static class Uploads {

		final BlockingQueue<Integer> firstBytes = new LinkedBlockingQueue<>();

		final BlockingQueue<Exception> thrown = new LinkedBlockingQueue<>();

		final BlockingQueue<Exception> errors = new LinkedBlockingQueue<>();

		@OnMessage
		String onBinary(InputStream input) throws IOException {
			try {
				this.firstBytes.add(input.read());
				return String.valueOf(1 + input.transferTo(java.io.OutputStream.nullOutputStream()));
			}
			catch (IOException ex) {
				this.thrown.add(ex);
				throw ex;
			}
		}

		@OnMessage
		String onText(Reader reader) throws IOException {
			StringWriter text = new StringWriter();
			reader.transferTo(text);
			return text.toString().toUpperCase(java.util.Locale.ROOT);
		}

		@OnError
		void onError(Exception error) {
			this.errors.add(error);
		}

	}

	@WsEndpoint("/limited")
	static class Limited {

		@OnMessage(maxSize = "2KB")
		String onBinary(InputStream input) throws IOException {
			return String.valueOf(input.readAllBytes().length);
		}

	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		InputStream onBinary(InputStream input) {
			return input;
		}

	}

	@WsEndpoint("/loop")
	static class OnTheLoop {

		@NonBlocking
		@OnMessage
		void onMessage(InputStream input) {
		}

	}

	@Test
	void aStreamOnTheEventLoop() {
		Mistake.of(OnTheLoop.class)
			.says("Parameter 'input' (InputStream)",
					"blocks while the message arrives, but the method is annotated with @NonBlocking.")
			.cure("Remove @NonBlocking, or take the complete message.");
	}

	@WsEndpoint("/whole")
	static class WholeWithLimit {

		@OnMessage(maxSize = "1MB")
		void onMessage(String text) {
		}

	}

	@Test
	void aLimitForWholeMessages() {
		Mistake.of(WholeWithLimit.class)
			.says("has a maxSize, but gets whole messages.")
			.cure("set ws.max-message-size for whole messages.");
	}

	@WsEndpoint("/size")
	static class NoSize {

		@OnMessage(maxSize = "much")
		void onMessage(Reader reader) {
		}

	}

	@Test
	void limitThatIsNotASize() {
		Mistake.of(NoSize.class)
			.says("has the maxSize 'much', which is not a size.")
			.cure("Write one such as \"10MB\".");
	}

	@WsEndpoint("/named")
	static class Named {

		@OnMessage("upload")
		void onMessage(InputStream input) {
		}

	}

	@Test
	void aStreamThatIsCalledByName() {
		Mistake.of(Named.class)
			.says("reads messages as they arrive, but messages with a name are read completely first.")
			.cure("remove the name from @OnMessage.");
	}

	@WsEndpoint("/beside")
	static class BesideNames {

		@OnMessage("a")
		void onA() {
		}

		@OnMessage
		void onOthers(Reader reader) {
		}

	}

	@Test
	void aReaderBesideNames() {
		Mistake.of(BesideNames.class)
			.says("has 'onOthers(Reader)', which reads text messages as they arrive, beside methods for messages")
			.cure("Use a String parameter, or move the method to a separate endpoint.");
	}

}
