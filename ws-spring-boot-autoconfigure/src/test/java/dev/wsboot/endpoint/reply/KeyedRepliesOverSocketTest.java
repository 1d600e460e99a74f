/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.KeyedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objects with a key, returned by methods and sent from elsewhere.
 */
@Timeout(300)
class KeyedRepliesOverSocketTest {

	record Quote(String symbol, int price) {
	}

	@ParameterizedTest
	@ValueSource(strings = { "/one", "/to-all", "/stream" })
	void whatIsHeldIsSent(String path) {
		try (EndpointServer server = EndpointServer.of(One.class, ToAll.class, Streamed.class);
				WsTestClient client = server.connect(path)) {
			client.send("abc").expectText("{\"symbol\":\"abc\",\"price\":1}");
		}
	}

	@Test
	void slowReaderGetsTheLatestMessageOfEachKey() {
		try (EndpointServer server = EndpointServer.of(One.class); WsTestClient client = server.connect("/one")) {
			WsSessions sessions = server.bean(WsSessions.class);
			client.send("open").expectText();
			WsSession session = sessions.all().iterator().next();
			int filling = 0;
			while (session.queuedBytes() < 500_000) {
				session.sendBinary(new byte[10_000]);
				filling++;
			}
			for (int price = 1; price <= 1000; price++) {
				sessions.of(One.class).broadcast(new KeyedMessage("a", new Quote("a", price)));
				sessions.of(One.class).broadcast(new KeyedMessage("b", new Quote("b", price)));
			}
			session.sendText("last");
			for (int i = 0; i < filling; i++) {
				assertThat(client.expectBinary()).hasSize(10_000);
			}
			List<String> quotes = new ArrayList<>();
			for (String text = client.expectText(); !text.equals("last"); text = client.expectText()) {
				quotes.add(text);
			}
			// the kernel may have taken some meanwhile
			assertThat(quotes).hasSizeLessThan(1000)
				.contains("{\"symbol\":\"a\",\"price\":1000}", "{\"symbol\":\"b\",\"price\":1000}");
		}
	}

	private static KeyedMessage quote(String symbol) {
		return new KeyedMessage(symbol, new Quote(symbol, 1));
	}

	@WsEndpoint("/one")
	static class One {

		@OnMessage
		KeyedMessage answer(String symbol) {
			return quote(symbol);
		}

	}

	@WsEndpoint("/to-all")
	static class ToAll {

		@OnMessage
		@Broadcast
		KeyedMessage answer(String symbol) {
			return quote(symbol);
		}

	}

	@WsEndpoint("/stream")
	static class Streamed {

		@OnMessage
		Stream<KeyedMessage> answer(String symbol) {
			return Stream.of(quote(symbol));
		}

	}

}
