/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.IOException;
import java.nio.file.Path;

import dev.wsboot.scoped.ScopedApplication;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that run from bean definitions which were generated ahead of time.
 */
@Tag("process")
class AheadOfTimeTest {

	@Test
	void theSampleRuns(@TempDir Path directory) throws IOException {
		try (AotProcessed sample = AotProcessed.start(SampleApplication.class, directory)) {
			assertThat(sample.output()).contains("Starting AOT-processed SampleApplication");
			try (WsTestClient client = WsTestClient.connect(sample.uri("/echo"))) {
				client.send("hello").expectText("hello");
				client.sendBinary((byte) 1, (byte) 2).expectBinary((byte) 1, (byte) 2);
			}
			try (WsTestClient client = WsTestClient.connect(sample.uri("/chat/tea"))) {
				client.expectJson(ChatEvent.Welcome.class);
			}
			try (WsTestClient client = WsTestClient.connect(sample.uri("/ticker?millis=600000"))) {
				client.send("x".repeat(4096)).expectText("x".repeat(4096));
				client.send("x".repeat(4097)).expectClose(1009);
			}
		}
	}

	@Test
	void scopesAndAdviceAreThere(@TempDir Path directory) throws IOException {
		try (AotProcessed scoped = AotProcessed.start(ScopedApplication.class, directory)) {
			assertThat(scoped.output()).contains("Starting AOT-processed ScopedApplication");
			try (WsTestClient one = WsTestClient.connect(scoped.uri("/own"));
					WsTestClient two = WsTestClient.connect(scoped.uri("/own"))) {
				one.send("7").expectText("7").send("8").expectText("15");
				two.send("1").expectText("1");
				two.send("0").expectText("sorry");
			}
		}
	}

}
