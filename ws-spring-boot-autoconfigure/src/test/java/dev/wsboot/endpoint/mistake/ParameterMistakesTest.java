/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.mistake;

import java.util.Optional;

import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Each mistake in the parameters and results of handler methods fails the start with a
 * sentence that names bean, method, parameter and cure.
 */
class ParameterMistakesTest {

	record Say(String text) {
	}

	@WsEndpoint("/unfillable")
	static class Unfillable {

		@OnOpen
		void onOpen(WsSession session, String text) {
		}

	}

	@Test
	void parameterWithoutAValue() {
		Mistake.of(Unfillable.class)
			.says("Parameter 'text' (String) of method 'onOpen(WsSession, String)' of bean "
					+ "'parameterMistakesTest.Unfillable'", "cannot be filled in an @OnOpen method.")
			.cure("Use one of WsSession, HandshakeRequest, HttpHeaders, InetSocketAddress, Principal or a subtype, and parameters annotated with @PathVariable, ");
	}

	@WsEndpoint("/engine")
	static class EngineType {

		@OnMessage
		void onMessage(PreparedMessage message) {
		}

	}

	@Test
	void parameterOfATypeThatCannotBeReadFromJson() {
		Mistake.of(EngineType.class)
			.says("Parameter 'message' (PreparedMessage)", "cannot be filled in an @OnMessage method.")
			.cure("the message as String, byte[], ByteBuffer");
	}

	@WsEndpoint("/service")
	static class BeanAsParameter {

		@OnMessage
		void onMessage(String text, Service service) {
		}

	}

	static class Service {

	}

	@Test
	void parameterThatIsABean() {
		Mistake.of(BeanAsParameter.class, Service.class)
			.says("Parameter 'service' (Service)", "Service is a bean, not a part of the session.")
			.cure("Inject it into the constructor of the endpoint.");
	}

	@WsEndpoint("/two")
	static class TwoMessages {

		@OnMessage
		void onMessage(String text, Say say) {
		}

	}

	@Test
	void twoParametersForTheMessage() {
		Mistake.of(TwoMessages.class)
			.says("Parameter 'say' (Say) of method 'onMessage(String, Say)'",
					"would take the message, but so does parameter 'text'.")
			.cure("Keep one of them");
	}

	@WsEndpoint("/nothing")
	static class NoMessage {

		@OnMessage
		void onMessage(WsSession session) {
		}

	}

	@Test
	void noParameterForTheMessage() {
		Mistake.of(NoMessage.class)
			.says("Method 'onMessage(WsSession)'", "has no parameter for the message.")
			.cure("Add one: String for text");
	}

	@WsEndpoint("/status")
	static class StatusInMessage {

		@OnMessage
		void onMessage(String text, CloseStatus status) {
		}

	}

	@Test
	void closeStatusOutsideOfOnClose() {
		Mistake.of(StatusInMessage.class)
			.says("Parameter 'status' (CloseStatus)",
					"cannot be filled in an @OnMessage method: there is one in @OnClose only.")
			.cure("Remove it, or move it to the @OnClose method.");
	}

	@WsEndpoint("/throwable")
	static class ThrowableInClose {

		@OnClose
		void onClose(Exception error) {
		}

	}

	@Test
	void throwableOutsideOfOnError() {
		Mistake.of(ThrowableInClose.class).says("Parameter 'error' (Exception)", "there is one in @OnError only.");
	}

	@WsEndpoint("/chat/{room}")
	static class UnknownVariable {

		@OnMessage
		void onMessage(@PathVariable String channel, String text) {
		}

	}

	@Test
	void pathVariableThatThePathDoesNotHave() {
		Mistake.of(UnknownVariable.class)
			.says("Parameter 'channel' (String) of method 'onMessage(String, String)'",
					"asks for the path variable 'channel', but the path has only [room].")
			.cure("Add {channel} to the path of @WsEndpoint, or correct the name.");
	}

	@WsEndpoint("/convert")
	static class NotConvertible {

		@OnOpen
		void onOpen(@RequestParam Say say) {
		}

	}

	@Test
	void parameterThatCannotBeConverted() {
		Mistake.of(NotConvertible.class)
			.says("Parameter 'say' (Say)", "cannot be converted from text.")
			.cure("Register a Converter<String, Say> as a bean, or let the parameter be a String.");
	}

	@WsEndpoint("/primitive")
	static class OptionalPrimitive {

		@OnOpen
		void onOpen(@RequestHeader(required = false) int age) {
		}

	}

	@Test
	void optionalPrimitive() {
		Mistake.of(OptionalPrimitive.class)
			.says("Parameter 'age' (int)", "is optional, but a primitive type")
			.cure("Declare a default value, or use a wrapper type or Optional.");
	}

	@WsEndpoint("/json")
	static class JsonMessage {

		@OnMessage
		void onMessage(Say say) {
		}

	}

	@Test
	void jsonMessageWithoutMapper() {
		Mistake.withoutJson(JsonMessage.class)
			.says("Parameter 'say' (Say)", "is read from JSON, but there is no JsonMapper.")
			.cure("Add Jackson's JsonMapper as a bean");
	}

	@WsEndpoint("/json")
	static class JsonReply {

		@OnMessage
		Optional<Say> onMessage(String text) {
			return Optional.of(new Say(text));
		}

	}

	@Test
	void jsonReplyWithoutMapper() {
		Mistake.withoutJson(JsonReply.class)
			.says("Method 'onMessage(String)'", "returns Say, which is sent as JSON, but there is no JsonMapper.")
			.cure("Add Jackson's JsonMapper as a bean");
	}

	@Test
	void anAbstractMessage() {
		Mistake.of(OfInterface.class)
			.says("Parameter 'shape' (Shape)", "its type is abstract, and says nothing of its subtypes")
			.cure("@JsonTypeInfo");
		EndpointTester.of(OfOwnReading.class).close();
	}

	sealed interface Shape {

		record Circle(int radius) implements Shape {
		}

	}

	@WsEndpoint("/shapes")
	static class OfInterface {

		@OnMessage
		void onMessage(Shape shape) {
		}

	}

	@WsEndpoint("/own")
	static class OfOwnReading {

		@OnMessage
		void onMessage(tools.jackson.databind.JsonNode message) {
		}

		@OnMessage("numbers")
		void onNumbers(Iterable<Number> numbers) {
		}

		@OnMessage("map")
		void onMap(java.util.Map<String, Number> map) {
		}

		@OnMessage("number")
		void onNumber(int number) {
		}

	}

	@Test
	void twoParametersForTheError() {
		Mistake.of(TwoErrors.class)
			.says("Parameter 'second' (Exception)", "takes the error, but so does parameter 'first'")
			.cure("Keep one of them");
	}

	@WsEndpoint("/errors")
	static class TwoErrors {

		@OnError
		void onError(IllegalStateException first, Exception second) {
		}

	}

}
