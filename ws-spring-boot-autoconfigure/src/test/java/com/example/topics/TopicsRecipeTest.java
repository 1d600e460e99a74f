package com.example.topics;

import com.example.NamedUsers;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * The endpoints of {@code docs/recipes/stomp.md}.
 */
@SpringBootTest(classes = TopicsRecipeTest.Application.class)
class TopicsRecipeTest {

	@LocalWsPort
	private int port;

	@Test
	void publicationReachesThoseWhoHaveSubscribed() {
		try (WsTestClient ada = connect("/topics", "ada"); WsTestClient grace = connect("/topics", "grace")) {
			ada.send("{\"type\":\"subscribe\",\"topic\":\"news\"}");
			grace.send("{\"type\":\"subscribe\",\"topic\":\"prices\"}");
			ada.send("{\"type\":\"publish\",\"topic\":\"news\",\"text\":\"Hello\"}")
				.expectText("{\"topic\":\"news\",\"from\":\"ada\",\"text\":\"Hello\"}");
			ada.send("{\"type\":\"unsubscribe\",\"topic\":\"news\"}")
				.send("{\"type\":\"publish\",\"topic\":\"news\",\"text\":\"Anybody?\"}")
				.expectNothingMore();
			grace.expectNothingMore();
		}
	}

	@Test
	void messageReachesTheRoom() {
		try (WsTestClient ada = connect("/chat/lobby", "ada"); WsTestClient eve = connect("/chat/cellar", "eve")) {
			ada.send("{\"text\":\"Hello\"}").expectText("{\"from\":\"ada\",\"text\":\"Hello\"}");
			eve.expectNothingMore();
		}
	}

	@Test
	void unknownTopicIsRejected() {
		try (WsTestClient ada = connect("/topics", "ada")) {
			ada.send("{\"type\":\"subscribe\",\"topic\":\"secrets\"}")
				.expectText("{\"reason\":\"There is no such topic\"}");
		}
	}

	private WsTestClient connect(String path, String user) {
		return WsTestClient.connect("ws://localhost:" + this.port + path + "?user=" + user);
	}

	@SpringBootApplication
	@Import(NamedUsers.class)
	static class Application {

	}

}
