/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.annotation;

import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.WsSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reflection hints that endpoints need in a native image.
 */
class HandlerReflectiveProcessorTest {

	private static RuntimeHints hints;

	@BeforeAll
	static void process() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.registerBean(Shop.class);
		context.registerBean(Plain.class);
		context.registerBean(Advice.class);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		hints = generation.getRuntimeHints();
	}

	@Test
	void handlerMethodsCanBeCalled() throws NoSuchMethodException {
		assertInvocable(Shop.class, "onOpen", WsSession.class);
		assertInvocable(Shop.class, "onMessage", Order.class);
		assertInvocable(Shop.class, "onClose");
		assertInvocable(Greeter.class, "greet", List.class);
		assertInvocable(Advice.class, "onError", IllegalStateException.class);
	}

	private static void assertInvocable(Class<?> type, String name, Class<?>... parameters)
			throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(type.getDeclaredMethod(name, parameters))
			.test(hints)).as(name).isTrue();
	}

	@Test
	void argumentsAndRepliesCanBeBound() throws NoSuchMethodException {
		for (Class<?> type : List.of(Order.class, Item.class, Receipt.class, Name.class, Greeting.class, Paper.class,
				Problem.class)) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onMethodInvocation(type.getDeclaredMethod(type.getRecordComponents()[0].getName()))
				.test(hints)).as(type.getSimpleName()).isTrue();
			assertThat(RuntimeHintsPredicates.reflection().onType(type).test(hints)).isTrue();
		}
	}

	@Test
	void engineTypesGetNoHints() {
		assertThat(RuntimeHintsPredicates.reflection().onType(WsSession.class).test(hints)).isFalse();
	}

	record Order(List<Item> items) {
	}

	record Item(String name) {
	}

	sealed interface Proof permits Receipt, Paper {

	}

	record Receipt(int number) implements Proof {
	}

	record Paper(String text) implements Proof {
	}

	record Name(String text) {
	}

	record Greeting(String text) {
	}

	record Problem(String text) {
	}

	@WsEndpoint("/shop")
	static class Shop {

		@OnOpen
		void onOpen(WsSession session) {
		}

		@OnMessage
		CompletionStage<Proof> onMessage(Order order) {
			throw new UnsupportedOperationException();
		}

		@OnClose
		void onClose() {
		}

	}

	interface Greeter {

		@OnMessage
		Greeting[] greet(List<Name> names);

	}

	@WsEndpoint("/plain")
	static class Plain implements Greeter {

		@Override
		public Greeting[] greet(List<Name> names) {
			return new Greeting[0];
		}

	}

	@WsAdvice
	static class Advice {

		@OnError
		Problem onError(IllegalStateException error) {
			return new Problem("");
		}

	}

}
