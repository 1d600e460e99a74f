/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample's page in a real browser: each of its panels, how it looks on small and
 * large screens, and whether everybody can use it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Tag("process")
class BrowserPageTest {

	private static final String LONG_ROOM = "A_room_with_a_name_of_40_characters_0123";

	private static final String LONG_NAME = "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww";

	@TempDir
	private static Path profile;

	@TempDir
	private static Path files;

	private static Browser browser;

	private static PageCheck check;

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
	void startBrowser() throws Exception {
		if (browser == null) {
			Path npm = NpmPackages.install();
			browser = Browser.start(profile);
			check = new PageCheck(browser, npm);
		}
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@AfterEach
	void closePages() {
		if (browser != null) {
			browser.closePages();
		}
	}

	@Test
	void startPageIsForEverybody() throws Exception {
		open().awaitHealth("UP");
		check.check("start");
	}

	@Test
	void chatWithLongNamesIsForEverybody() throws Exception {
		ChatPage page = open().join(LONG_ROOM, LONG_NAME);
		try (WsTestClient grace = join("Grace"); WsTestClient wordy = join("M".repeat(32))) {
			page.awaitPeople("Grace", "M".repeat(32), LONG_NAME);
			grace.sendJson(new ChatEndpoint.Words("Hello! This is what a message looks like that needs more than one "
					+ "line, at least on a telephone, and perhaps on a desktop, too."));
			page.awaitMessage("Grace", "Hello! This is what a message looks like that needs more than one "
					+ "line, at least on a telephone, and perhaps on a desktop, too.");
			wordy.sendJson(new ChatEndpoint.Words("https://example.com/" + "a-long-address/".repeat(12)));
			page.say("Hello, Grace!").awaitMessage(LONG_NAME, "Hello, Grace!");
			// names of all colours, which the server's people do not have
			script("""
					const list = document.querySelector("#messages");
					const [theirs, mine] = [list.querySelector(".message:not(.you)"), list.querySelector(".message.you")];
					for (let hue = 0; hue < 360; hue += 30) {
						for (const one of [theirs, mine]) {
							const copy = one.cloneNode(true);
							copy.style.setProperty("--hue", hue);
							list.prepend(copy);
						}
					}""");
			check.check("chat");
			script("document.querySelector('#log').scrollTop = 0");
			check.check("chat-colours");
		}
	}

	@Test
	void lostConnectionIsForEverybody() throws Exception {
		ChatPage page = open().join(LONG_ROOM, LONG_NAME);
		page.say("Is anybody there?").awaitMessage(LONG_NAME, "Is anybody there?");
		this.lifecycle.stop();
		try {
			page.awaitState("waiting").awaitHealth("OUT OF SERVICE");
			stopTheClock();
			check.check("lost");
		}
		finally {
			this.lifecycle.start();
		}
		page.retry().awaitState("open");
		check.check("back");
	}

	@Test
	void messagesAreAListInALog() {
		ChatPage page = open().join("semantics", "Ada");
		page.say("one").awaitMessage("Ada", "one");
		assertThat(page.look().findElement(By.id("log")).getAriaRole()).isEqualTo("log");
		assertThat(page.look().findElement(By.id("messages")).getAriaRole()).isEqualTo("list");
		assertThat(page.look().findElement(By.cssSelector("#messages .message")).getAriaRole()).isEqualTo("listitem");
	}

	@Test
	void newMessagesDoNotScrollAwayWhatIsRead() {
		ChatPage page = open().join("scroll", "Ada");
		try (WsTestClient grace = join("scroll", "Grace")) {
			for (int i = 0; i < 30; i++) {
				grace.sendJson(new ChatEndpoint.Words("message " + i));
			}
			page.awaitMessage("Grace", "message 29");
		}
		assertThat(page.look().findElement(By.id("newest")).isDisplayed()).isFalse();
		script("document.querySelector('#log').scrollTop = 0");
		page.say("the newest").awaitMessage("Ada", "the newest");
		assertThat(script("return document.querySelector('#log').scrollTop")).isEqualTo(0L);
		page.look().findElement(By.id("newest")).click();
		page.await("the button for the newest message to go",
				(driver) -> !driver.findElement(By.id("newest")).isDisplayed());
	}

	@Test
	void retryCountsDown() {
		ChatPage page = open().join("countdown", "Ada");
		script("""
				window.seen = [];
				new MutationObserver(() => seen.push(document.querySelector("#retry-text").textContent))
					.observe(document.querySelector("#retry-text"), { childList: true });""");
		this.lifecycle.stop();
		try {
			page.await("a countdown", (driver) -> {
				List<?> seen = (List<?>) script("return window.seen");
				return seen.indexOf("Trying again in 2 s") >= 0
						&& seen.subList(seen.indexOf("Trying again in 2 s"), seen.size())
							.contains("Trying again in 1 s");
			});
		}
		finally {
			this.lifecycle.start();
		}
		page.awaitState("open");
	}

	@Test
	void retryNowDoesNotWait() {
		ChatPage page = open().join("retry", "Ada");
		stopTheClock();
		this.sessions.of(ChatEndpoint.PATH).forEach((session) -> session.close(CloseStatus.of(1012)));
		page.awaitState("waiting").retry().awaitState("open");
		assertThat(focused()).isEqualTo("text");
	}

	@Test
	void reconnectingLeavesTheFocusAndWhatWasTyped() {
		ChatPage page = open().join("focus", "Ada");
		page.look().findElement(By.id("text")).sendKeys("half a sent");
		cutAndComeBack(page, 2);
		assertThat(focused()).isEqualTo("text");
		page.look().findElement(By.id("text")).sendKeys("ence" + Keys.ENTER);
		page.awaitMessage("Ada", "half a sentence");

		panel(page, "echo").fill("echo-text", "elsewhere");
		cutAndComeBack(page, 3);
		assertThat(focused()).isEqualTo("echo-text");
	}

	@Test
	void tabsAreChosenWithArrowKeys() {
		ChatPage page = open();
		page.look().findElement(By.id("tab-chat")).sendKeys(Keys.ARROW_RIGHT);
		assertThat(focused()).isEqualTo("tab-echo");
		assertThat(page.look().findElement(By.id("echo")).isDisplayed()).isTrue();
		page.look().findElement(By.id("tab-echo")).sendKeys(Keys.HOME);
		page.look().findElement(By.id("tab-chat")).sendKeys(Keys.ARROW_LEFT);
		assertThat(focused()).isEqualTo("tab-upload");
		assertThat(page.look().getCurrentUrl()).endsWith("#upload");
		page.look().navigate().refresh();
		assertThat(page.look().findElement(By.id("upload")).isDisplayed()).isTrue();
	}

	@Test
	void echoIsTried() throws Exception {
		EndpointPanel echo = panel(open(), "echo").fill("echo-text", "Hello, echo").click("echo-send");
		echo.awaitReceived("Hello, echo", "unchanged, after .+").awaitState("open");
		echo.click("echo-binary").awaitReceived("\\(bytes\\)", "unchanged, after .+");
		echo.click("echo-many").awaitReceived("message 1 … message 100", "unchanged and in order, after .+");
		echo.showSource("@WsEndpoint(\"/echo\")");
		check.check("echo");
		echo.disconnect();
	}

	@Test
	void callsAreTried() throws Exception {
		EndpointPanel rpc = panel(open(), "rpc").click("rpc-send");
		rpc.awaitReceived(".*\"error\":\"Call auth first\".*", "after .+");
		rpc.clickExample("auth").awaitReceived(".*\"method\":\"auth\",\"result\":true.*", "after .+");
		rpc.clickExample("getUsers").awaitReceived(".*\\[\"admin\",\"guest\"].*", "after .+");
		rpc.clickExample("unknown method").awaitReceived(".*\"method\":\"dropUsers\",\"error\".*", "after .+");
		check.check("rpc");
	}

	@Test
	void tickerIsTried() throws Exception {
		EndpointPanel ticker = panel(open(), "ticker").fill("ticker-millis", "50").click("ticker-start");
		ticker.awaitText("ticks", "[1-9][0-9]+").click("ticker-ask").awaitReceived("Still there\\?", "after .+");
		check.check("ticker");
		ticker.disconnect().click("ticker-start").awaitState("open").awaitText("ticks", "[1-9][0-9]*");
	}

	@Test
	void uploadIsTried() throws Exception {
		Path file = Files.writeString(files.resolve("hello.txt"), "hello");
		EndpointPanel upload = panel(open(), "upload").choose("upload-file", file.toString()).click("upload-send");
		upload.awaitReceived(
				".*\"bytes\":5,\"sha256\":\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\".*",
				"after .+, hash verified");
		upload.click("upload-random").awaitReceived(".*\"bytes\":16777216,.*", "after .+, hash verified");
		check.check("upload");
	}

	private void cutAndComeBack(ChatPage page, int times) {
		this.sessions.of(ChatEndpoint.PATH).forEach((session) -> session.close(CloseStatus.of(1012)));
		page.await("the return number " + times,
				(driver) -> Long.valueOf(times)
					.equals(script("return [...document.querySelectorAll('#messages .notice')]"
							+ ".filter(({ textContent }) => textContent === 'You are here as Ada').length")));
	}

	/** Stops the timers with which the page waits for its next attempt to connect. */
	private void stopTheClock() {
		script("const now = performance.now(); performance.now = () => now");
	}

	private Object script(String script) {
		return ((JavascriptExecutor) browser.driver()).executeScript(script);
	}

	private String focused() {
		return browser.driver().switchTo().activeElement().getDomProperty("id");
	}

	private EndpointPanel panel(ChatPage page, String id) {
		return new EndpointPanel(page, id);
	}

	private WsTestClient join(String name) {
		return join(LONG_ROOM, name);
	}

	private WsTestClient join(String room, String name) {
		return WsTestClient.connect("ws://localhost:" + this.wsPort + "/chat/" + room + "?name=" + name);
	}

	private ChatPage open() {
		return ChatPage.open(browser.driver(), "http://localhost:" + this.serverPort + "/");
	}

}
