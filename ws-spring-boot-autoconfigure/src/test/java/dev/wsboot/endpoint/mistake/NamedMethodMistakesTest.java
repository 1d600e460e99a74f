/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.mistake;

import java.util.concurrent.CompletionStage;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.endpoint.fixture.WithoutNames;
import dev.wsboot.engine.WsMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each mistake in methods that are called by a name fails the start with a sentence that
 * names bean, method, parameter and cure.
 */
class NamedMethodMistakesTest {

	@WsEndpoint("/twice")
	static class Twice {

		@OnMessage("typing")
		void one() {
		}

		@OnMessage({ "leaving", "typing" })
		void two(String text) {
		}

	}

	@Test
	void twoMethodsOfOneName() {
		Mistake.of(Twice.class)
			.says("of bean 'namedMethodMistakesTest.Twice'", "is a second @OnMessage(\"typing\") beside '")
			.cure("Give one of the two another name.");
	}

	@WsEndpoint("/empty")
	static class EmptyName {

		@OnMessage(" ")
		void one() {
		}

	}

	@Test
	void emptyName() {
		Mistake.of(EmptyName.class).says("Method 'one()'", "has an empty name.").cure("Add a name to @OnMessage");
	}

	@WsEndpoint("/binary")
	static class Binary {

		@OnMessage("image")
		void onImage(byte[] image) {
		}

	}

	@Test
	void nameOnABinaryMethod() {
		Mistake.of(Binary.class)
			.says("Parameter 'image' (byte[]) of method 'onImage(byte[])'", "takes binary messages")
			.cure("Use a type that can be read from JSON, or remove the name from @OnMessage.");
	}

	@WsEndpoint(path = "/payload", payload = "args")
	static class PayloadOnly {

		@OnMessage
		void onMessage(String text) {
		}

	}

	@Test
	void payloadWithoutNames() {
		Mistake.of(PayloadOnly.class)
			.says("Bean 'namedMethodMistakesTest.PayloadOnly'", "specifies the field of the payload, but has no method")
			.cure("Add a name");
	}

	@WsEndpoint(path = "/discriminator", discriminator = "kind")
	static class DiscriminatorOnly {

	}

	@Test
	void discriminatorWithoutNames() {
		Mistake.of(DiscriminatorOnly.class).says("specifies the field of the discriminator").cure("Add a name");
	}

	@WsEndpoint(path = "/same", discriminator = "args", payload = "args")
	static class SameField {

		@OnMessage("a")
		void a() {
		}

	}

	@Test
	void oneFieldForBoth() {
		Mistake.of(SameField.class)
			.says("has the field 'args' as discriminator and as payload")
			.cure("Use two different fields.");
	}

	@WsEndpoint(path = "/blank", discriminator = "")
	static class BlankDiscriminator {

		@OnMessage("a")
		void a() {
		}

	}

	@Test
	void emptyDiscriminator() {
		Mistake.of(BlankDiscriminator.class).says("has an empty discriminator").cure("Specify the field");
	}

	@WsEndpoint("/several")
	static class Several {

		@OnMessage("auth")
		void auth(String name, String password) {
		}

	}

	@Test
	void severalParametersWithoutPayload() {
		Mistake.of(Several.class)
			.says("Parameter 'password' (String) of method 'auth(String, String)'",
					"without a payload field the complete message is one argument")
			.cure("@WsEndpoint(payload = \"args\")");
	}

	@WsEndpoint(path = "/whole", payload = "args")
	static class WholeInPayload {

		@OnMessage("auth")
		void auth(WsMessage message) {
		}

	}

	@Test
	void wholeMessageAsAnArgument() {
		Mistake.of(WholeInPayload.class).says("Parameter 'message'", "takes complete messages").cure("Use a type");
	}

	@WsEndpoint(path = "/stage", payload = "args")
	static class StageInPayload {

		@OnMessage("upload")
		void upload(CompletionStage<String> content) {
		}

	}

	@Test
	void stageAsAnArgument() {
		Mistake.of(StageInPayload.class)
			.says("Parameter 'content' (CompletionStage)", "cannot take a part of a message")
			.cure("Use a type that can be read from JSON.");
	}

	@Test
	@Tag("slow")
	void namesOfParametersAreNotKnown() {
		Class<?> endpoint = WithoutNames.compile("""
				import dev.wsboot.annotation.OnMessage;
				import dev.wsboot.annotation.WsEndpoint;

				@WsEndpoint(path = "/nameless", payload = "args")
				class Nameless {

					@OnMessage("auth")
					void auth(String name, String password) {
					}

				}
				""", "Nameless");
		Mistake.of(endpoint)
			.says("Parameter 0 (String) of method 'auth(String, String)'",
					"takes an argument by name, but its name is unknown")
			.cure("Compile with -parameters.");
	}

	@Test
	void withoutJsonMapper() {
		Mistake.withoutJson(EmptyName.class)
			.says("Method 'one()'", "is called by name in JSON messages, but there is no JsonMapper")
			.cure("Add Jackson's JsonMapper as a bean");
	}

	@WsEndpoint("/mixed")
	static class Mixed {

		@NonBlocking
		@OnMessage("fast")
		void fast() {
		}

		@OnMessage
		void slow(String text) {
		}

	}

	@Test
	void nonBlockingBesideBlocking() {
		Mistake.of(Mixed.class)
			.says("Bean 'namedMethodMistakesTest.Mixed'",
					"has the @NonBlocking method 'fast()' beside 'slow(String)', which may block")
			.cure("Annotate all @OnMessage methods for text with @NonBlocking, or none.");
	}

}
