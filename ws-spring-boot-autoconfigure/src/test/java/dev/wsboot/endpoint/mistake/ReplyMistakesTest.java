/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.mistake;

import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.endpoint.StreamingMessage;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * Each mistake in what handler methods return fails the start with a sentence that names
 * bean, method and cure.
 */
class ReplyMistakesTest {

	@WsEndpoint("/blocking")
	static class StreamOnTheLoop {

		@NonBlocking
		@OnMessage
		InputStream onMessage(String text) {
			return InputStream.nullInputStream();
		}

	}

	@Test
	void fragmentsFromTheEventLoop() {
		Mistake.of(StreamOnTheLoop.class)
			.says("Method 'onMessage(String)' of bean 'replyMistakesTest.StreamOnTheLoop'",
					"returns InputStream, whose sending blocks, but is annotated with @NonBlocking.")
			.cure("Remove @NonBlocking.");
	}

	@WsEndpoint("/broadcast")
	static class BroadcastOfAStream {

		@Broadcast
		@OnMessage
		StreamingMessage onMessage(String text) {
			return StreamingMessage.text((writer) -> writer.write(text));
		}

	}

	@Test
	void broadcastOfFragments() {
		Mistake.of(BroadcastOfAStream.class)
			.says("broadcasts StreamingMessage, which can be read only once.")
			.cure("Return the complete message, or remove @Broadcast.");
	}

	@WsEndpoint("/nothing")
	static class BroadcastOfNothing {

		@Broadcast
		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void broadcastOfAMethodThatReturnsVoid() {
		Mistake.of(BroadcastOfNothing.class)
			.says("is annotated with @Broadcast, but returns nothing.")
			.cure("Return the message, or remove @Broadcast.");
	}

	@WsEndpoint("/error")
	static class BroadcastOfAnError {

		@Broadcast
		@OnError
		String onError(Exception error) {
			return "oops";
		}

	}

	@Test
	void broadcastOfAnErrorsAnswer() {
		Mistake.of(BroadcastOfAnError.class)
			.says("broadcasts a reply that concerns one session only.")
			.cure("Remove @Broadcast, or send messages for all sessions with WsSessions.");
	}

	@WsEndpoint("/rooms/{room}")
	static class UnknownVariable {

		@Broadcast(to = "room-{rom}")
		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@Test
	void broadcastToAnUnknownVariable() {
		Mistake.of(UnknownVariable.class, WsAutoConfiguration.class)
			.says("Method 'onMessage(String)'", "broadcasts to 'room-{rom}', but the path has only [room].")
			.cure("Add {rom} to the path of @WsEndpoint, or correct the name.");
	}

	@WsEndpoint("/nested")
	static class StreamsInAStream {

		@OnOpen
		Flux<Stream<String>> onOpen() {
			return Flux.empty();
		}

	}

	@Test
	void streamsInAStream() {
		Mistake.of(StreamsInAStream.class)
			.says("returns Stream inside another type, where each value must be one message.")
			.cure("Return it directly, or a type that can be sent as one message.");
	}

	@WsEndpoint("/later")
	static class FragmentsLater {

		@OnOpen
		CompletionStage<InputStream> onOpen() {
			return null;
		}

	}

	@Test
	void fragmentsInAStage() {
		Mistake.of(FragmentsLater.class)
			.says("returns InputStream later, when there is no thread for sending it.")
			.cure("Return it directly; the method may block.");
	}

	@WsEndpoint("/close")
	static class ManyAtClose {

		@Broadcast
		@OnClose
		Stream<String> onClose() {
			return Stream.of("bye");
		}

	}

	@Test
	void manyMessagesAtClose() {
		Mistake.of(ManyAtClose.class)
			.says("returns many messages, but the session is already closed.")
			.cure("Return at most one message.");
	}

	@Test
	void laterReplyOfTheCloseMethod() {
		Mistake.of(LaterAtClose.class)
			.says("Method 'onClose()'", "returns Mono, but the session has already ended, so the result is not awaited")
			.cure("Return void: the method may block");
		Mistake.of(StageAtClose.class).says("returns CompletionStage, but the session has already ended");
		Mistake.of(LaterToMany.class, WsAutoConfiguration.class)
			.says("returns Mono, but the session has already ended")
			.cure("Return the message, or a CompletionStage of it");
		EndpointServer.of(StageToMany.class).close();
	}

	@WsEndpoint("/later-at-close")
	static class LaterAtClose {

		@OnClose
		Mono<Void> onClose() {
			return Mono.empty();
		}

	}

	@WsEndpoint("/stage-at-close")
	static class StageAtClose {

		@OnClose
		CompletionStage<Void> onClose() {
			return CompletableFuture.completedFuture(null);
		}

	}

	@WsEndpoint("/later-to-many")
	static class LaterToMany {

		@Broadcast
		@OnClose
		Mono<String> onClose() {
			return Mono.just("left");
		}

	}

	@WsEndpoint("/stage-to-many")
	static class StageToMany {

		@Broadcast
		@OnClose
		CompletableFuture<String> onClose() {
			return CompletableFuture.completedFuture("left");
		}

	}

	@WsEndpoint("/primitive")
	static class OptionalPrimitive {

		@OnOpen
		void onOpen(@SessionAttribute(required = false) int count) {
		}

	}

	@Test
	void optionalPrimitiveSessionAttribute() {
		Mistake.of(OptionalPrimitive.class)
			.says("Parameter 'count' (int)", "is optional, but a primitive type has no value for \"nothing\".")
			.cure("Use a wrapper type or Optional.");
	}

	@Test
	void futureThatIsNotAwaited() {
		Mistake.of(OfFuture.class).says("returns Future, whose value is not awaited").cure("Return a CompletionStage");
		Mistake.of(OfCallable.class).says("returns Callable, whose value is not awaited");
		Mistake.of(OfFutureResult.class).says("returns Future, whose value is not awaited");
	}

	@WsEndpoint("/future")
	static class OfFuture {

		@OnMessage
		Future<String> onMessage(String text) {
			return CompletableFuture.completedFuture(text);
		}

	}

	@WsEndpoint(path = "/future", protocol = MessageProtocol.JSON_RPC)
	static class OfFutureResult {

		@OnMessage("later")
		Future<String> later(String text) {
			return CompletableFuture.completedFuture(text);
		}

	}

	@WsEndpoint("/callable")
	static class OfCallable {

		@OnMessage
		Callable<String> onMessage(String text) {
			return () -> text;
		}

	}

}
