/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.argument;

import java.util.Set;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.argument.ParameterContext;
import dev.wsboot.internal.argument.ParameterFactory;
import dev.wsboot.internal.argument.message.MessageContext;
import dev.wsboot.internal.argument.message.MessageParameterFactory;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

/**
 * Kinds of parameters that are beans, beside those of the project.
 */
class ParameterFactoryTest {

	/** A part of the session that the project has no kind of parameter for. */
	record SessionPath(String path) {
	}

	/** A message that the project has no kind of parameter for. */
	record Reversed(String text) {
	}

	@Test
	void parameterFactoryThatIsBeanFillsItsParameters() {
		try (EndpointServer server = EndpointServer.of(PathFactory.class, OfPath.class);
				WsTestClient client = server.connect("/path")) {
			client.expectText("/path");
		}
	}

	@Test
	void mistakeNamesParametersOfFactoryThatIsBean() {
		Mistake.of(PathFactory.class, OfNumber.class).cure("Use one of SessionPath, WsSession, HandshakeRequest, ");
	}

	@Test
	void messageFactoryThatIsBeanComesBeforeOwnKinds() {
		try (EndpointServer server = EndpointServer.of(ReversedFactory.class, OfReversed.class);
				WsTestClient client = server.connect("/reversed")) {
			client.send("abc").expectText("cba");
		}
	}

	static class PathFactory implements ParameterFactory {

		@Override
		public boolean supports(ParameterContext context) {
			return context.type() == SessionPath.class;
		}

		@Override
		public ParameterResolver plan(ParameterContext context) {
			return (invocation) -> new SessionPath(invocation.session().endpoint());
		}

		@Override
		public String describe(HandlerKind kind) {
			return "SessionPath";
		}

	}

	static class ReversedFactory implements MessageParameterFactory {

		@Override
		public boolean supports(MessageContext context) {
			return context.type() == Reversed.class;
		}

		@Override
		public ParameterResolver plan(MessageContext context) {
			return context.required((message) -> new Reversed(new StringBuilder(message.text()).reverse().toString()));
		}

		@Override
		public Set<SessionEvent> events(MessageContext context) {
			return Set.of(SessionEvent.TEXT);
		}

	}

	@WsEndpoint("/path")
	static class OfPath {

		@OnOpen
		String onOpen(SessionPath path) {
			return path.path();
		}

	}

	@WsEndpoint("/number")
	static class OfNumber {

		@OnOpen
		void onOpen(int number) {
		}

	}

	@WsEndpoint("/reversed")
	static class OfReversed {

		@OnMessage
		String onMessage(Reversed message) {
			return message.text();
		}

	}

}
