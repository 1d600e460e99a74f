/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidSessionAttributeException;
import dev.wsboot.endpoint.WsArgumentResolver;
import dev.wsboot.endpoint.WsCall;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * Arguments of the session and its handshake: cookies, headers, attributes, and those of
 * the application's own resolvers.
 */
class SessionArgumentsTest {

	private static final UUID ID = new UUID(1, 2);

	@Test
	void cookiesAreBoundAtTheHandshake() {
		try (EndpointServer server = EndpointServer.of(OfCookies.class)) {
			try (WsTestClient client = WsTestClient.to(server.uri("/cookies"))
				.header("Cookie", "theme=\"dark\";  id=" + ID + "; broken; =x; id=second; a=b=c%20d")
				.connect()) {
				client.expectText(ID + " dark Optional.empty de b=c%20d {theme=dark, id=" + ID + ", a=b=c%20d}");
			}
		}
	}

	@Test
	void aCookieThatIsMissingOrInvalidRejectsTheHandshake() {
		try (EndpointTester tester = EndpointTester.of(OfCookies.class)) {
			tester.rejects(400, "Cookie 'id' is missing", "/cookies", null, "Cookie", "ID=1");
			tester.rejects(400, "Cookie 'id' is invalid", "/cookies", null, "Cookie", "id=1");
		}
	}

	@WsEndpoint("/cookies")
	static class OfCookies {

		@OnOpen
		String onOpen(@CookieValue UUID id, @CookieValue(required = false) String theme,
				@CookieValue("none") Optional<String> none, @CookieValue(defaultValue = "de") String language,
				@CookieValue(defaultValue = "-") String a, @CookieValue Map<String, String> all) {
			return id + " " + theme + " " + none + " " + language + " " + a + " " + all;
		}

	}

	@Test
	void headersAreSpringsOwn() {
		try (EndpointServer server = EndpointServer.of(OfHeaders.class);
				WsTestClient client = WsTestClient.to(server.uri("/headers"))
					.header("Accept-Language", "de")
					.header("X-Twice", "1")
					.header("X-Twice", "2")
					.connect()) {
			client.expectText("de [1, 2] true");
		}
	}

	@WsEndpoint("/headers")
	static class OfHeaders {

		@OnOpen
		String onOpen(HttpHeaders headers, @RequestHeader HttpHeaders same) {
			return headers.getFirst("accept-language") + " " + headers.get("x-twice") + " " + headers.equals(same);
		}

	}

	@Test
	void sessionAttributesAreReadAtEachCall() {
		try (EndpointServer server = EndpointServer.of(OfAttributes.class);
				WsTestClient client = server.connect("/attributes")) {
			client.send("a").expectText("Session attribute 'count' is missing");
			client.send("b").expectText("1 Optional.empty null");
			client.send("c").expectText("Session attribute 'count' is a java.lang.String, not a java.lang.Integer");
		}
	}

	@WsEndpoint("/attributes")
	static class OfAttributes {

		@OnMessage
		String onMessage(WsSession session, String text, @SessionAttribute int count,
				@SessionAttribute("maybe") Optional<String> maybe,
				@SessionAttribute(name = "null", required = false) String nothing) {
			session.attributes().put("count", "a text");
			return count + " " + maybe + " " + nothing;
		}

		@OnError
		String onError(WsSession session, InvalidSessionAttributeException error) {
			session.attributes().put("count", 1);
			return error.getMessage();
		}

	}

	@Test
	void theApplicationsOwnResolversComeFirst() {
		try (EndpointServer server = EndpointServer.of(OfUsers.class, UserResolver.class);
				WsTestClient client = WsTestClient.to(server.uri("/users")).header("X-User", "Ann").connect()) {
			client.expectText("User[name=Ann]");
			client.send("hi").expectText("User[name=Ann] says hi");
		}
	}

	@Test
	void resolverGetsKindMessageAndErrorOfCall() {
		try (EndpointServer server = EndpointServer.of(OfCalls.class, CallResolver.class);
				WsTestClient client = server.connect("/calls")) {
			client.expectText("OnOpen of no message, no error");
			client.send("fine").expectText("OnMessage of fine, no error");
			client.send("bad").expectText("OnError of bad, refused bad");
			client.sendBinary(new byte[] { 65, 66 }).expectText("OnMessage of AB, no error");
		}
	}

	record Described(String text) {
	}

	static class CallResolver implements WsArgumentResolver {

		@Override
		public boolean supports(MethodParameter parameter) {
			return parameter.getParameterType() == Described.class;
		}

		@Override
		public Object resolve(MethodParameter parameter, WsCall call) {
			WsMessage message = call.message();
			Throwable error = call.error();
			return new Described(call.kind().getSimpleName() + " of "
					+ ((message != null) ? new String(message.bytes(), StandardCharsets.UTF_8) : "no message") + ", "
					+ ((error != null) ? error.getMessage() : "no error"));
		}

	}

	@WsEndpoint("/calls")
	static class OfCalls {

		@OnOpen
		String onOpen(Described call) {
			return call.text();
		}

		@OnMessage
		String onMessage(Described call, String text) {
			if (text.equals("bad")) {
				throw new IllegalStateException("refused bad");
			}
			return call.text();
		}

		@OnMessage
		String onMessage(ByteBuffer payload, Described call) {
			return call.text();
		}

		@OnError
		String onError(Described call) {
			return call.text();
		}

	}

	record User(String name) {
	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface CurrentUser {

	}

	static class UserResolver implements WsArgumentResolver {

		@Override
		public boolean supports(MethodParameter parameter) {
			return parameter.hasParameterAnnotation(CurrentUser.class);
		}

		@Override
		public Object resolve(MethodParameter parameter, WsCall call) {
			return new User(call.session().handshakeRequest().headers().first("X-User"));
		}

	}

	@WsEndpoint("/users")
	static class OfUsers {

		@OnOpen
		String onOpen(@CurrentUser User user) {
			return user.toString();
		}

		@OnMessage
		String onMessage(@CurrentUser User user, String text) {
			return user + " says " + text;
		}

	}

}
