/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ChatEndpointTest {

	@LocalWsPort
	private int port;

	// each test has rooms of its own
	private final String room = UUID.randomUUID().toString();

	@Test
	void peopleOfARoomSeeEachOther() {
		try (WsTestClient ann = join(this.room, "Ann")) {
			assertThat(ann.expectJson(ChatEvent.Welcome.class)).isEqualTo(new ChatEvent.Welcome("Ann", List.of("Ann")));
			try (WsTestClient bob = join(this.room, "Bob")) {
				assertThat(bob.expectJson(ChatEvent.Welcome.class))
					.isEqualTo(new ChatEvent.Welcome("Bob", List.of("Ann", "Bob")));
				assertThat(ann.expectJson(ChatEvent.Joined.class))
					.isEqualTo(new ChatEvent.Joined("Bob", List.of("Ann", "Bob")));

				Instant before = Instant.now();
				bob.sendJson(new ChatEndpoint.Words("hello"));
				ChatEvent.Said said = ann.expectJson(ChatEvent.Said.class);
				assertThat(said.name()).isEqualTo("Bob");
				assertThat(said.text()).isEqualTo("hello");
				assertThat(said.at()).isBetween(before, Instant.now());
				assertThat(bob.expectJson(ChatEvent.Said.class)).isEqualTo(said);

				bob.expectNothingMore();
			}
			assertThat(ann.expectJson(ChatEvent.Left.class)).isEqualTo(new ChatEvent.Left("Bob", List.of("Ann")));
			ann.expectNothingMore();
		}
	}

	@Test
	void eventsSayTheirKind() {
		try (WsTestClient ann = join(this.room, "Ann")) {
			ann.expectText("{\"type\":\"welcome\",\"you\":\"Ann\",\"people\":[\"Ann\"]}");
		}
	}

	@Test
	void cutConnectionCountsAsLeaving() {
		try (WsTestClient ann = joined("Ann"); WsTestClient bob = joined("Bob")) {
			ann.expectJson(ChatEvent.Joined.class);
			bob.raw().reset();
			assertThat(ann.expectJson(ChatEvent.Left.class)).isEqualTo(new ChatEvent.Left("Bob", List.of("Ann")));
		}
	}

	@Test
	void roomsAreApart() {
		try (WsTestClient ann = joined("Ann"); WsTestClient bob = join(this.room + "-other", "Bob")) {
			assertThat(bob.expectJson(ChatEvent.Welcome.class).people()).containsExactly("Bob");
			bob.sendJson(new ChatEndpoint.Words("hello")).expectJson(ChatEvent.Said.class);
			bob.expectNothingMore();
			ann.expectNothingMore();
		}
	}

	@Test
	void namesAreUniqueAndClean() {
		try (WsTestClient first = join(this.room, "Ann")) {
			assertThat(first.expectJson(ChatEvent.Welcome.class).you()).isEqualTo("Ann");
			try (WsTestClient second = join(this.room, "%20Ann%00%E2%80%AE")) {
				assertThat(second.expectJson(ChatEvent.Welcome.class).you()).isEqualTo("Ann 2");
			}
			try (WsTestClient third = join(this.room, "")) {
				assertThat(third.expectJson(ChatEvent.Welcome.class).you()).isEqualTo("Guest");
			}
		}
		try (WsTestClient wordy = join(this.room + "-wordy", "%F0%9F%98%80".repeat(33))) {
			assertThat(wordy.expectJson(ChatEvent.Welcome.class).you()).isEqualTo("\ud83d\ude00".repeat(32));
		}
	}

	@Test
	void invalidMessageIsRejectedToItsSenderOnly() {
		try (WsTestClient ann = joined("Ann"); WsTestClient bob = joined("Bob")) {
			ann.expectJson(ChatEvent.Joined.class);
			for (String message : List.of("hello", "{\"text\":\" \"}", "{}", "[]",
					"{\"text\":\"" + "x".repeat(2001) + "\"}")) {
				bob.send(message).expectJson(ChatEvent.Rejected.class);
			}
			bob.sendJson(new ChatEndpoint.Words("x".repeat(2000)));
			assertThat(ann.expectJson(ChatEvent.Said.class).text()).hasSize(2000);
		}
	}

	private WsTestClient join(String room, String name) {
		return WsTestClient.connect("ws://localhost:" + this.port + "/chat/" + room + "?name=" + name);
	}

	/** Joins and is welcomed. */
	private WsTestClient joined(String name) {
		WsTestClient client = join(this.room, name);
		client.expectJson(ChatEvent.Welcome.class);
		return client;
	}

}
