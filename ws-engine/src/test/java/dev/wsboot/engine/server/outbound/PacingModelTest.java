/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.ModelledSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A session that is paced goes on as soon as its peer has taken enough, or it ends,
 * whatever the loop, the workers and other senders do meanwhile.
 */
@Tag("slow")
class PacingModelTest {

	/** Two frames with their overhead are more than half of it. */
	private final WsServerOptions.Builder options = WsServerOptions.builder().send((send) -> send.bufferLimit(400));

	private static void reply(ModelledSession model, String text) {
		model.send("re " + text);
		model.send("once more " + text);
	}

	private static String[] replies(int messages) {
		List<String> replies = new ArrayList<>();
		for (int i = 1; i <= messages; i++) {
			replies.add("re m" + i);
			replies.add("once more m" + i);
		}
		return replies.toArray(String[]::new);
	}

	private static void sends(ModelledSession model, int messages) {
		for (int i = 1; i <= messages; i++) {
			model.channel.peerSends(1, "m" + i);
		}
	}

	@Test
	void itGoesOnWhenThePeerHasTakenEnough() {
		ModelledSession.explore(this.options.build(), PacingModelTest::reply, (model) -> {
			model.channel.peerMakesRoom(3);
			sends(model, 4);
			model.together(() -> model.channel.peerMakesRoom(30), () -> model.channel.peerMakesRoom(1000));
			model.channel.peerMakesRoom(1000);
			model.awaitFrames(replies(4));
		});
	}

	@Test
	void itGoesOnWhereReadingHadPausedToo() {
		ModelledSession.explore(this.options.inbound((inbound) -> inbound.maxMessages(1)).build(),
				PacingModelTest::reply, (model) -> {
					model.channel.peerMakesRoom(3);
					sends(model, 4);
					model.together(() -> model.channel.peerMakesRoom(1000));
					model.awaitFrames(replies(4));
				});
	}

	@Test
	void itGoesOnWhateverOthersSend() {
		ModelledSession.explore(this.options.build(), PacingModelTest::reply, (model) -> {
			model.channel.peerMakesRoom(3);
			sends(model, 3);
			model.together(() -> model.send("a1"), () -> model.broadcast("b1"),
					() -> model.channel.peerMakesRoom(1000));
			model.awaitFrames(replies(3));
		});
	}

	@Test
	void itGoesOnBehindAHold() {
		ModelledSession.explore(this.options.build(), (model, text) -> {
			reply(model, text);
			if (text.equals("m1")) {
				model.session.holdUntil(model.stages.get(0));
			}
		}, (model) -> {
			model.channel.peerMakesRoom(3);
			sends(model, 3);
			model.together(() -> model.stages.get(0).complete(null), () -> model.channel.peerMakesRoom(1000));
			model.awaitFrames(replies(3));
		});
	}

	@Test
	void itGoesOnBehindASendThatIsWaitedFor() {
		ModelledSession.explore(this.options.build(), (model, text) -> {
			CompletableFuture<Void> sent = model.session.sendText("re " + text).toCompletableFuture();
			model.session.holdUntil(sent);
		}, (model) -> {
			model.channel.peerMakesRoom(3);
			sends(model, 3);
			model.together(() -> model.channel.peerMakesRoom(1000));
			model.awaitFrames("re m1", "re m2", "re m3");
		});
	}

	@Test
	void theEndComesWhileItIsPaced() {
		ModelledSession.explore(this.options.build(), PacingModelTest::reply, (model) -> {
			model.channel.peerMakesRoom(3);
			sends(model, 3);
			model.together(model.channel::peerEnds, () -> model.channel.peerMakesRoom(20));
			model.awaitClose();
		});
	}

	@Test
	void ourCloseComesWhileItIsPaced() {
		ModelledSession.explore(this.options.build(), PacingModelTest::reply, (model) -> {
			model.channel.peerMakesRoom(3);
			sends(model, 3);
			model.together(() -> model.session.close(), () -> model.channel.peerMakesRoom(1000));
			model.awaitFrames("close");
		});
	}

}
