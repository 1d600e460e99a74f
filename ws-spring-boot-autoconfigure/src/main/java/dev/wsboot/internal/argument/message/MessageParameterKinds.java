/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.reply.ReplyFactories;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Lists the kinds of parameters that take messages. Used once, at startup.
 */
public final class MessageParameterKinds {

	private MessageParameterKinds() {
	}

	/**
	 * Returns the kinds of an application: its own beans, then the kinds of this project.
	 * @param beanFactory the bean factory with the application's factories
	 * @param replies the kinds of replies, which know the types that are not one message
	 * @return the kinds; the last one supports all types
	 */
	public static List<MessageParameterFactory> of(ListableBeanFactory beanFactory, ReplyFactories replies) {
		return Stream
			.concat(beanFactory.getBeanProvider(MessageParameterFactory.class).orderedStream(), own(replies).stream())
			.toList();
	}

	/**
	 * Returns the project's own kinds. The order matters, since the last kinds support
	 * many types.
	 */
	private static List<MessageParameterFactory> own(ReplyFactories replies) {
		return List.of(new StreamParameter.Factory(), new PublisherParameterFactory(),
				new WholeMessageFactory(String.class, "String", EnumSet.of(SessionEvent.TEXT),
						(invocation) -> MessageContext.message(invocation).text()),
				new WholeMessageFactory(CharSequence.class, null, EnumSet.of(SessionEvent.TEXT),
						(invocation) -> MessageContext.message(invocation).text()),
				new WholeMessageFactory(byte[].class, "byte[]", EnumSet.of(SessionEvent.BINARY),
						(invocation) -> MessageContext.message(invocation).bytes()),
				new BufferParameterFactory(),
				new WholeMessageFactory(WsMessage.class, "WsMessage",
						EnumSet.of(SessionEvent.TEXT, SessionEvent.BINARY), MessageContext::message),
				new NoMessageFactory(replies), new CodecParameterFactory(), new JsonParameterFactory());
	}

}
