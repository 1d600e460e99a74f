/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.junit.jupiter.api.Test;

class MessageHandlingTest {

	@Test
	void textAndBinaryComeBackAsTheyWere() {
		try (EndpointTester tester = EndpointTester.of(Echo.class)) {
			tester.open("/echo")
				.does()
				.text("Grüße 😀")
				.does("text:Grüße 😀")
				.text("")
				.does("text:")
				.binary((byte) 0, (byte) 0xFF)
				.does("binary:00ff")
				.binary()
				.does("binary:");
		}
	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String onText(String text) {
			return text;
		}

		@OnMessage
		ByteBuffer onBinary(ByteBuffer payload) {
			return payload;
		}

	}

	@Test
	void aMessageAsItIsComesAndGoesAsTextOrBinary() {
		try (EndpointTester tester = EndpointTester.of(AsItIs.class)) {
			tester.open("/as-it-is").text("Grüße").does("text:Grüße").binary((byte) 7).does("binary:07");
		}
	}

	@WsEndpoint("/as-it-is")
	static class AsItIs {

		@OnMessage
		WsMessage onMessage(WsMessage message) {
			return message;
		}

	}

	@Test
	void kindsWithoutHandlerCloseWith1003() {
		try (EndpointTester tester = EndpointTester.of(BytesOnly.class, TextOnly.class)) {
			tester.open("/bytes").binary((byte) 1).does("binary:01").text("hi").does("close:1003");
			tester.open("/chars").text("hi").does("text:HI").binary((byte) 1).does("close:1003");
		}
	}

	@WsEndpoint("/bytes")
	static class BytesOnly {

		@OnMessage
		byte[] onBinary(byte[] payload) {
			return payload;
		}

	}

	@WsEndpoint("/chars")
	static class TextOnly {

		@OnMessage
		StringBuilder onText(CharSequence text) {
			return new StringBuilder(text.toString().toUpperCase(java.util.Locale.ROOT));
		}

	}

	@Test
	void jsonIsReadAndWritten() {
		try (EndpointTester tester = EndpointTester.of(Json.class)) {
			tester.open("/json/tea")
				.text("{\"from\":\"Ann\",\"text\":\"hi\"}")
				.does("text:{\"room\":\"tea\",\"from\":\"Ann\",\"text\":\"hi\"}");
		}
	}

	record Say(String from, String text) {
	}

	record Said(String room, String from, String text) {
	}

	@WsEndpoint("/json/{room}")
	static class Json {

		@OnMessage
		Said onSay(@org.springframework.web.bind.annotation.PathVariable String room, Say say, WsSession session,
				HandshakeRequest request) {
			if (session.handshakeRequest() != request) {
				throw new IllegalArgumentException("Another request");
			}
			return new Said(room, say.from(), say.text());
		}

	}

	@Test
	void genericTypesAreKept() {
		try (EndpointTester tester = EndpointTester.of(Generics.class)) {
			tester.open("/generics")
				.text("[{\"kind\":\"circle\",\"radius\":2},{\"kind\":\"square\",\"side\":3}]")
				.does("text:[{\"kind\":\"square\",\"side\":3},{\"kind\":\"circle\",\"radius\":2}]");
		}
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	abstract static class Reverser<T> {

		@OnMessage
		List<T> onMessage(List<T> list) {
			return List.of(list.get(1), list.get(0));
		}

	}

	@WsEndpoint("/generics")
	static class Generics extends Reverser<Shape> {

	}

	@Test
	void invalidJsonClosesWith1007() {
		try (EndpointTester tester = EndpointTester.of(Json.class)) {
			for (String invalid : List.of("", "{", "hi", "[]", "null", "{}{}", "{\"from\":{}}")) {
				tester.open("/json/tea").text(invalid).does("close:1007");
			}
		}
	}

	@Test
	void typesThatCannotBeReadAreTheServersMistake() {
		try (EndpointTester tester = EndpointTester.of(Unreadable.class)) {
			tester.open("/unreadable").text("{}").does("close:1011");
		}
	}

	static class Opaque {

		Opaque(String first, String second) {
		}

	}

	@WsEndpoint("/unreadable")
	static class Unreadable {

		@OnMessage
		void onMessage(Opaque opaque) {
		}

	}

	@Test
	void repliesOfAllKinds() {
		try (EndpointTester tester = EndpointTester.of(Replies.class)) {
			tester.open("/replies")
				.text("string")
				.does("text:a")
				.text("bytes")
				.does("binary:01")
				.text("buffer")
				.does("binary:02")
				.text("prepared")
				.does("text:p")
				.text("json")
				.does("text:{\"a\":1}")
				.text("number")
				.does("text:42")
				.text("optional")
				.does("text:o")
				.text("empty")
				.does()
				.text("null")
				.does();
		}
	}

	@WsEndpoint("/replies")
	static class Replies {

		@OnMessage
		Object onMessage(String kind) {
			return switch (kind) {
				case "string" -> "a";
				case "bytes" -> new byte[] { 1 };
				case "buffer" -> ByteBuffer.wrap(new byte[] { 2 });
				case "prepared" -> PreparedMessage.text("p");
				case "json" -> Map.of("a", 1);
				case "number" -> 42;
				case "optional" -> Optional.of("o");
				case "empty" -> Optional.empty();
				default -> null;
			};
		}

	}

	@Test
	void withoutJacksonTextAndBinaryWork() {
		try (EndpointTester tester = EndpointTester.withoutJson(Echo.class, Replies.class)) {
			tester.open("/echo").text("hi").does("text:hi").binary((byte) 1).does("binary:01");
			tester.open("/replies").text("string").does("text:a").text("json").does("close:1011");
		}
	}

}
