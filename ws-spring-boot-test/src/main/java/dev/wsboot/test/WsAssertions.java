/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

/**
 * Entry points for AssertJ assertions about messages that a WebSocket client receives:
 * <pre class="code">
 * assertThat(client).receivesText().startsWith("welcome");
 * assertThat(client).receivesJson(Said.class).extracting(Said::name).isEqualTo("Ann");
 * assertThat(client).isClosedWith(1008);
 * </pre> Needs AssertJ on the class path. In contrast to the {@code expect} methods of
 * {@link WsTestClient}, these methods return assertions about the received value.
 */
public final class WsAssertions {

	private WsAssertions() {
	}

	/**
	 * Starts assertions about the next messages of a client.
	 * @param client the client
	 * @return the assertions
	 */
	public static WsTestClientAssert assertThat(WsTestClient client) {
		return new WsTestClientAssert(client);
	}

	/**
	 * Starts assertions about a response to a handshake.
	 * @param response the response
	 * @return the assertions
	 */
	public static WsHttpResponseAssert assertThat(WsHttpResponse response) {
		return new WsHttpResponseAssert(response);
	}

}
