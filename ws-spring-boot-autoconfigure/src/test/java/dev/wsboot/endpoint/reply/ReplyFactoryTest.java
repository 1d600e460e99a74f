/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.reply;

import java.util.stream.Stream;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.reply.ReplyContext;
import dev.wsboot.internal.reply.ReplyFactory;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

/**
 * A kind of reply that is a bean, beside those of the project.
 */
class ReplyFactoryTest {

	/** A result of a kind that the project does not have: a text, as often as it says. */
	record Repeated(int times, String text) {
	}

	@Test
	void replyFactoryThatIsBeanComesBeforeOwnKinds() {
		try (EndpointServer server = EndpointServer.of(RepeatedFactory.class, Echo.class);
				WsTestClient client = server.connect("/repeated")) {
			client.send("2").expectText("2").expectText("2");
			client.send("0").send("1").expectText("1");
		}
	}

	@Test
	void resultOfManyMessagesCannotBeAnItemOfAStream() {
		Mistake.of(RepeatedFactory.class, Items.class).says("returns Repeated inside another type");
	}

	@Test
	void ownKindsPlanOtherTypes() {
		try (EndpointServer server = EndpointServer.of(RepeatedFactory.class, Other.class);
				WsTestClient client = server.connect("/other")) {
			client.send("a").expectText("a").expectText("!");
		}
	}

	static class RepeatedFactory implements ReplyFactory {

		@Override
		public boolean supports(Class<?> type) {
			return type == Repeated.class;
		}

		@Override
		public Reply plan(ReplyContext context) {
			return (invocation, result) -> {
				if (result instanceof Repeated repeated) {
					for (int i = 0; i < repeated.times(); i++) {
						invocation.session().sendText(repeated.text());
					}
				}
			};
		}

	}

	@WsEndpoint("/repeated")
	static class Echo {

		@OnMessage
		Repeated onMessage(String text) {
			return new Repeated(Integer.parseInt(text), text);
		}

	}

	@WsEndpoint("/items")
	static class Items {

		@OnMessage
		Stream<Repeated> onMessage(String text) {
			return Stream.of(new Repeated(1, text));
		}

	}

	@WsEndpoint("/other")
	static class Other {

		@OnMessage
		Stream<String> onMessage(String text) {
			return Stream.of(text, "!");
		}

	}

}
