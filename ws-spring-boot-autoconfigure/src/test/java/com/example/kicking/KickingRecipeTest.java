package com.example.kicking;

import java.time.Duration;

import com.example.NamedUsers;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * The recipe of {@code docs/recipes/kicking.md}.
 */
@SpringBootTest(classes = KickingRecipeTest.Application.class)
class KickingRecipeTest {

	@LocalWsPort
	private int port;

	@Autowired
	private Bans bans;

	@Test
	void kickedUserIsGoneWithAllSessionsAndCannotComeBack() {
		try (WsTestClient ada = as("ada").connect();
				WsTestClient phone = as("mallory").connect();
				WsTestClient laptop = as("mallory").connect()) {
			this.bans.kick("mallory", Duration.ofHours(1));
			phone.expectClose(4003);
			laptop.expectClose(4003);
			as("mallory").expectRejection(403);
			ada.send("peace").expectText("peace");
		}
	}

	@Test
	void banEnds() {
		this.bans.kick("trent", Duration.ZERO);
		try (WsTestClient trent = as("trent").connect()) {
			trent.send("back").expectText("back");
		}
	}

	private WsTestConnector as(String user) {
		return WsTestClient.to("ws://localhost:" + this.port + "/lounge?user=" + user);
	}

	@SpringBootApplication
	static class Application {

		@Bean
		@Order(0)
		NamedUsers users() {
			return new NamedUsers();
		}

	}

}
