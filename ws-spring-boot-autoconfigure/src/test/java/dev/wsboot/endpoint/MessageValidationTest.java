package dev.wsboot.endpoint;

import java.util.List;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.test.WsTestClient;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.groups.Default;
import org.junit.jupiter.api.Test;

import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

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
	void badJsonTellsThePathOfTheFieldButNoValue() {
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
