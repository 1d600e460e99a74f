/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.LocalWsPort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.JavascriptExecutor;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real browser, which compresses whatever it sends once the server has accepted that.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "ws.compression.enabled=true", "ws.compression.context-takeover=both" })
@Tag("process")
class BrowserCompressionTest {

	/** Sends texts and bytes of many sizes, and returns those that were not echoed. */
	private static final String SCRIPT = """
			const [uri, done] = arguments;
			const socket = new WebSocket(uri);
			socket.binaryType = "arraybuffer";
			const messages = [];
			for (const size of [0, 1, 125, 126, 1000, 65535, 65536, 100000, 1048576]) {
				const words = "the same words in each message, gr\\u00fc\\u00dfe \\u{1f600} ";
				messages.push(words.repeat(Math.ceil(size / 60)).slice(0, size / 2).toWellFormed());
				messages.push(Uint8Array.from({ length: size }, (_, i) => i % 251));
				// 65536 is the most that the browser makes at once
				const random = new Uint8Array(size);
				for (let i = 0; i < size; i += 65536) {
					crypto.getRandomValues(random.subarray(i, Math.min(i + 65536, size)));
				}
				messages.push(random);
			}
			const wrong = [];
			let next = 0;
			const same = (sent, came) => typeof sent === "string" ? sent === came
					: came.byteLength === sent.length && new Uint8Array(came).every((b, i) => b === sent[i]);
			socket.onopen = () => messages.forEach((message) => socket.send(message));
			socket.onmessage = (event) => {
				if (!same(messages[next], event.data)) {
					wrong.push(next);
				}
				if (++next === messages.length) {
					socket.close(1000);
				}
			};
			socket.onclose = (event) => done({ extensions: socket.extensions, came: next, sent: messages.length, wrong,
					code: event.code });
			""";

	@TempDir
	private static Path profile;

	private static Browser browser;

	@LocalServerPort
	private int serverPort;

	@LocalWsPort
	private int wsPort;

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
		}
	}

	@Test
	void messagesComeBack() {
		browser.driver().get("http://localhost:" + this.serverPort + "/");
		Map<?, ?> outcome = (Map<?, ?>) ((JavascriptExecutor) browser.driver()).executeAsyncScript(SCRIPT,
				"ws://localhost:" + this.wsPort + "/echo");
		assertThat(outcome.get("wrong")).isEqualTo(List.of());
		assertThat(outcome.get("came")).isEqualTo(outcome.get("sent"));
		assertThat(outcome.get("code")).isEqualTo(1000L);
		assertThat((String) outcome.get("extensions")).startsWith("permessage-deflate");
		// five sizes of text and of numbers are worth it
		assertThat(this.lifecycle.server().counters().deflations()).isGreaterThanOrEqualTo(8);
		assertThat(this.lifecycle.server().counters().contextsRefused()).isZero();
	}

}
