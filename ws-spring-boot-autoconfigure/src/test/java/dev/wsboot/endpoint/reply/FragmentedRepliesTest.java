/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.StreamingMessage;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.stream.Fragments;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are one message, but never in memory as a whole.
 */
class FragmentedRepliesTest {

	private static final byte[] BYTES = new byte[3 * Fragments.SIZE + 17];

	static {
		new Random(1).nextBytes(BYTES);
	}

	@Test
	void anInputStreamIsOneBinaryMessage() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(OfInputStream.class);
				WsTestClient client = server.connect("/input")) {
			client.send("" + BYTES.length).send("" + Fragments.SIZE).send("3").send("0");
			assertThat(client.expectBinary()).isEqualTo(BYTES);
			assertThat(client.expectBinary()).hasSize(Fragments.SIZE);
			assertThat(client.expectBinary()).hasSize(3);
			assertThat(client.expectBinary()).isEmpty();
			assertThat(server.bean(OfInputStream.class).closed.await(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	@WsEndpoint("/input")
	static class OfInputStream {

		final CountDownLatch closed = new CountDownLatch(4);

		@OnMessage
		InputStream onMessage(Integer size) {
			return new FilterInputStream(new ByteArrayInputStream(BYTES, 0, size)) {
				@Override
				public void close() {
					OfInputStream.this.closed.countDown();
				}
			};
		}

	}

	@Test
	void aReaderIsOneTextMessage() {
		try (EndpointServer server = EndpointServer.of(OfReader.class);
				WsTestClient client = server.connect("/reader")) {
			// pairs of surrogates at even and at odd places
			String even = "😀".repeat(20_000);
			client.send(even).expectText(even);
			String odd = "x" + even;
			client.send(odd).expectText(odd);
		}
	}

	@WsEndpoint("/reader")
	static class OfReader {

		@OnMessage
		Reader onMessage(String text) {
			return new StringReader(text);
		}

	}

	@Test
	void aStreamingMessageIsWrittenBitByBit() {
		try (EndpointServer server = EndpointServer.of(Written.class);
				WsTestClient client = server.connect("/written")) {
			client.send("text").expectText("one two 3?");
			client.send("binary").expectBinary((byte) 1, (byte) 2, (byte) 3);
		}
	}

	@WsEndpoint("/written")
	static class Written {

		@OnMessage
		StreamingMessage onMessage(String kind) {
			if (kind.equals("text")) {
				return StreamingMessage.text((writer) -> {
					writer.write("one ");
					writer.flush();
					writer.append("two ").append('3');
					writer.flush();
					writer.write(0xD83D);
					writer.flush();
					writer.close();
				});
			}
			return StreamingMessage.binary((output) -> {
				output.write(1);
				output.flush();
				output.write(new byte[] { 2, 3 });
				output.close();
			});
		}

	}

	@Test
	void otherMessagesWaitForTheLastFragment() {
		try (EndpointServer server = EndpointServer.of(Between.class);
				WsTestClient client = server.connect("/between")) {
			client.send("go").expectText("before, after").expectText("between");
		}
	}

	@WsEndpoint("/between")
	static class Between {

		@OnMessage
		StreamingMessage onMessage(WsSession session, String text) {
			return StreamingMessage.text((writer) -> {
				writer.write("before, ");
				writer.flush();
				session.sendText("between");
				writer.write("after");
			});
		}

	}

	@Test
	void slowReaderSlowsDownTheWriter() {
		try (EndpointServer server = EndpointServer.of(Large.class);
				WsTestClient client = WsTestClient.to(server.uri("/large")).connect()) {
			client.send("go");
			assertThat(client.expectBinary()).hasSize(Large.SIZE);
			client.expectText("at most one part waited");
		}
	}

	@WsEndpoint("/large")
	static class Large {

		static final int SIZE = 30_000_000;

		@OnMessage
		StreamingMessage onMessage(WsSession session, String text) {
			return StreamingMessage.binary((output) -> {
				byte[] kilobytes = new byte[10_000];
				long mostQueued = 0;
				for (int written = 0; written < SIZE; written += kilobytes.length) {
					output.write(kilobytes);
					mostQueued = Math.max(mostQueued, session.queuedBytes());
				}
				session
					.sendText((mostQueued < 2 * Fragments.SIZE) ? "at most one part waited" : mostQueued + " waited");
			});
		}

	}

	@Test
	void anErrorBeforeTheFirstPartIsLikeAnyOther() {
		try (EndpointServer server = EndpointServer.of(Failing.class);
				WsTestClient client = server.connect("/failing")) {
			client.send("early").expectText("error: early");
		}
	}

	@Test
	void anErrorInTheMiddleClosesTheSession() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Failing.class);
				WsTestClient client = server.connect("/failing")) {
			client.send("late");
			client.expectClose(1011);
			assertThat(server.bean(Failing.class).errors.poll(60, TimeUnit.SECONDS)).isEqualTo("late");
		}
	}

	@Test
	void theEndOfTheSessionReachesTheWriter() throws InterruptedException {
		try (EndpointServer server = EndpointServer.of(Failing.class)) {
			WsTestClient client = server.connect("/failing");
			client.send("endless");
			Failing failing = server.bean(Failing.class);
			assertThat(failing.begun.await(60, TimeUnit.SECONDS)).isTrue();
			client.raw().reset();
			assertThat(failing.thrown.poll(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
			assertThat(failing.errors).isEmpty();
		}
	}

	@WsEndpoint("/failing")
	static class Failing {

		final CountDownLatch begun = new CountDownLatch(1);

		final BlockingQueue<Exception> thrown = new LinkedBlockingQueue<>();

		final BlockingQueue<String> errors = new LinkedBlockingQueue<>();

		@OnMessage
		StreamingMessage onMessage(String kind) {
			return StreamingMessage.text((writer) -> {
				if (kind.equals("late")) {
					writer.write("begun");
					writer.flush();
				}
				if (!kind.equals("endless")) {
					throw new IllegalArgumentException(kind);
				}
				endless(writer);
			});
		}

		private void endless(java.io.Writer writer) throws IOException {
			try {
				while (true) {
					writer.write("and on and on");
					writer.flush();
					this.begun.countDown();
				}
			}
			catch (IOException ex) {
				this.thrown.add(ex);
				throw ex;
			}
		}

		@OnError
		String onError(IllegalArgumentException ex) {
			this.errors.add(ex.getMessage());
			return "error: " + ex.getMessage();
		}

	}

}
