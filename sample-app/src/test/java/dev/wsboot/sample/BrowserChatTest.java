/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.nio.file.Path;
import java.util.Map;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two windows of a real browser in one room.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Tag("process")
class BrowserChatTest {

	@TempDir
	private static Path profile;

	private static Browser browser;

	@LocalServerPort
	private int serverPort;

	@LocalWsPort
	private int wsPort;

	@Autowired
	private WsSessions sessions;

	@Autowired
	private WsServerLifecycle lifecycle;

	/**
	 * For each test, as reports do not show a class that was skipped before its tests.
	 */
	@BeforeEach
	void startBrowser() {
		if (browser == null) {
			browser = Browser.start(profile);
		}
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.close();
			browser = null;
		}
	}

	@AfterEach
	void closePages() {
		if (browser != null) {
			browser.closePages();
		}
	}

	@Test
	void twoWindowsChat() {
		ChatPage ada = open().join("lobby", "Ada");
		ChatPage grace = open().join("lobby", "Grace");
		ada.awaitNotice("Grace joined").awaitPeople("Ada", "Grace");
		grace.awaitPeople("Ada", "Grace");

		ada.say("Hello, Grace!");
		grace.awaitMessage("Ada", "Hello, Grace!");
		grace.say("Hello, Ada. <b>No</b> markup here: <img src=x onerror=alert(1)>");
		for (ChatPage page : new ChatPage[] { ada, grace }) {
			page.awaitMessage("Grace", "Hello, Ada. <b>No</b> markup here: <img src=x onerror=alert(1)>");
			page.awaitCounts(2, Map.of("/chat/{room}", 2, "/echo", 0, "/rpc", 0));
		}
		assertThat(connectionsInHealth()).isEqualTo(2);

		grace.close();
		ada.awaitNotice("Grace left").awaitPeople("Ada");
		ada.awaitCounts(1, Map.of("/chat/{room}", 1, "/echo", 0, "/rpc", 0));
		assertThat(connectionsInHealth()).isEqualTo(1);

		ada.leave().awaitState("left").awaitPeople();
		ada.awaitCounts(0, Map.of("/chat/{room}", 0, "/echo", 0, "/rpc", 0));
		assertThat(connectionsInHealth()).isZero();
	}

	@Test
	void leaveButtonTellsTheOthers() {
		ChatPage ada = open().join("leaving", "Ada");
		ChatPage grace = open().join("leaving", "Grace");
		grace.leave();
		ada.awaitNotice("Grace left").awaitPeople("Ada");
		ada.leave();
	}

	@Test
	void countsSeeOtherClients() {
		ChatPage ada = open().join("counting", "Ada");
		try (WsTestClient echo = WsTestClient.connect("ws://localhost:" + this.wsPort + "/echo")) {
			echo.send("counted").expectText("counted");
			ada.awaitCounts(2, Map.of("/chat/{room}", 1, "/echo", 1, "/rpc", 0));
		}
		ada.awaitCounts(1, Map.of("/chat/{room}", 1, "/echo", 0, "/rpc", 0));
		ada.leave();
	}

	@Test
	void comesBackWhenTheSessionIsCut() {
		ChatPage ada = open().join("cut", "Ada");
		ada.say("before");
		ada.awaitMessage("Ada", "before");
		this.sessions.of("/chat/{room}").forEach((session) -> session.close(CloseStatus.of(1012)));
		ada.awaitNotices("You are here as Ada", 2).awaitGap().awaitState("open").awaitPeople("Ada");
		ada.say("after");
		ada.awaitMessage("Ada", "after").awaitMessage("Ada", "before");
		ada.leave();
	}

	@Test
	void comesBackWhenTheServerHasRestarted() {
		ChatPage ada = open().join("restart", "Ada");
		this.lifecycle.stop();
		try {
			ada.awaitState("waiting").awaitPeople().awaitHealth("OUT OF SERVICE");
		}
		finally {
			this.lifecycle.start();
		}
		ada.awaitNotices("You are here as Ada", 2).awaitState("open").awaitPeople("Ada").awaitHealth("UP");
		ada.leave();
	}

	private ChatPage open() {
		return ChatPage.open(browser.driver(), "http://localhost:" + this.serverPort + "/");
	}

	private int connectionsInHealth() {
		return RestClient.create("http://localhost:" + this.serverPort)
			.get()
			.uri("/actuator/health")
			.retrieve()
			.requiredBody(JsonNode.class)
			.at("/components/ws/details/connections")
			.asInt();
	}

}
