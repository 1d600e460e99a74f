/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TickerEndpointTest {

	@LocalWsPort
	private int port;

	@Test
	void ticksAndAnswersMeanwhile() {
		try (WsTestClient client = WsTestClient.connect("ws://localhost:" + this.port + "/ticker?millis=10")) {
			assertThat(client.expectJson(TickerEndpoint.Tick.class).tick()).isZero();
			assertThat(client.expectJson(TickerEndpoint.Tick.class).tick()).isPositive();
			client.send("still there?");
			String text = client.expectText();
			while (text.contains("tick")) {
				text = client.expectText();
			}
			assertThat(text).isEqualTo("still there?");
		}
	}

}
