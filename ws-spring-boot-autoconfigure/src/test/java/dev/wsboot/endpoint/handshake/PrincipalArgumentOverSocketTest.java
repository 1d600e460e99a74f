/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Optional;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsArgumentResolver;
import dev.wsboot.endpoint.WsCall;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.test.WsTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.userdetails.UserDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A parameter whose type is a {@link Principal} is the session's principal, whatever the
 * client sends.
 */
@ExtendWith(OutputCaptureExtension.class)
class PrincipalArgumentOverSocketTest {

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		server = EndpointServer.of(Login.class, Whole.class, Named.class, Calls.class, Facts.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	record User(String name, boolean admin) implements Principal {

		@Override
		public String getName() {
			return this.name;
		}

	}

	record Other(String name) implements Principal {

		@Override
		public String getName() {
			return this.name;
		}

	}

	record Say(String text) {
	}

	@Test
	void principalIsThatOfTheSessionAndNotOfTheMessage() {
		try (WsTestClient client = server.connect("/whole?user")) {
			client.send("{\"name\":\"eve\",\"admin\":true}").expectText("eve of ann, false");
		}
		try (WsTestClient client = server.connect("/named?user")) {
			client.send(
					"{\"type\":\"delete\",\"args\":{\"name\":\"eve\",\"admin\":true,\"user\":{\"name\":\"eve\",\"admin\":true}}}")
				.expectText("ann, false");
			client.send("{\"type\":\"optional\",\"args\":{\"user\":{\"name\":\"eve\",\"admin\":true}}}")
				.expectText("ann");
		}
	}

	@Test
	void principalOfAnotherTypeIsAnErrorOfTheApplication(CapturedOutput output) {
		try (EndpointServer own = EndpointServer.of(Login.class, Named.class, Calls.class)) {
			try (WsTestClient client = own.connect("/named?other")) {
				client.send("{\"type\":\"delete\",\"args\":{\"name\":\"eve\",\"admin\":true}}").expectClose(1011);
			}
			try (WsTestClient client = own.connect("/principal-calls?other")) {
				client.send(
						"{\"jsonrpc\":\"2.0\",\"method\":\"delete\",\"params\":{\"name\":\"eve\",\"admin\":true},\"id\":1}");
				assertThat(client.expectText()).contains("-32603");
			}
		}
		// the stop waits for the callbacks, which log last
		assertThat(output)
			.contains("failed in ", "the session is closed",
					"The principal of the session is a " + Other.class.getName()
							+ ", but parameter 'user' (User) of method 'delete(User)'",
					"takes a " + User.class.getName());
	}

	@Test
	void missingPrincipalIsNullOrAnErrorOfTheClient(CapturedOutput output) {
		try (WsTestClient client = server.connect("/whole")) {
			client.send("{\"name\":\"eve\"}").expectClose(1008);
		}
		try (WsTestClient client = server.connect("/named")) {
			client.send("{\"type\":\"optional\",\"args\":[]}").expectText("nobody");
			client.send("{\"type\":\"nullable\",\"args\":[]}").expectText("null");
			client.send("{\"type\":\"plain\",\"args\":[]}").expectText("null");
			client.send("{\"type\":\"delete\",\"args\":{\"name\":\"eve\",\"admin\":true}}").expectClose(1008);
		}
		try (WsTestClient client = server.connect("/principal-calls")) {
			client.send(
					"{\"jsonrpc\":\"2.0\",\"method\":\"delete\",\"params\":{\"name\":\"eve\",\"admin\":true},\"id\":1}");
			assertThat(client.expectText()).contains("-32001", "Unauthenticated");
		}
		assertThat(output).doesNotContain("failed");
	}

	@Test
	void addressAndHeadersAreThoseOfTheRequest() {
		try (WsTestClient client = server.connect("/facts")) {
			client.send("{\"address\":\"1.2.3.4\"}").expectText("127.0.0.1 true");
		}
	}

	@Test
	void resolverOfTheApplicationComesFirst() {
		try (EndpointServer own = EndpointServer.of(Resolver.class, Resolved.class)) {
			try (WsTestClient client = own.connect("/resolved")) {
				client.send("hello").expectText("hello from resolver");
			}
		}
	}

	@Test
	void valuesThatClientsCouldForgeFailTheStart() {
		Mistake.of(Users.class)
			.says("Parameter 'users' (List) of method 'onMessage(List)'",
					"would be read from the client's messages, but a User is never taken from a client")
			.cure("fill the parameter by a WsArgumentResolver");
		Mistake.of(UsersInFlux.class).says("a User is never taken from a client");
		Mistake.of(Details.class).says("a UserDetails is never taken from a client");
		Mistake.of(Context.class).says("a SecurityContext is never taken from a client");
		Mistake.of(Requests.class).says("a HttpHeaders is never taken from a client");
		Mistake.of(Annotated.class)
			.says("is annotated with @AuthenticationPrincipal, but would be read from the client's messages");
	}

	@Configuration(proxyBeanMethods = false)
	static class Login {

		@Bean
		WsHandshakeInterceptor login() {
			return (handshake) -> {
				String query = handshake.request().query();
				if (query != null) {
					handshake.principal(query.equals("user") ? new User("ann", false) : new Other("bob"));
				}
				return null;
			};
		}

	}

	@WsEndpoint("/whole")
	static class Whole {

		@OnMessage
		String onMessage(User user, WsMessage message, Principal principal) {
			return (message.text().contains("eve") ? "eve" : "") + " of " + principal.getName() + ", " + user.admin();
		}

	}

	@WsEndpoint(path = "/named", payload = "args")
	static class Named {

		@OnMessage("delete")
		String delete(User user) {
			return user.name() + ", " + user.admin();
		}

		@OnMessage("optional")
		String optional(Optional<User> user) {
			return user.map(User::name).orElse("nobody");
		}

		@OnMessage("nullable")
		String nullable(@Nullable User user) {
			return String.valueOf(user);
		}

		@OnMessage("plain")
		String plain(Principal principal) {
			return String.valueOf(principal);
		}

	}

	@WsEndpoint(path = "/principal-calls", protocol = MessageProtocol.JSON_RPC)
	static class Calls {

		@OnMessage("delete")
		boolean delete(User user) {
			return user.admin();
		}

	}

	@WsEndpoint("/facts")
	static class Facts {

		@OnOpen
		void onOpen(InetSocketAddress address) {
			assertThat(address.getPort()).isPositive();
		}

		@OnMessage
		String onMessage(String message, InetSocketAddress address, Headers headers) {
			return address.getAddress().getHostAddress() + " " + (headers.first("Host") != null);
		}

	}

	static class Resolver implements WsArgumentResolver {

		@Override
		public boolean supports(MethodParameter parameter) {
			return Principal.class.isAssignableFrom(parameter.getParameterType());
		}

		@Override
		public Object resolve(MethodParameter parameter, WsCall call) {
			return new User("resolver", true);
		}

	}

	@WsEndpoint("/resolved")
	static class Resolved {

		@OnMessage
		String onMessage(String text, User user) {
			return text + " from " + user.name();
		}

	}

	@WsEndpoint("/users")
	static class Users {

		@OnMessage
		void onMessage(List<User> users) {
		}

	}

	@WsEndpoint("/flux")
	static class UsersInFlux {

		@OnMessage
		void onMessage(Flux<User> users) {
		}

	}

	@WsEndpoint("/details")
	static class Details {

		@OnMessage
		void onMessage(UserDetails details) {
		}

	}

	@WsEndpoint("/context")
	static class Context {

		@OnMessage
		void onMessage(SecurityContext context, Authentication authentication) {
		}

	}

	@WsEndpoint("/requests")
	static class Requests {

		@OnMessage
		void onMessage(List<HttpHeaders> headers) {
		}

	}

	@WsEndpoint("/annotated")
	static class Annotated {

		@OnMessage
		void onMessage(@AuthenticationPrincipal Say say) {
		}

	}

}
