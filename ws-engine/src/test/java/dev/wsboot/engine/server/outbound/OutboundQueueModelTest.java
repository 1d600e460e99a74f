/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.function.Consumer;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.ModelledSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The outbound queue has one writer at a time, and who steps back leaves nothing behind:
 * each thread's messages leave in order, and what becomes of each is told.
 */
@Tag("slow")
class OutboundQueueModelTest {

	private static void explore(Consumer<ModelledSession> scenario) {
		ModelledSession.explore(WsServerOptions.builder().build(), (model, text) -> model.send("re " + text), scenario);
	}

	@Test
	void sendersAndTheLoopTakeTurnsWhereTheSocketIsFull() {
		explore((model) -> {
			model.channel.peerMakesRoom(3);
			model.together(() -> {
				model.send("a1");
				model.send("a2");
			}, () -> model.send("b1"), () -> model.channel.peerMakesRoom(1000));
			model.awaitFrames("a1", "a2");
			model.awaitFrames("b1");
		});
	}

	@Test
	void sendersAreToldWhereTheConnectionEnds() {
		explore((model) -> {
			model.channel.peerMakesRoom(6);
			model.together(() -> {
				model.send("a1");
				model.send("a2");
			}, () -> model.send("b1"), model.channel::peerEnds);
			model.awaitClose();
		});
	}

	@Test
	void aBroadcastKeepsItsPlace() {
		explore((model) -> {
			model.together(() -> {
				model.broadcast("a1");
				model.send("a2");
			}, () -> model.send("b1"));
			model.awaitFrames("a1", "a2");
			model.awaitFrames("b1");
		});
	}

	@Test
	void whatAHandlerSendsWhileMoreWaitsIsWritten() {
		explore((model) -> {
			model.channel.peerSends(1, "m1");
			model.channel.peerSends(1, "m2");
			model.together(() -> model.send("a1"));
			model.awaitFrames("re m1", "re m2");
			model.awaitFrames("a1");
		});
	}

	@Test
	void aNewerMessageTakesThePlaceOfAnOlderOne() {
		explore((model) -> {
			model.channel.peerMakesRoom(3);
			model.together(() -> {
				sendKeyed(model, "a1");
				sendKeyed(model, "a2");
				sendKeyed(model, "a3");
			}, () -> sendKeyed(model, "b1"), () -> model.channel.peerMakesRoom(1000));
			model.send("last");
			model.awaitFrames("last");
		});
	}

	private static void sendKeyed(ModelledSession model, String text) {
		model.sent(text, model.session.send(PreparedMessage.text(text).withKey("key")));
	}

}
