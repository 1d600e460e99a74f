/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.mistake;

import java.io.InputStream;
import java.util.stream.Stream;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsAdvice;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.endpoint.fixture.Mistake;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;

import org.springframework.validation.annotation.Validated;

/**
 * Declarations without effect, which fail the start like any other mistake.
 */
class WithoutEffectMistakesTest {

	@Test
	void concurrencyWithoutConcurrentOrdering() {
		Mistake.of(InOrder.class)
			.says("Bean 'withoutEffectMistakesTest.InOrder'", "has a maxConcurrency")
			.cure("Add ordering = Ordering.CONCURRENT to @WsEndpoint");
	}

	@WsEndpoint(path = "/in-order", maxConcurrency = 4)
	static class InOrder {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void limitOfStreamsWithoutStreams() {
		Mistake.of(NoStreams.class)
			.says("Bean 'withoutEffectMistakesTest.NoStreams'", "has a maxStreams, but no method replies with a stream")
			.cure("Remove maxStreams");
	}

	@WsEndpoint(path = "/no-streams", maxStreams = "4")
	static class NoStreams {

		@OnOpen
		Stream<String> onOpen() {
			return Stream.of("welcome");
		}

	}

	@Test
	void bracesThatDoNotMatch() {
		Mistake.of(HalfABrace.class, WsAutoConfiguration.class)
			.says("Method 'onMessage(String)'", "broadcasts to 'room-{room', whose braces do not match")
			.cure("{room}");
	}

	@WsEndpoint("/brace/{room}")
	static class HalfABrace {

		@OnMessage
		@Broadcast(to = "room-{room")
		String onMessage(String text) {
			return text;
		}

	}

	@Test
	void broadcastOfAMethodThatHandlesNoEvent() {
		Mistake.of(BroadcastsNothing.class)
			.says("Method 'tell(String)'", "is annotated with @Broadcast, but is not a handler method")
			.cure("Add @OnOpen");
	}

	@WsEndpoint("/tell")
	static class BroadcastsNothing {

		@Broadcast
		String tell(String text) {
			return text;
		}

	}

	@Test
	void maxSizeOfANamedMessage() {
		Mistake.of(SizeOfPayload.class)
			.says("Method 'onSay(String)'", "has a maxSize, but gets whole messages")
			.cure("ws.max-message-size");
		Mistake.of(SizeOfNothing.class).says("Method 'onSay()'", "has a maxSize, but gets whole messages");
	}

	@WsEndpoint(path = "/size", payload = "args")
	static class SizeOfPayload {

		@OnMessage(value = "say", maxSize = "5MB")
		void onSay(String text) {
		}

	}

	@WsEndpoint("/size")
	static class SizeOfNothing {

		@OnMessage(value = "say", maxSize = "5MB")
		void onSay() {
		}

	}

	@Test
	void validationOfAMessageThatIsReadAsItArrives() {
		Mistake.of(ValidStream.class)
			.says("Parameter 'upload' (InputStream)", "is to be validated, but is read as it arrives")
			.cure("take the whole message");
	}

	@WsEndpoint("/upload")
	static class ValidStream {

		@OnMessage
		void onMessage(@Valid InputStream upload) {
		}

	}

	@Test
	void constraintThatIsNotValidated() {
		Mistake.of(Constrained.class)
			.says("Parameter 'text' (String)", "has @NotBlank, but nothing validates the bean's methods")
			.cure("Annotate the class with @Validated");
		EndpointTester.of(ConstrainedAndValidated.class).close();
	}

	@WsEndpoint("/constrained")
	static class Constrained {

		@OnMessage
		void onMessage(@NotBlank String text) {
		}

	}

	@Validated
	@WsEndpoint("/constrained")
	static class ConstrainedAndValidated {

		@OnMessage
		void onMessage(@NotBlank String text) {
		}

	}

	@Test
	void adviceThatHandlesNothing() {
		Mistake.of(Silent.class)
			.says("Bean 'withoutEffectMistakesTest.Silent'", "is advice, but handles no errors")
			.cure("Annotate its methods with @OnError");
	}

	@WsAdvice
	static class Silent {

		String onError(IllegalStateException error) {
			return "refused";
		}

	}

}
