/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.util.List;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/**
 * A panel of the sample's page in which one endpoint can be tried.
 */
final class EndpointPanel {

	private final ChatPage page;

	private final String id;

	EndpointPanel(ChatPage page, String id) {
		this.page = page;
		this.id = id;
		click("tab-" + id);
	}

	EndpointPanel fill(String field, String text) {
		WebElement element = find(field);
		element.clear();
		element.sendKeys(text);
		return this;
	}

	/** Chooses a file, which needs no keystrokes. */
	EndpointPanel choose(String field, String path) {
		find(field).sendKeys(path);
		return this;
	}

	EndpointPanel click(String button) {
		find(button).click();
		return this;
	}

	EndpointPanel clickExample(String name) {
		this.page.look()
			.findElements(By.cssSelector("#" + this.id + " .presets button"))
			.stream()
			.filter((button) -> button.getText().equals(name))
			.findFirst()
			.orElseThrow()
			.click();
		return this;
	}

	EndpointPanel disconnect() {
		this.page.look().findElement(By.cssSelector("#" + this.id + " [data-action=disconnect]")).click();
		return awaitState("left");
	}

	EndpointPanel awaitState(String state) {
		this.page.await("the state '" + state + "' of " + this.id, (driver) -> state
			.equals(driver.findElement(By.cssSelector("#" + this.id + " .state")).getDomAttribute("data-state")));
		return this;
	}

	/**
	 * Waits for a message that came.
	 * @param payload a regular expression for the message
	 * @param note a regular expression for what the page says about it
	 */
	EndpointPanel awaitReceived(String payload, String note) {
		this.page.await("a message like '" + payload + "' with a note like '" + note + "'",
				(driver) -> driver.findElements(By.cssSelector("#" + this.id + " .row.received"))
					.stream()
					.anyMatch((row) -> row.findElement(By.className("payload")).getText().matches(payload)
							&& row.findElement(By.className("soft")).getText().matches(note)));
		return this;
	}

	EndpointPanel awaitText(String element, String text) {
		this.page.await(element + " like '" + text + "'", (driver) -> find(element).getText().matches(text));
		return this;
	}

	/** Unfolds the endpoint's source, and waits until it is there. */
	EndpointPanel showSource(String part) {
		this.page.look().findElement(By.cssSelector("#" + this.id + " summary")).click();
		this.page.await("the source with " + part,
				(driver) -> sources().stream().anyMatch((source) -> source.contains(part)));
		return this;
	}

	private List<String> sources() {
		return this.page.look()
			.findElements(By.cssSelector("#" + this.id + " pre"))
			.stream()
			.map(WebElement::getText)
			.toList();
	}

	private WebElement find(String element) {
		return this.page.look().findElement(By.id(element));
	}

}
