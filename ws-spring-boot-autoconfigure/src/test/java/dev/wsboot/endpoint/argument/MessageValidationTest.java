/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.MessageValidationException;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.test.WsTestClient;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.groups.Default;
import org.junit.jupiter.api.Test;

import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that can be read, but are not what the endpoint asks for.
 */
class MessageValidationTest {

	record Order(@NotBlank String customer, List<@Valid Item> items) {
	}

	record Item(@Min(1) int count, @NotBlank(groups = Strict.class) String name) {
	}

	interface Strict extends Default {

	}

	@Test
	void violationsHaveThePathsOfTheirFields() {
		try (EndpointServer server = EndpointServer.of(LocalValidatorFactoryBean.class, Orders.class);
				WsTestClient client = server.connect("/orders")) {
			client.send("{\"customer\":\"Ann\",\"items\":[{\"count\":1}]}").expectText("Ann");
			client.send("{\"customer\":\" \",\"items\":[{\"count\":1},{\"count\":0}]}")
				.expectText("[\"customer\",\"items[1].count\"]");
		}
	}

	@WsEndpoint("/orders")
	static class Orders {

		@OnMessage
		String onMessage(@Valid Order order) {
			return order.customer();
		}

		@OnError
		List<String> onError(MessageValidationException error) {
			return error.violations().stream().map(MessageValidationException.Violation::path).sorted().toList();
		}

	}

	@Test
	void groupsAndElementsAreValidated() {
		try (EndpointServer server = EndpointServer.of(LocalValidatorFactoryBean.class, Items.class);
				WsTestClient client = server.connect("/items")) {
			client.send("[{\"count\":1,\"name\":\"tea\"}]").expectText("1");
			client.send("[{\"count\":1,\"name\":\"tea\"},{\"count\":0}]").expectText("[1].count [1].name");
		}
	}

	@WsEndpoint("/items")
	static class Items {

		@OnMessage
		int onMessage(@Validated(Strict.class) List<Item> items) {
			return items.size();
		}

		@OnError
		String onError(MessageValidationException error) {
			return String.join(" ",
					error.violations().stream().map(MessageValidationException.Violation::path).sorted().toList());
		}

	}

	@Test
	void validationEndsAfterAHundredViolations() {
		AtomicInteger checks = Countdown.checks;
		try (EndpointServer server = EndpointServer.of(LocalValidatorFactoryBean.class, Countdowns.class);
				WsTestClient client = server.connect("/countdowns")) {
			String bad = "[" + "{\"from\":0},".repeat(999) + "{\"from\":0}]";
			for (String message : List.of("{\"list\":" + bad + "}", "{\"array\":" + bad + "}",
					"{\"map\":{" + IntStream.range(0, 1000)
						.mapToObj((i) -> "\"" + i + "\":{\"from\":0}")
						.collect(Collectors.joining(",")) + "}}")) {
				checks.set(0);
				assertThat(client.send(message).expectText())
					.isEqualTo("101, the first of them " + message.substring(2, message.indexOf(':') - 1)
							+ "[0].positive, the last : Further violations are omitted");
				assertThat(checks).hasValue(101);
			}
			client.send("{\"list\":" + bad.replace('0', '1') + "}").expectText("1000");
			client.send("{\"list\":[{\"from\":1},{\"from\":0}]}").expectText("1, the first of them list[1].positive");
		}
	}

	@Test
	void validationOfEachElementEndsAfterAHundredViolations() {
		try (EndpointServer server = EndpointServer.of(LocalValidatorFactoryBean.class, ElementsApi.class);
				WsTestClient client = server.connect("/elements")) {
			Countdown.checks.set(0);
			client.send("[" + "{\"from\":0},".repeat(999) + "{\"from\":0}]");
			assertThat(client.expectText()).isEqualTo("101");
			assertThat(Countdown.checks).hasValue(101);
		}
	}

	record Countdown(int from) {

		static final AtomicInteger checks = new AtomicInteger();

		@AssertTrue
		boolean isPositive() {
			checks.incrementAndGet();
			return this.from > 0;
		}

	}

	record AllCountdowns(List<@Valid Countdown> list, @Valid Countdown[] array, Map<String, @Valid Countdown> map) {
	}

	@WsEndpoint("/countdowns")
	static class Countdowns {

		@OnMessage
		int onMessage(@Valid AllCountdowns countdowns) {
			return countdowns.list().size();
		}

		@OnError
		String onError(MessageValidationException error) {
			List<MessageValidationException.Violation> all = error.violations();
			MessageValidationException.Violation last = all.get(all.size() - 1);
			return all.size() + ", the first of them " + error.path()
					+ ((all.size() > 1) ? ", the last " + last.path() + ": " + last.message() : "");
		}

	}

	@WsEndpoint("/elements")
	static class ElementsApi {

		@OnMessage
		void onMessage(@Valid List<Countdown> countdowns) {
		}

		@OnError
		int onError(MessageValidationException error) {
			return error.violations().size();
		}

	}

	@Test
	void withoutErrorMethodTheSessionIsClosed() {
		try (EndpointServer server = EndpointServer.of(LocalValidatorFactoryBean.class, Unhandled.class);
				WsTestClient client = server.connect("/unhandled")) {
			client.send("{\"count\":0}").expectClose(1007);
		}
	}

	@WsEndpoint("/unhandled")
	static class Unhandled {

		@OnMessage
		void onMessage(@Valid Item item) {
		}

	}

	@Test
	void invalidJsonReportsThePathOfTheFieldButNotItsValue() {
		try (EndpointServer server = EndpointServer.of(BadJson.class);
				WsTestClient client = server.connect("/bad-json")) {
			client.send("{\"customer\":\"Ann\",\"items\":[{\"count\":1},{\"count\":\"secret\"}]}")
				.expectText("items[1].count: The value cannot be read, at 'items[1].count'");
			client.send("{").expectText(": The message is not JSON");
			client.send("null").expectText(": The message is null");
			client.send("[]").expectText(": The value cannot be read");
			client.send("\"text\"").expectText(": The value cannot be read");
			client.send("{\"customer\":{}}").expectText("customer: The value cannot be read, at 'customer'");
		}
	}

	@WsEndpoint("/bad-json")
	static class BadJson {

		@OnMessage
		void onMessage(Order order) {
		}

		@OnError
		String onError(InvalidMessageException error) {
			return error.path() + ": " + error.getMessage();
		}

	}

	@WsEndpoint("/orders")
	static class NoValidator {

		@OnMessage
		void onMessage(@Valid Order order) {
		}

	}

	@Test
	void validationWithoutValidator() {
		Mistake.of(NoValidator.class)
			.says("Parameter 'order' (Order) of method 'onMessage(Order)'",
					"is to be validated, but there is no validator.")
			.cure("Add spring-boot-starter-validation");
	}

}
