package com.example.privatemessages;

import com.example.NamedUsers;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe of {@code docs/recipes/private-messages.md}.
 */
@SpringBootTest(classes = PrivateMessagesRecipeTest.Application.class)
class PrivateMessagesRecipeTest {

	@LocalWsPort
	private int port;

	@Autowired
	private Users users;

	@Test
	void messageReachesAllDevicesOfTheUserOnly() {
		try (WsTestClient ada = connect("ada");
				WsTestClient phone = connect("grace");
				WsTestClient laptop = connect("grace");
				WsTestClient eve = connect("eve")) {
			ada.send("{\"to\":\"grace\",\"text\":\"Hello\"}").expectText("{\"to\":\"grace\",\"reached\":true}");
			phone.expectText("{\"from\":\"ada\",\"text\":\"Hello\"}");
			laptop.expectText("{\"from\":\"ada\",\"text\":\"Hello\"}");
			eve.expectNothingMore();
			ada.expectNothingMore();
		}
	}

	@Test
	void senderLearnsThatTheUserIsNotThere() {
		try (WsTestClient ada = connect("ada")) {
			ada.send("{\"to\":\"nobody\",\"text\":\"Hello\"}").expectText("{\"to\":\"nobody\",\"reached\":false}");
		}
	}

	@Test
	void otherBeansSendToo() {
		try (WsTestClient ada = connect("ada")) {
			assertThat(this.users.send("ada", new MessageEndpoint.Incoming("the shop", "It has arrived"))).isTrue();
			ada.expectText("{\"from\":\"the shop\",\"text\":\"It has arrived\"}");
		}
	}

	/** A session is in its group once its first message is answered. */
	private WsTestClient connect(String user) {
		WsTestClient client = WsTestClient.connect("ws://localhost:" + this.port + "/messages?user=" + user);
		client.send("{\"to\":\"nobody\",\"text\":\"\"}").expectText("{\"to\":\"nobody\",\"reached\":false}");
		return client;
	}

	@SpringBootApplication
	@Import(NamedUsers.class)
	static class Application {

	}

}
