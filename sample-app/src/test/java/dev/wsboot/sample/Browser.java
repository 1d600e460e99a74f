/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A Chromium without a screen, and the pictures taken of it.
 */
final class Browser implements AutoCloseable {

	private static final Path PICTURES = Path.of("target", "screenshots");

	private final ChromeDriver driver;

	/** A window without a page, as a browser without any window ends. */
	private final String firstWindow;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
		this.firstWindow = driver.getWindowHandle();
	}

	/**
	 * Starts the browser, or skips the test where there is none.
	 * @param profile an empty folder
	 * @param arguments more of the browser's arguments
	 * @return the browser
	 */
	static Browser start(Path profile, String... arguments) {
		Path chromium = NeededTool.find("chromium", "chromium-browser", "google-chrome");
		Path chromedriver = NeededTool.find("chromedriver");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--window-size=1200,800", "--user-data-dir=" + profile.toAbsolutePath());
		options.addArguments(arguments);
		// with a driver that is named, Selenium looks for none and downloads none
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile())
			.usingAnyFreePort()
			.build();
		ChromeDriver driver = new ChromeDriver(service, options);
		driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(3));
		return new Browser(driver);
	}

	WebDriver driver() {
		return this.driver;
	}

	/**
	 * Has the current window look as that of a device.
	 * @param width the width in CSS pixels
	 * @param height the height in CSS pixels
	 * @param colorScheme {@code light} or {@code dark}
	 */
	void emulate(int width, int height, String colorScheme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	void takePicture(String name) {
		try {
			Files.createDirectories(PICTURES);
			Files.write(PICTURES.resolve(name + ".png"),
					((TakesScreenshot) this.driver).getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void closePages() {
		for (String window : this.driver.getWindowHandles()) {
			if (!window.equals(this.firstWindow)) {
				this.driver.switchTo().window(window).close();
			}
		}
		this.driver.switchTo().window(this.firstWindow);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
