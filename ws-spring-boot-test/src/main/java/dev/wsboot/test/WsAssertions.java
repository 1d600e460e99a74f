package dev.wsboot.test;

/**
 * Entry points for AssertJ assertions of what a WebSocket client receives:
 * <pre class="code">
 * assertThat(client).receivesText().startsWith("welcome");
 * assertThat(client).receivesJson(Said.class).extracting(Said::name).isEqualTo("Ann");
 * assertThat(client).isClosedWith(1008);
 * </pre> Needs AssertJ on the class path. Other than the {@code expect} methods of
 * {@link WsTestClient}, these go on with the assertions of the value that came.
 */
public final class WsAssertions {

	private WsAssertions() {
	}

	/**
	 * Begins assertions of what a client receives next.
	 * @param client the client
	 * @return the assertions
	 */
	public static WsTestClientAssert assertThat(WsTestClient client) {
		return new WsTestClientAssert(client);
	}

	/**
	 * Begins assertions of an answer to a handshake.
	 * @param answer the answer
	 * @return the assertions
	 */
	public static HttpAnswerAssert assertThat(HttpAnswer answer) {
		return new HttpAnswerAssert(answer);
	}

}
