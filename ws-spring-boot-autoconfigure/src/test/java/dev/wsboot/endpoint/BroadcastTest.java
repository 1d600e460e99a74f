package dev.wsboot.endpoint;

import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers that go to many sessions.
 */
class BroadcastTest {

	record Said(String text) {
	}

	@Test
	void anAnswerGoesToAllSessionsOfTheEndpoint() {
		try (EndpointServer server = EndpointServer.of(All.class, Rooms.class);
				WsTestClient ann = server.connect("/all");
				WsTestClient other = server.connect("/rooms/a")) {
			ann.expectText("joined");
			other.expectText("a");
			try (WsTestClient bob = server.connect("/all")) {
				ann.expectText("joined");
				bob.expectText("joined");
				bob.send("{\"text\":\"hi\"}");
				ann.expectText("{\"text\":\"hi\"}");
				bob.expectText("{\"text\":\"hi\"}");
				bob.close(1000, "").expectClose(1000);
			}
			ann.expectText("left");
			other.close(1000, "").expectClose(1000);
		}
	}

	@WsEndpoint("/all")
	static class All {

		@Broadcast
		@OnOpen
		String onOpen() {
			return "joined";
		}

		@Broadcast
		@OnMessage
		Said onMessage(Said said) {
			return said;
		}

		@Broadcast
		@OnClose
		String onClose() {
			return "left";
		}

	}

	@Test
	void anAnswerGoesToTheSessionsThatJoined() {
		try (EndpointServer server = EndpointServer.of(Rooms.class);
				WsTestClient ann = server.connect("/rooms/a");
				WsTestClient bob = server.connect("/rooms/a");
				WsTestClient carl = server.connect("/rooms/b")) {
			ann.expectText("a");
			bob.expectText("a");
			carl.expectText("b");
			ann.send("hello");
			ann.expectText("hello").expectText("bye");
			bob.expectText("hello").expectText("bye");
			carl.close(1000, "").expectClose(1000);
		}
	}

	@WsEndpoint("/rooms/{room}")
	static class Rooms {

		@OnOpen
		String onOpen(WsSession session, @PathVariable String room) {
			session.join("room-" + room);
			return room;
		}

		@Broadcast(to = "room-{room}")
		@OnMessage
		Stream<String> onMessage(String text) {
			return Stream.of(text, "bye");
		}

	}

}
