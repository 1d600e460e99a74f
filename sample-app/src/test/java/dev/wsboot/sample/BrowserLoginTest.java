/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

/**
 * A person logs in with a real browser, chats, and may join the room of administrators or
 * not.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("security")
@Tag("process")
class BrowserLoginTest {

	@LocalServerPort
	private int serverPort;

	@Test
	void loginIsTheIdentityInTheChat(@TempDir Path profile) {
		try (Browser browser = Browser.start(profile)) {
			ChatPage page = ChatPage.open(browser.driver(), "http://localhost:" + this.serverPort + "/");
			page.logIn("ada", "lovelace").join("lobby").awaitNotice("You are here as ada").say("hello");
			page.awaitMessage("ada", "hello");
			browser.takePicture("login-chat");

			page.leave().join("admin").awaitNotice("The server did not let you in").awaitState("waiting");
			browser.takePicture("login-rejected");

			page.leave().logOut().logIn("root", "secret").join("admin").awaitNotice("You are here as root");
			page.leave().awaitState("left");
		}
	}

}
