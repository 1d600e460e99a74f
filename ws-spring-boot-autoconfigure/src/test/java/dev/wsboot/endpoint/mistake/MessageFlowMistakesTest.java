/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.mistake;

import java.io.InputStream;
import java.util.concurrent.CompletionStage;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.Mistake;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;

/**
 * Each mistake in methods that take all messages of a session at once fails the start
 * with a sentence that names bean, method, parameter and cure.
 */
class MessageFlowMistakesTest {

	@WsEndpoint("/raw")
	static class Raw {

		@OnMessage
		@SuppressWarnings("rawtypes")
		void onMessages(Flux messages) {
		}

	}

	@Test
	void aFluxOfNothing() {
		Mistake.of(Raw.class)
			.says("Parameter 'messages' (Flux)", "does not say what the messages are.")
			.cure("Write their type, such as Flux<String>.");
	}

	@WsEndpoint("/wildcard")
	static class Wildcard {

		@OnMessage
		void onMessages(Flux<?> messages) {
		}

	}

	@Test
	void aFluxOfAnything() {
		Mistake.of(Wildcard.class).says("Parameter 'messages' (Flux)", "does not say what the messages are.");
	}

	@WsEndpoint("/open")
	static class InOpen {

		@OnOpen
		void onOpen(Flux<String> messages) {
		}

	}

	@Test
	void aFluxInOnOpen() {
		Mistake.of(InOpen.class)
			.says("Parameter 'messages' (Flux)", "takes all messages, but stands in an @OnOpen method.")
			.cure("Move it to an @OnMessage method, which is then called once for each session, after @OnOpen.");
	}

	@WsEndpoint(path = "/concurrent", ordering = Ordering.CONCURRENT)
	static class SideBySide {

		@OnMessage
		void onMessages(Flux<String> messages) {
		}

	}

	@Test
	void aFluxSideBySide() {
		Mistake.of(SideBySide.class)
			.says("Method 'onMessages(Flux)'", "takes all messages as a Flux, which is ordered, but its endpoint")
			.cure("Remove the ordering from @WsEndpoint");
	}

	@WsEndpoint("/named")
	static class Named {

		@OnMessage("points")
		void onMessages(Flux<String> messages) {
		}

	}

	@Test
	void aFluxThatIsCalledByName() {
		Mistake.of(Named.class)
			.says("Parameter 'messages' (Flux)",
					"cannot take a part of a message: the method is called separately for each message.")
			.cure("Use a type that can be read from JSON, or remove the name from @OnMessage.");
	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

		@OnMessage
		void onMessages(Flux<String> messages) {
		}

	}

	@Test
	void aFluxInJsonRpc() {
		Mistake.of(Rpc.class).says("Method 'onMessages(Flux)'", "has no name, but its endpoint uses JSON-RPC");
	}

	@WsEndpoint("/streams")
	static class OfStreams {

		@OnMessage
		void onMessages(Flux<InputStream> messages) {
		}

	}

	@Test
	void aFluxOfStreams() {
		Mistake.of(OfStreams.class)
			.says("Parameter 'messages' (Flux)", "cannot take a message as InputStream.")
			.cure("Use the type of one message, such as String");
	}

	@WsEndpoint("/stage")
	static class Stage {

		@OnMessage
		void onMessage(CompletionStage<String> message) {
		}

	}

	@Test
	void aStage() {
		Mistake.of(Stage.class)
			.says("Parameter 'message' (CompletionStage)", "cannot take a message as CompletionStage.")
			.cure("or a Flux or Flow.Publisher of that for all messages of a session.");
	}

	@WsEndpoint("/connectable")
	static class Connectable {

		@OnMessage
		void onMessages(ConnectableFlux<String> messages) {
		}

	}

	@Test
	void publisherTypeThatCannotBeCreated() {
		Mistake.of(Connectable.class)
			.says("Parameter 'messages' (ConnectableFlux)", "cannot take a message as ConnectableFlux.");
	}

	@WsEndpoint("/two")
	static class Two {

		@OnMessage
		void onMessages(Flux<String> messages) {
		}

		@OnMessage
		void onMessage(String message) {
		}

	}

	@Test
	void aFluxBesideAMethodForEachMessage() {
		Mistake.of(Two.class)
			.says("is a second @OnMessage for text (String or JSON) messages beside '")
			.cure("Keep one of the two methods.");
	}

	@WsEndpoint("/size")
	static class Sized {

		@OnMessage(maxSize = "1MB")
		void onMessages(Flux<String> messages) {
		}

	}

	@Test
	void aFluxWithALimitForEachMessage() {
		Mistake.of(Sized.class).says("has a maxSize, but gets whole messages.").cure("set ws.max-message-size");
	}

}
