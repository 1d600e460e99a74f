/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;

/**
 * Provides a message that is read as it arrives for an {@link InputStream} or a
 * {@link Reader}. Immutable.
 *
 * @param text whether the message is text, for a {@link Reader}
 * @param maxSize the maximum message size in bytes
 */
public record StreamParameter(boolean text, long maxSize) implements ParameterResolver {

	@Override
	public Object resolve(Invocation invocation) {
		InputStream stream = invocation.event(CallEvent.StreamEvent.class).incoming().stream();
		return this.text ? new InputStreamReader(stream, StandardCharsets.UTF_8) : stream;
	}

	@Override
	public long maxStreamSize() {
		return this.maxSize;
	}

	/** Plans parameters that take a message as it arrives. */
	static final class Factory implements MessageParameterFactory {

		@Override
		public boolean supports(MessageContext context) {
			Class<?> type = context.type();
			return !context.isItem() && (type == InputStream.class || type == Reader.class);
		}

		@Override
		public ParameterResolver plan(MessageContext context) {
			MessageValidation.checkIsNotAskedFor(context.location(), context.parameter());
			if (HandlerKind.isNonBlocking(context.method().getMethod())) {
				throw context.location()
					.mistake("blocks while the message arrives, but the method is annotated with @NonBlocking",
							"Remove @NonBlocking, or take the complete message");
			}
			return new StreamParameter(isText(context), MaxSize.of(context.method()));
		}

		@Override
		public Set<SessionEvent> events(MessageContext context) {
			return EnumSet.of(isText(context) ? SessionEvent.TEXT : SessionEvent.BINARY);
		}

		@Override
		public void checkCalledByName(MessageContext context, boolean whole) {
			throw context.location()
				.mistake("reads messages as they arrive, but messages with a name are read completely first",
						"Use a type that can be read from JSON, or remove the name from @OnMessage");
		}

		@Override
		public boolean isContent() {
			return false;
		}

		private static boolean isText(MessageContext context) {
			return context.type() == Reader.class;
		}

	}

}
