package dev.wsboot.engine.options;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WsServerOptionsTest {

	private static final int MEBIBYTE = 1024 * 1024;

	@Test
	void frameLimitFollowsTheMessageLimit() {
		assertThat(WsServerOptions.builder().build().maxFrameSize()).isEqualTo(MEBIBYTE);
		assertThat(WsServerOptions.builder().maxMessageSize(5 * MEBIBYTE).build().maxFrameSize())
			.isEqualTo(5 * MEBIBYTE);
		assertThat(WsServerOptions.builder().maxMessageSize(1000).build().maxFrameSize()).isEqualTo(1000);
		assertThat(WsServerOptions.builder().maxFrameSize(10).maxMessageSize(1000).build().maxFrameSize())
			.isEqualTo(10);
	}

	@Test
	void sendBufferHoldsAtLeastOneMessageThatAnotherSessionMaySend() {
		assertThat(WsServerOptions.builder().build().sendBufferLimit()).isEqualTo(MEBIBYTE);
		assertThat(WsServerOptions.builder().maxMessageSize(5 * MEBIBYTE).build().sendBufferLimit())
			.isEqualTo(5 * MEBIBYTE);
		assertThat(WsServerOptions.builder().maxMessageSize(1000).build().sendBufferLimit()).isEqualTo(MEBIBYTE);
		assertThat(WsServerOptions.builder().sendBufferLimit(10).maxMessageSize(1000).build().sendBufferLimit())
			.isEqualTo(10);
	}

}
