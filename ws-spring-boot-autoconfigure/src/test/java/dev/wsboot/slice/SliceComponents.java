/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.slice;

import java.io.IOException;
import java.util.Locale;
import java.util.UUID;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsAdvice;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.engine.HandshakeDecision;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

import org.springframework.boot.jackson.JacksonComponent;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.stereotype.Repository;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The components of a small application with more than endpoints, of which a slice is
 * tested. Not inside of the application's class, as the members of a configuration are
 * always registered.
 */
final class SliceComponents {

	private SliceComponents() {
	}

	record Room(String name) {
	}

	record Say(@NotBlank String text) {
	}

	record Said(String room, String text, Amount amount) {
	}

	record Amount(int cents) {
	}

	@WsEndpoint("/chat/{room}")
	static class Chat {

		private final Rooms rooms;

		Chat(Rooms rooms) {
			this.rooms = rooms;
		}

		@OnOpen
		String onOpen(@PathVariable Room room) {
			return this.rooms.topic(room.name());
		}

		@OnMessage("say")
		Said say(@Valid Say say, @PathVariable Room room) throws IOException {
			if (say.text().equals("fail")) {
				throw new IOException("on purpose");
			}
			return new Said(room.name(), say.text(), new Amount(250));
		}

	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String echo(String message) {
			return message;
		}

	}

	@WsAdvice
	static class Advice {

		@OnError
		String onError(IOException error) {
			return "advised " + error.getMessage();
		}

	}

	@Component
	static class Login implements WsHandshakeInterceptor {

		@Override
		public HandshakeDecision.Reject intercept(WsHandshake handshake) {
			return "no".equals(handshake.request().query()) ? HandshakeDecision.reject(403) : null;
		}

	}

	@Component
	static class RoomConverter implements Converter<String, Room> {

		@Override
		public Room convert(String source) {
			return new Room(source.toUpperCase(Locale.ROOT));
		}

	}

	@JacksonComponent
	static class AmountSerializer extends ValueSerializer<Amount> {

		@Override
		public void serialize(Amount value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.cents() + " cents");
		}

	}

	@Service
	static class Rooms {

		Rooms(Database database) {
		}

		String topic(String room) {
			return "topic of " + room;
		}

	}

	@Repository
	static class Database {

		final UUID connection = UUID.randomUUID();

	}

	@Controller
	static class Page {

	}

}
