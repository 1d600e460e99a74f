/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signals end the sample as its shutdown properties say, however many there are.
 */
@DisabledOnOs(OS.WINDOWS)
@Tag("process")
class SignalTest {

	private static final int SIGTERM = 128 + 15;

	private final List<WsTestClient> clients = new ArrayList<>();

	@AfterEach
	void close() {
		this.clients.forEach(WsTestClient::close);
	}

	@Test
	void moreSignalsDuringTheDrainChangeNothing() throws Exception {
		try (SampleProcess sample = SampleProcess.start("--ws.shutdown.drain-period=2s")) {
			for (int i = 0; i < 20; i++) {
				this.clients.add(sample.connect("/echo"));
			}
			sample.terminate();
			// whoever is told first is told while the drain goes on
			for (WsTestClient client : this.clients) {
				client.expectClose(1001);
				sample.terminate();
			}
			assertThat(sample.awaitExit()).isEqualTo(SIGTERM);
		}
	}

}
