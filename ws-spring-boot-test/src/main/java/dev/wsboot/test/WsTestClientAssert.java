/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.util.function.Predicate;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractByteArrayAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ObjectAssert;
import tools.jackson.core.type.TypeReference;

/**
 * Assertions about messages that a {@link WsTestClient} receives. Each one waits for the
 * next message or event from the server. Not thread-safe.
 */
public final class WsTestClientAssert extends AbstractAssert<WsTestClientAssert, WsTestClient> {

	WsTestClientAssert(WsTestClient client) {
		super(client, WsTestClientAssert.class);
	}

	/**
	 * Verifies that the next message is a text message.
	 * @return assertions about the text
	 */
	public AbstractStringAssert<?> receivesText() {
		return Assertions.assertThat(client().expectText()).as("next text");
	}

	/**
	 * Verifies that one of the next messages is a text that matches, skipping the
	 * messages before.
	 * @param matches the predicate for the text
	 * @return assertions about the text
	 */
	public AbstractStringAssert<?> receivesTextThat(Predicate<? super String> matches) {
		return Assertions.assertThat(client().awaitText(matches)).as("text that matches");
	}

	/**
	 * Verifies that the next message is a text message of JSON. Needs Jackson 3 on the
	 * class path.
	 * @param <T> the type to read
	 * @param type the type to read
	 * @return assertions about the value
	 */
	public <T> ObjectAssert<T> receivesJson(Class<T> type) {
		return Assertions.assertThatObject(client().expectJson(type)).as("next JSON");
	}

	/**
	 * Verifies that the next message is a text message of JSON. Needs Jackson 3 on the
	 * class path.
	 * @param <T> the type to read
	 * @param type the type to read, such as {@code new TypeReference<List<Said>>() {}}
	 * @return assertions about the value
	 */
	public <T> ObjectAssert<T> receivesJson(TypeReference<T> type) {
		return Assertions.assertThatObject(client().expectJson(type)).as("next JSON");
	}

	/**
	 * Verifies that one of the next messages is JSON of a type, skipping the messages
	 * before. Needs Jackson 3 on the class path.
	 * @param <T> the type to read
	 * @param name the value of the message's field {@code type}
	 * @param type the type to read
	 * @return assertions about the value
	 */
	public <T> ObjectAssert<T> receivesType(String name, Class<T> type) {
		return Assertions.assertThatObject(client().awaitType(name, type)).as("JSON of type " + name);
	}

	/**
	 * Verifies that the next message is a binary message.
	 * @return assertions about the payload
	 */
	public AbstractByteArrayAssert<?> receivesBinary() {
		return Assertions.assertThat(client().expectBinary()).as("next binary message");
	}

	/**
	 * Verifies that a Close frame arrives next.
	 * @param code the expected code
	 * @return this
	 */
	public WsTestClientAssert isClosedWith(int code) {
		client().expectClose(code);
		return this;
	}

	/**
	 * Verifies that a Close frame arrives next.
	 * @param code the expected code
	 * @param reason the expected reason
	 * @return this
	 */
	public WsTestClientAssert isClosedWith(int code, String reason) {
		Assertions.assertThat(client().expectClose(code).reason()).as("reason of the close").isEqualTo(reason);
		return this;
	}

	/**
	 * Verifies that the server has sent nothing more, by closing the connection.
	 * @return this
	 */
	public WsTestClientAssert receivesNothingMore() {
		client().expectNothingMore();
		return this;
	}

	private WsTestClient client() {
		isNotNull();
		return this.actual;
	}

}
