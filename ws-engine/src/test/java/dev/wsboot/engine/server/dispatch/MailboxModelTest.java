/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.ModelledSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever the loop and the workers do meanwhile: all messages come to the handler, in
 * order and one at a time, and the close callback behind them.
 */
@Tag("slow")
class MailboxModelTest {

	private static final WsServerOptions OPTIONS = WsServerOptions.builder().build();

	private static void handled(ModelledSession model, String... messages) {
		List<String> events = model.events();
		events.removeIf((event) -> !event.endsWith(" ends"));
		events.replaceAll((event) -> event.replace(" ends", ""));
		model.check(events.equals(List.of(messages)), "not all, or not in order");
	}

	@Test
	void messagesAreHandledWheneverTheyCome() {
		ModelledSession.explore(OPTIONS, (model, text) -> {
		}, (model) -> {
			model.channel.peerSends(1, "m1");
			model.channel.peerSends(1, "m2");
			model.channel.peerSends(1, "m3");
			model.channel.peerEnds();
			model.awaitClose();
			handled(model, "m1", "m2", "m3");
		});
	}

	@Test
	void aHoldIsReleasedByWhomeverIsLast() {
		ModelledSession.explore(OPTIONS, (model, text) -> {
			if (text.equals("m1")) {
				model.stages.forEach(model.session::holdUntil);
			}
		}, (model) -> {
			model.channel.peerSends(1, "m1");
			model.channel.peerSends(1, "m2");
			model.together(() -> model.stages.get(0).complete(null), () -> model.stages.get(1).complete(null));
			model.awaitEvent("m2 ends");
			handled(model, "m1", "m2");
		});
	}

	@Test
	void theEndReleasesAHold() {
		ModelledSession.explore(OPTIONS, (model, text) -> model.session.holdUntil(new CompletableFuture<>()),
				(model) -> {
					model.channel.peerSends(1, "m1");
					model.channel.peerSends(1, "m2");
					model.channel.peerEnds();
					model.awaitClose();
				});
	}

	@Test
	void readingGoesOnAfterAPause() {
		ModelledSession.explore(WsServerOptions.builder().inbound((inbound) -> inbound.maxMessages(1)).build(),
				(model, text) -> {
				}, (model) -> {
					model.channel.peerSends(1, "m1");
					model.channel.peerSends(1, "m2");
					model.channel.peerSends(1, "m3");
					model.awaitEvent("m3 ends");
					handled(model, "m1", "m2", "m3");
				});
	}

}
