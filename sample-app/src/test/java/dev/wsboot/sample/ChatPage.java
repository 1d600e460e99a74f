/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * One window with the sample's page, used as a person would.
 */
final class ChatPage {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final WebDriver driver;

	private final String window;

	private ChatPage(WebDriver driver) {
		this.driver = driver;
		this.window = driver.getWindowHandle();
	}

	/** Opens the page in a new window. */
	static ChatPage open(WebDriver driver, String url) {
		driver.switchTo().newWindow(WindowType.WINDOW);
		driver.get(url);
		return new ChatPage(driver);
	}

	ChatPage join(String room, String name) {
		fill("name", name);
		fill("room", room);
		click("join");
		awaitNotice("You are here as " + name);
		return this;
	}

	/** Joins a room under the name of the login. */
	ChatPage join(String room) {
		fill("room", room);
		click("join");
		return this;
	}

	/** Logs in with Spring Security's form, which the page was redirected to. */
	ChatPage logIn(String name, String password) {
		await("the login form", (driver) -> !driver.findElements(By.name("username")).isEmpty());
		this.driver.findElement(By.name("username")).sendKeys(name);
		this.driver.findElement(By.name("password")).sendKeys(password);
		this.driver.findElement(By.cssSelector("button[type=submit]")).click();
		return await("the user " + name, (driver) -> texts("#user-name").equals(List.of(name)));
	}

	ChatPage logOut() {
		click("logout");
		return this;
	}

	ChatPage say(String text) {
		fill("text", text);
		click("send");
		return this;
	}

	ChatPage leave() {
		click("leave");
		return this;
	}

	ChatPage retry() {
		click("retry");
		return this;
	}

	/** Closes the window, as a person who has had enough. */
	void close() {
		look().close();
	}

	ChatPage awaitMessage(String name, String text) {
		return await("the message of " + name,
				(driver) -> driver.findElements(By.cssSelector("#messages .message"))
					.stream()
					.anyMatch((message) -> message.findElement(By.className("name")).getText().equals(name)
							&& message.findElement(By.className("text")).getText().equals(text)));
	}

	/** Waits for the line that says after a reconnect that something may be missing. */
	ChatPage awaitGap() {
		return await("the notice of a gap", (driver) -> texts("#messages .notice.gap").stream()
			.anyMatch((text) -> text.endsWith("Messages sent in the meantime may be missing.")));
	}

	ChatPage awaitNotice(String text) {
		return awaitNotices(text, 1);
	}

	ChatPage awaitNotices(String text, int times) {
		return await("the notice '" + text + "'",
				(driver) -> texts("#messages .notice").stream().filter(text::equals).count() == times);
	}

	ChatPage awaitPeople(String... names) {
		return await("the people " + List.of(names), (driver) -> texts("#people li").equals(List.of(names)));
	}

	ChatPage awaitState(String state) {
		return await("the state " + state,
				(driver) -> state.equals(driver.findElement(By.id("state")).getDomAttribute("data-state")));
	}

	ChatPage awaitHealth(String status) {
		return await("the health " + status, (driver) -> texts("#health-status").equals(List.of(status)));
	}

	/** Waits until the second panel shows these counts. */
	ChatPage awaitCounts(int all, Map<String, Integer> byEndpoint) {
		return await("the counts " + all + " " + byEndpoint,
				(driver) -> texts("#total").equals(List.of(String.valueOf(all)))
						&& countsByEndpoint().entrySet().containsAll(byEndpoint.entrySet()));
	}

	/** Brings the window to the front. */
	WebDriver look() {
		return this.driver.switchTo().window(this.window);
	}

	/** All rows at once, as the page makes new ones each second. */
	private Map<String, Integer> countsByEndpoint() {
		Object rows = ((JavascriptExecutor) this.driver).executeScript("""
				return [...document.querySelectorAll('#endpoints tr')].map((row) =>
						row.querySelector('code').textContent + ' ' + row.querySelector('td').textContent)""");
		Map<String, Integer> counts = new TreeMap<>();
		for (Object row : (List<?>) rows) {
			String[] parts = row.toString().split(" ");
			counts.put(parts[0], Integer.valueOf(parts[1]));
		}
		return counts;
	}

	private List<String> texts(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
	}

	private void fill(String id, String text) {
		WebElement field = look().findElement(By.id(id));
		await(id + " to be enabled", (driver) -> field.isEnabled());
		field.clear();
		field.sendKeys(text);
	}

	private void click(String id) {
		look().findElement(By.id(id)).click();
	}

	ChatPage await(String what, ExpectedCondition<Boolean> condition) {
		look();
		new WebDriverWait(this.driver, PATIENCE).withMessage(() -> what + "; the page shows:\n" + texts("body"))
			// the page may replace an element while it is read
			.ignoring(StaleElementReferenceException.class)
			.until(condition);
		return this;
	}

}
