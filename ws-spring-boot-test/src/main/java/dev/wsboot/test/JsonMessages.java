/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the JSON messages of one client. Jackson classes are loaded only for
 * the first message, so that Jackson is optional. Not thread-safe.
 */
final class JsonMessages {

	/** A {@code JsonMapper}; {@code null} for Jackson's defaults. */
	private final @Nullable Object mapper;

	/** The field of JSON messages that names their type. */
	private final String discriminator;

	JsonMessages(@Nullable Object mapper, String discriminator) {
		this.mapper = mapper;
		this.discriminator = discriminator;
	}

	String write(Object value) {
		return Json.mapper(this.mapper).writeValueAsString(value);
	}

	/**
	 * Reads a message as a type.
	 * @param <T> the type to read
	 * @param text the message
	 * @param type the type to read
	 * @return the value
	 * @throws RuntimeException if the message cannot be read
	 */
	<T> T read(String text, Class<T> type) {
		return Json.mapper(this.mapper).readValue(text, type);
	}

	/**
	 * Reads a message as a type.
	 * @param <T> the type to read
	 * @param text the message
	 * @param type the type to read
	 * @return the value
	 * @throws RuntimeException if the message cannot be read
	 */
	<T> T read(String text, TypeReference<T> type) {
		return Json.mapper(this.mapper).readValue(text, type);
	}

	/**
	 * Reads a message that names a type.
	 * @param <T> the type to read
	 * @param text the message
	 * @param name the type that the message must name
	 * @param type the type to read
	 * @return the value, or {@code null} if the message names another type or no type
	 */
	<T> @Nullable T read(String text, String name, Class<T> type) {
		try {
			JsonNode node = Json.mapper(this.mapper).readTree(text);
			JsonNode named = node.isObject() ? node.get(this.discriminator) : null;
			if (named == null || !named.isString() || !named.stringValue().equals(name)) {
				return null;
			}
		}
		catch (JacksonException ex) {
			return null;
		}
		return read(text, type);
	}

	/**
	 * A holder class that defers loading Jackson.
	 */
	private static final class Json {

		private static final JsonMapper DEFAULT = new JsonMapper();

		static JsonMapper mapper(@Nullable Object mapper) {
			return (mapper instanceof JsonMapper own) ? own : DEFAULT;
		}

	}

}
