/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.openqa.selenium.JavascriptExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the page in the current window as it is on a phone and on a desktop, in both
 * colour schemes: it has to be laid out without overlaps, and axe, which nobody here
 * wrote, has to find no barrier in it. Pictures are kept for people.
 */
final class PageCheck {

	private static final Path LAYOUT = Path.of("src", "test", "js", "layout.js");

	private static final String RUN_AXE = """
			const done = arguments[arguments.length - 1];
			axe.run(document, { resultTypes: ["violations"] }).then(({ violations, passes }) => done(
					[...violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) =>
							`${id}: ${help}\\n  ${html}\\n  ${failureSummary}`)),
					...(passes.some(({ id }) => id === "color-contrast") ? [] : ["contrast was not checked"])]))""";

	private final Browser browser;

	private final String axe;

	PageCheck(Browser browser, Path npm) throws IOException {
		this.browser = browser;
		this.axe = Files.readString(npm.resolve("node_modules/axe-core/axe.min.js"));
	}

	/**
	 * Checks the page as it is now.
	 * @param scene what the page shows, for the names of the pictures
	 */
	void check(String scene) throws IOException {
		String layout = Files.readString(LAYOUT);
		JavascriptExecutor page = (JavascriptExecutor) this.browser.driver();
		page.executeScript(this.axe);
		for (String scheme : List.of("light", "dark")) {
			for (int width : new int[] { 375, 1280 }) {
				this.browser.emulate(width, (width < 600) ? 812 : 800, scheme);
				String name = scene + "-" + width + "-" + scheme;
				this.browser.takePicture(name);
				assertThat((List<?>) page.executeScript(layout)).as("layout of " + name).isEmpty();
				assertThat((List<?>) page.executeAsyncScript(RUN_AXE)).as("barriers in " + name).isEmpty();
			}
		}
	}

}
