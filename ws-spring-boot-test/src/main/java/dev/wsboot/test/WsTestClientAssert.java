package dev.wsboot.test;

import java.util.function.Predicate;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractByteArrayAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ObjectAssert;
import tools.jackson.core.type.TypeReference;

/**
 * Assertions of what a {@link WsTestClient} receives. Each waits for the next thing that
 * the server sends. For one thread.
 */
public final class WsTestClientAssert extends AbstractAssert<WsTestClientAssert, WsTestClient> {

	WsTestClientAssert(WsTestClient client) {
		super(client, WsTestClientAssert.class);
	}

	/**
	 * Verifies that a text message is the next to come.
	 * @return assertions of the text
	 */
	public AbstractStringAssert<?> receivesText() {
		return Assertions.assertThat(client().expectText()).as("next text");
	}

	/**
	 * Verifies that one of the next messages is a text that matches, and passes over the
	 * messages before.
	 * @param matches what the text must match
	 * @return assertions of the text
	 */
	public AbstractStringAssert<?> receivesTextThat(Predicate<? super String> matches) {
		return Assertions.assertThat(client().awaitText(matches)).as("text that matches");
	}

	/**
	 * Verifies that a text message of JSON is the next to come. Needs Jackson 3 on the
	 * class path.
	 * @param <T> the type to read
	 * @param type the type to read
	 * @return assertions of the value
	 */
	public <T> ObjectAssert<T> receivesJson(Class<T> type) {
		return Assertions.assertThatObject(client().expectJson(type)).as("next JSON");
	}

	/**
	 * Verifies that a text message of JSON is the next to come. Needs Jackson 3 on the
	 * class path.
	 * @param <T> the type to read
	 * @param type the type to read, such as {@code new TypeReference<List<Said>>() {}}
	 * @return assertions of the value
	 */
	public <T> ObjectAssert<T> receivesJson(TypeReference<T> type) {
		return Assertions.assertThatObject(client().expectJson(type)).as("next JSON");
	}

	/**
	 * Verifies that one of the next messages is JSON of a type, and passes over the
	 * messages before. Needs Jackson 3 on the class path.
	 * @param <T> the type to read
	 * @param name what the message's field {@code type} says
	 * @param type the type to read
	 * @return assertions of the value
	 */
	public <T> ObjectAssert<T> receivesType(String name, Class<T> type) {
		return Assertions.assertThatObject(client().awaitType(name, type)).as("JSON of type " + name);
	}

	/**
	 * Verifies that a binary message is the next to come.
	 * @return assertions of the payload
	 */
	public AbstractByteArrayAssert<?> receivesBinary() {
		return Assertions.assertThat(client().expectBinary()).as("next binary message");
	}

	/**
	 * Verifies that a Close frame is the next to come.
	 * @param code the expected code
	 * @return this
	 */
	public WsTestClientAssert isClosedWith(int code) {
		client().expectClose(code);
		return this;
	}

	/**
	 * Verifies that a Close frame is the next to come.
	 * @param code the expected code
	 * @param reason the expected reason
	 * @return this
	 */
	public WsTestClientAssert isClosedWith(int code, String reason) {
		Assertions.assertThat(client().expectClose(code).reason()).as("reason of the close").isEqualTo(reason);
		return this;
	}

	/**
	 * Verifies, by closing the connection, that the server had sent nothing more.
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
