/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.UnknownMessageTypeException;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.WsTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.web.bind.annotation.PathVariable;

/**
 * Messages that find their method by a name in them.
 */
class NamedMessagesOverSocketTest {

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		server = EndpointServer.of(Room.class, Strict.class, Rpc.class, Shapes.class, Both.class, Loop.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void theTypeChoosesTheMethod() {
		try (WsTestClient client = server.connect("/room/tea")) {
			client.send("{\"type\":\"typing\",\"user\":\"ann\"}").expectText("tea: ann types");
			client.send("{\"user\":\"bob\",\"nested\":{\"type\":\"leave\"},\"type\":\"typing\"}")
				.expectText("tea: bob types");
			client.send("{\"type\":\"join\"}").expectText("join or leave");
			client.send("{\"type\":\"leave\"}").expectText("join or leave");
			client.send("{\"type\":\"l\\u0065ave\"}").expectText("join or leave");
			client.send("{\"type\":\"raw\",\"a\":[1]}").expectText("{\"type\":\"raw\",\"a\":[1]}");
			client.send("{\"type\":\"tree\",\"a\":[1]}").expectText("{\"type\":\"tree\",\"a\":[1]}");
		}
	}

	@Test
	void thePlainMethodTakesTheRest() {
		try (WsTestClient client = server.connect("/room/tea")) {
			for (String rest : List.of("{\"type\":\"unknown\"}", "{\"type\":1}", "{}", "[\"typing\"]", "\"typing\"",
					"typing", "{\"type\":")) {
				client.send(rest).expectText("rest " + rest);
			}
		}
	}

	@Test
	void withoutOneUnknownTypesCloseWith1003() {
		try (WsTestClient client = server.connect("/strict")) {
			client.send("{\"type\":\"ping\"}").expectText("pong");
			client.send("{\"type\":\"pung\"}").expectClose(1003);
		}
	}

	@Test
	void textWithoutTypeClosesWith1007IfThereIsNoOtherMethod() {
		for (String invalid : List.of("{}", "{\"type\":null}", "[1]", "\"ping\"", "ping", "", "{\"type\":\"ping\"",
				"{\"type\":\"ping\"} more", "{\"type\":\"number\",\"value\":\"many\"}")) {
			try (WsTestClient client = server.connect("/strict")) {
				client.send(invalid).expectClose(1007);
			}
		}
	}

	@Test
	void binaryHasNoType() {
		try (WsTestClient client = server.connect("/strict")) {
			client.sendBinary("{\"type\":\"ping\"}".getBytes()).expectClose(1003);
		}
	}

	@Test
	void argumentsBindByPosition() {
		try (WsTestClient client = server.connect("/args")) {
			client.send("{\"method\":\"auth\",\"args\":[\"admin\",\"secret\"]}").expectText("admin secret");
			client.send("{\"args\":[\"a\\\"b\",\"é😀\"],\"method\":\"auth\"}").expectText("a\"b é😀");
			client.send("{\"method\":\"sum\",\"args\":[1,[2,3],null]}").expectText("6");
			client.send("{\"method\":\"sum\",\"args\":[1,[2,3],4]}").expectText("10");
			client.send("{\"method\":\"sum\",\"args\":[1,[2]]}").expectText("3");
			client.send("{\"method\":\"users\"}").expectText("users");
			client.send("{\"method\":\"users\",\"args\":null}").expectText("users");
			client.send("{\"method\":\"users\",\"args\":[]}").expectText("users");
		}
	}

	@Test
	void argumentsBindByName() {
		try (WsTestClient client = server.connect("/args")) {
			client.send("{\"method\":\"auth\",\"args\":{\"password\":\"secret\",\"name\":\"admin\",\"more\":1}}")
				.expectText("admin secret");
			client.send("{\"method\":\"greet\",\"args\":{\"name\":\"ann\"}}").expectText("hello ann");
			client.send("{\"method\":\"greet\",\"args\":[\"ann\"]}").expectText("hello ann");
			client.send("{\"method\":\"greet\",\"args\":\"ann\"}").expectText("hello ann");
		}
	}

	@Test
	void objectIsTheOnlyArgumentThatIsReadFromAnObject() {
		try (WsTestClient client = server.connect("/args")) {
			client.send("{\"method\":\"point\",\"args\":{\"x\":1,\"y\":2}}").expectText("1/2");
			client.send("{\"method\":\"point\",\"args\":[{\"x\":1,\"y\":2}]}").expectText("1/2");
			client.send("{\"method\":\"map\",\"args\":{\"x\":1,\"y\":2}}").expectText("{x=1, y=2}");
		}
	}

	@Test
	void missingArgumentsAreNullIfAllowed() {
		try (WsTestClient client = server.connect("/args")) {
			client.send("{\"method\":\"maybe\"}").expectText("null Optional.empty");
			client.send("{\"method\":\"maybe\",\"args\":[null,null]}").expectText("null Optional.empty");
			client.send("{\"method\":\"maybe\",\"args\":{\"second\":2}}").expectText("null Optional[2]");
			client.send("{\"method\":\"auth\",\"args\":[\"admin\"]}")
				.expectText("The argument is missing, at 'password'");
			client.send("{\"method\":\"auth\",\"args\":{\"name\":\"admin\"}}")
				.expectText("The argument is missing, at 'password'");
			client.send("{\"method\":\"auth\",\"args\":[\"admin\",null]}")
				.expectText("The argument is missing, at 'password'");
			client.send("{\"method\":\"sum\",\"args\":[null,[1]]}").expectText("The argument is missing, at 'first'");
		}
	}

	@Test
	void argumentsThatDoNotFitAreInvalidMessages() {
		try (WsTestClient client = server.connect("/args")) {
			client.send("{\"method\":\"auth\",\"args\":[1,2,3]}")
				.expectText("There are more arguments than parameters (2)");
			client.send("{\"method\":\"users\",\"args\":[1]}")
				.expectText("There are more arguments than parameters (0)");
			client.send("{\"method\":\"auth\",\"args\":\"admin\"}")
				.expectText("The arguments are neither an array nor an object");
			client.send("{\"method\":\"auth\",\"args\":[\"a\",\"b\"]").expectText("The message is not JSON");
			client.send("{\"method\":\"drop\"}").expectText("no drop");
			client.send("{\"method\":\"sum\",\"args\":[\"x\",[1]]}").expectText();
			client.send("{\"method\":\"users\"}").expectText("users");
		}
	}

	@Test
	void sealedAndAnnotatedTypesWorkInAPlainMethod() {
		try (WsTestClient client = server.connect("/shapes")) {
			client.send("{\"type\":\"circle\",\"radius\":2}").expectText("Circle[radius=2]");
			client.send("{\"type\":\"square\",\"side\":3}").expectText("Square[side=3]");
			client.send("{\"type\":\"triangle\"}").expectClose(1007);
		}
	}

	@Test
	void namesStandBesideBinaryAndBoth() {
		try (WsTestClient client = server.connect("/both")) {
			client.send("{\"type\":\"named\"}").expectText("named");
			client.send("other").expectText("other");
			client.sendBinary((byte) 1, (byte) 2).expectBinary((byte) 1, (byte) 2);
		}
	}

	@Test
	void allNonBlockingMethodsRunOnTheLoop() {
		try (WsTestClient client = server.connect("/loop")) {
			client.send("{\"type\":\"where\"}").expectText("on the loop: true");
			client.send("else").expectText("on the loop: true");
		}
	}

	@WsEndpoint("/room/{room}")
	static class Room {

		@OnMessage("typing")
		String onTyping(@PathVariable String room, WsSession session, Typing typing) {
			return room + ": " + typing.user() + " types";
		}

		@OnMessage({ "join", "leave" })
		String onJoinOrLeave() {
			return "join or leave";
		}

		@OnMessage("raw")
		String onRaw(String text) {
			return text;
		}

		@OnMessage("tree")
		JsonNode onTree(JsonNode tree) {
			return tree;
		}

		@OnMessage
		String onRest(String text) {
			return "rest " + text;
		}

		record Typing(String user) {
		}

	}

	@WsEndpoint("/strict")
	static class Strict {

		@OnMessage("ping")
		String onPing() {
			return "pong";
		}

		@OnMessage("number")
		void onNumber(Value value) {
		}

		record Value(int value) {
		}

	}

	@WsEndpoint(path = "/args", discriminator = "method", payload = "args")
	static class Rpc {

		@OnMessage("auth")
		String auth(String name, WsSession session, String password) {
			return name + " " + password;
		}

		@OnMessage("sum")
		String sum(int first, List<Integer> more, @Nullable Integer last) {
			return String
				.valueOf(first + more.stream().mapToInt(Integer::intValue).sum() + ((last != null) ? last : 0));
		}

		@OnMessage("users")
		String users(WsSession session) {
			return "users";
		}

		@OnMessage("greet")
		String greet(String name) {
			return "hello " + name;
		}

		@OnMessage("point")
		String point(Point point) {
			return point.x() + "/" + point.y();
		}

		@OnMessage("map")
		String map(Map<String, Integer> map) {
			return map.toString();
		}

		@OnMessage("maybe")
		String maybe(@Nullable String first, Optional<Integer> second) {
			return first + " " + second;
		}

		@OnError
		String invalid(InvalidMessageException error) {
			return error.getMessage();
		}

		@OnError
		String unknown(UnknownMessageTypeException error) {
			return "no " + error.type();
		}

		record Point(int x, int y) {
		}

	}

	@WsEndpoint("/shapes")
	static class Shapes {

		@OnMessage
		String onShape(Shape shape) {
			return shape.toString();
		}

		@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
		sealed interface Shape permits Circle, Square {

		}

		@JsonTypeName("circle")
		record Circle(int radius) implements Shape {
		}

		@JsonTypeName("square")
		record Square(int side) implements Shape {
		}

	}

	@WsEndpoint("/both")
	static class Both {

		@OnMessage("named")
		String onNamed() {
			return "named";
		}

		@OnMessage
		WsMessage onOther(WsMessage message) {
			return message;
		}

	}

	@WsEndpoint("/loop")
	static class Loop {

		@NonBlocking
		@OnMessage("where")
		String onNamed() {
			return "on the loop: " + Thread.currentThread().getName().startsWith("ws-loop-");
		}

		@NonBlocking
		@OnMessage
		String onOther(String text) {
			return onNamed();
		}

	}

}
