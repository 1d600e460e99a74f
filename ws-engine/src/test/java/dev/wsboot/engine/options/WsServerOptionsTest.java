/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WsServerOptionsTest {

	private static final int MEBIBYTE = 1024 * 1024;

	@Test
	void frameLimitFollowsTheMessageLimit() {
		assertThat(WsServerOptions.builder().build().session().messages().maxFrameSize()).isEqualTo(MEBIBYTE);
		assertThat(WsServerOptions.builder()
			.messages((messages) -> messages.maxSize(5 * MEBIBYTE))
			.build()
			.session()
			.messages()
			.maxFrameSize()).isEqualTo(5 * MEBIBYTE);
		assertThat(WsServerOptions.builder()
			.messages((messages) -> messages.maxSize(1000))
			.build()
			.session()
			.messages()
			.maxFrameSize()).isEqualTo(1000);
		assertThat(WsServerOptions.builder()
			.messages((messages) -> messages.maxFrameSize(10).maxSize(1000))
			.build()
			.session()
			.messages()
			.maxFrameSize()).isEqualTo(10);
	}

	@Test
	void sendBufferHoldsAtLeastOneMessageThatAnotherSessionMaySend() {
		assertThat(WsServerOptions.builder().build().session().send().bufferLimit()).isEqualTo(MEBIBYTE);
		assertThat(WsServerOptions.builder()
			.messages((messages) -> messages.maxSize(5 * MEBIBYTE))
			.build()
			.session()
			.send()
			.bufferLimit()).isEqualTo(5 * MEBIBYTE);
		assertThat(WsServerOptions.builder()
			.messages((messages) -> messages.maxSize(1000))
			.build()
			.session()
			.send()
			.bufferLimit()).isEqualTo(MEBIBYTE);
		assertThat(WsServerOptions.builder()
			.send((send) -> send.bufferLimit(10))
			.messages((messages) -> messages.maxSize(1000))
			.build()
			.session()
			.send()
			.bufferLimit()).isEqualTo(10);
	}

}
