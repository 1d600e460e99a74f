/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.ModelledSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whoever sends, pings and closes at the same time: no frame follows the one Close frame,
 * and there is one close callback.
 */
@Tag("slow")
class ClosingModelTest {

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static void explore(Consumer<ModelledSession> scenario) {
		ModelledSession.explore(WsServerOptions.builder().build(), (model, text) -> model.send("re " + text), scenario);
	}

	private static void ping(ModelledSession model) {
		model.sent("ping p", model.session.ping(ByteBuffer.wrap(new byte[] { 'p' })));
	}

	private static void close(ModelledSession model) {
		model.session.close(CloseStatus.GOING_AWAY);
	}

	private static void peerAnswersClose(ModelledSession model) {
		model.awaitFrames("close");
		model.channel.peerSends(CLOSE, "");
		model.awaitEvent("close 1001");
	}

	@Test
	void weSendPingAndClose() {
		explore((model) -> {
			model.together(() -> model.send("a1"), () -> ping(model), () -> close(model));
			peerAnswersClose(model);
		});
	}

	@Test
	void weCloseWhileTheSocketIsFull() {
		explore((model) -> {
			model.channel.peerMakesRoom(3);
			model.together(() -> {
				model.send("a1");
				ping(model);
			}, () -> close(model), () -> model.channel.peerMakesRoom(1000));
			peerAnswersClose(model);
		});
	}

	@Test
	void weCloseAndThePeerPings() {
		explore((model) -> {
			model.channel.peerSends(PING, "q");
			model.together(() -> close(model), () -> model.send("a1"));
			peerAnswersClose(model);
		});
	}

	@Test
	void bothSidesClose() {
		explore((model) -> {
			model.channel.peerSends(1, "m1");
			model.channel.peerSends(CLOSE, "");
			model.together(() -> close(model), () -> close(model));
			model.awaitClose();
		});
	}

}
