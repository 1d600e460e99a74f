/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

import dev.wsboot.endpoint.WsArgumentResolver;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.model.HandlerKind;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Lists the kinds of parameters that do not take a message. Used once, at startup.
 */
public final class ParameterKinds {

	/** The project's own kinds: annotations before types. */
	private static final List<ParameterFactory> OWN = List.of(HandshakeParameterFactory.PATH_VARIABLE,
			HandshakeParameterFactory.REQUEST_PARAM, HandshakeParameterFactory.REQUEST_HEADER,
			HandshakeParameterFactory.COOKIE, new SessionAttributeParameter.Factory(),
			new SessionPartFactory(WsSession.class, "WsSession", Invocation::session),
			new JsonRpcSessionParameterFactory(),
			new SessionPartFactory(HandshakeRequest.class, "HandshakeRequest",
					(invocation) -> invocation.session().handshakeRequest()),
			new HttpHeadersParameterFactory(),
			new SessionPartFactory(Headers.class, null,
					(invocation) -> invocation.session().handshakeRequest().headers()),
			new SessionPartFactory(InetSocketAddress.class, "InetSocketAddress",
					(invocation) -> invocation.session().remoteAddress()),
			new SessionPartFactory(SocketAddress.class, null, (invocation) -> invocation.session().remoteAddress()),
			new SessionPartFactory(InetAddress.class, null,
					(invocation) -> invocation.session().remoteAddress().getAddress()),
			new PrincipalParameter.Factory(), new CloseStatusParameterFactory(), new ErrorParameterFactory(),
			new EventPartFactory(HandlerKind.PONG, ByteBuffer.class, "the payload as ByteBuffer or byte[]",
					(invocation) -> invocation.event(CallEvent.PongEvent.class).payload()),
			new EventPartFactory(HandlerKind.PONG, byte[].class, null,
					(invocation) -> WsMessage.copyOf(invocation.event(CallEvent.PongEvent.class).payload()).bytes()),
			new EventPartFactory(HandlerKind.ERROR, WsMessage.class, "WsMessage", Invocation::message));

	private ParameterKinds() {
	}

	/**
	 * Returns the kinds of an application: its resolvers, then its own factories, then
	 * the factories of this project.
	 * @param beanFactory the bean factory with the application's resolvers and factories
	 * @return the kinds
	 */
	public static ParameterFactories of(ListableBeanFactory beanFactory) {
		Stream<ParameterFactory> resolvers = beanFactory.getBeanProvider(WsArgumentResolver.class)
			.orderedStream()
			.map(ResolvedParameterFactory::new);
		Stream<ParameterFactory> beans = beanFactory.getBeanProvider(ParameterFactory.class).orderedStream();
		return new ParameterFactories(Stream.of(resolvers, beans, OWN.stream()).flatMap((kinds) -> kinds).toList());
	}

}
