/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonView;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * The application's own formats of messages: codecs, views, mappers.
 */
class MessageCodecTest {

	record Point(int x, int y) {
	}

	record Note(String text) {
	}

	@Test
	void codecsOfTheApplicationReadAndWriteTheirTypes() {
		try (EndpointServer server = EndpointServer.of(PointCodec.class, NoteCodec.class, Points.class);
				WsTestClient client = server.connect("/points")) {
			client.sendBinary(new byte[] { 0, 0, 0, 1, 0, 0, 0, 2 })
				.expectBinary((byte) 0, (byte) 0, (byte) 0, (byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 1);
			client.send("hello").expectText("note: hello!");
			client.sendBinary((byte) 1).expectClose(1007);
		}
	}

	@WsEndpoint("/points")
	static class Points {

		@OnMessage
		Point onPoint(Point point) {
			return new Point(point.y(), point.x());
		}

		@OnMessage
		Note onNote(Note note) {
			return new Note(note.text() + "!");
		}

	}

	static class PointCodec implements WsMessageCodec {

		@Override
		public boolean supports(ResolvableType type) {
			return type.resolve() == Point.class;
		}

		@Override
		public Object read(WsMessage message, ResolvableType type) {
			ByteBuffer buffer = message.buffer();
			if (buffer.remaining() != 8) {
				throw new InvalidMessageException("A point has eight bytes", null);
			}
			return new Point(buffer.getInt(), buffer.getInt());
		}

		@Override
		public WsMessage write(Object value, ResolvableType type) {
			Point point = (Point) value;
			return WsMessage.ofBinary(ByteBuffer.allocate(8).putInt(point.x()).putInt(point.y()).array());
		}

	}

	@Order(1)
	static class NoteCodec implements WsMessageCodec {

		@Override
		public boolean supports(ResolvableType type) {
			return type.resolve() == Note.class;
		}

		@Override
		public boolean isBinary(ResolvableType type) {
			return false;
		}

		@Override
		public Object read(WsMessage message, ResolvableType type) {
			return new Note(message.text());
		}

		@Override
		public WsMessage write(Object value, ResolvableType type) {
			return WsMessage.ofText(("note: " + ((Note) value).text()).getBytes(StandardCharsets.UTF_8));
		}

	}

	record Person(@JsonView(Public.class) String name, @JsonView(Private.class) String password) {
	}

	interface Public {

	}

	interface Private extends Public {

	}

	@Test
	void viewsChooseThePropertiesThatAreReadAndWritten() {
		try (EndpointServer server = EndpointServer.of(Views.class, Mappers.class);
				WsTestClient client = server.connect("/views")) {
			client.send("{\"name\":\"Ann\",\"password\":\"secret\"}")
				.expectText("[{\"name\":\"Ann secret\"},{\"name\":\"Ann null\"}]");
		}
	}

	@WsEndpoint(path = "/views", jsonMapper = "lenient")
	static class Views {

		@OnMessage
		@JsonView(Public.class)
		List<Person> onMessage(@JsonView(Public.class) Person read) {
			return List.of(new Person("Ann secret", "secret"), new Person(read.name() + " " + read.password(), "x"));
		}

	}

	record LongName(String firstName) {
	}

	@Test
	void anEndpointMayHaveAMapperOfItsOwn() {
		try (EndpointServer server = EndpointServer.of(Snake.class, Mappers.class);
				WsTestClient client = server.connect("/snake")) {
			client.send("{\"first_name\":\"Ann\"}").expectText("{\"first_name\":\"Ann\"}");
		}
	}

	@WsEndpoint(path = "/snake", jsonMapper = "snake")
	static class Snake {

		@OnMessage
		LongName onMessage(LongName name) {
			return name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Mappers {

		@Bean
		JsonMapper lenient() {
			return JsonMapper.builder().disable(tools.jackson.databind.MapperFeature.DEFAULT_VIEW_INCLUSION).build();
		}

		@Bean
		JsonMapper snake() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		}

	}

	@Test
	void anyJacksonTypeIsReadAndWritten() {
		try (EndpointServer server = EndpointServer.of(Trees.class); WsTestClient client = server.connect("/trees")) {
			client.send("{\"a\":[1,2]}").expectText("[1,2]");
		}
	}

	@WsEndpoint("/trees")
	static class Trees {

		@OnMessage
		JsonNode onMessage(JsonNode tree) {
			return tree.get("a");
		}

	}

	@WsEndpoint(path = "/unknown", jsonMapper = "nobody")
	static class UnknownMapper {

		@OnMessage
		void onMessage(Map<String, Object> message) {
		}

	}

	@Test
	void mapperThatIsNotABean() {
		Mistake.of(UnknownMapper.class)
			.says("names the JsonMapper 'nobody', but there is no such bean.")
			.cure("Declare a JsonMapper bean with that name, or correct the name in @WsEndpoint.");
	}

	@WsEndpoint("/two-views")
	static class TwoViews {

		@OnMessage
		@JsonView({ Public.class, Private.class })
		Person onMessage(String text) {
			return new Person(text, text);
		}

	}

	@Test
	void twoViews() {
		Mistake.of(TwoViews.class)
			.says("Method 'onMessage(String)'", "has @JsonView with 2 classes.")
			.cure("Name exactly one view.");
	}

}
