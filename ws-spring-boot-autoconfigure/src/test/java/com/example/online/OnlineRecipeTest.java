package com.example.online;

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
 * The recipe of {@code docs/recipes/online.md}.
 */
@SpringBootTest(classes = OnlineRecipeTest.Application.class)
class OnlineRecipeTest {

	@LocalWsPort
	private int port;

	@Autowired
	private OnlineEndpoint endpoint;

	@Test
	void userIsOnlineFromTheFirstSessionToTheEndOfTheLast() {
		try (WsTestClient ada = connect("ada")) {
			ada.expectText("{\"users\":[\"ada\"]}");
			WsTestClient phone = connect("grace");
			phone.expectText("{\"users\":[\"ada\",\"grace\"]}");
			ada.expectText("{\"user\":\"grace\",\"online\":true}");
			WsTestClient laptop = connect("grace");
			laptop.expectText("{\"users\":[\"ada\",\"grace\"]}");
			assertThat(this.endpoint.users()).containsExactly("ada", "grace");
			phone.close(1000, "").expectClose(1000);
			laptop.raw().reset();
			ada.expectText("{\"user\":\"grace\",\"online\":false}");
			assertThat(this.endpoint.users()).containsExactly("ada");
			ada.expectNothingMore();
		}
	}

	private WsTestClient connect(String user) {
		return WsTestClient.connect("ws://localhost:" + this.port + "/online?user=" + user);
	}

	@SpringBootApplication
	@Import(NamedUsers.class)
	static class Application {

	}

}
