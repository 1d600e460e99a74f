/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import dev.wsboot.engine.WsMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Reads and writes messages in a format of the application, such as Protobuf or CBOR, for
 * the parameters and return values of handler methods. At startup, all beans of this type
 * are called in their order for each such type. The first codec that supports the type is
 * used; JSON is used for types that no codec supports. {@code String}, {@code byte[]} and
 * other types that represent messages need no codec. Methods must be safe to use from any
 * thread. They run on the threads of handler methods, which is the event loop for
 * {@link dev.wsboot.annotation.NonBlocking} methods.
 */
public interface WsMessageCodec {

	/**
	 * Returns whether this codec reads and writes values of a type.
	 * @param type the declared type of a parameter or return value
	 * @return {@code true} if the type is supported
	 */
	boolean supports(ResolvableType type);

	/**
	 * Returns whether messages of a type are binary.
	 * @param type a supported type
	 * @return {@code true} (the default) for binary messages, {@code false} for text
	 * messages
	 */
	default boolean isBinary(ResolvableType type) {
		return true;
	}

	/**
	 * Reads a message.
	 * @param message the message, whose kind is determined by {@link #isBinary}
	 * @param type a supported type
	 * @return the value, or {@code null} if the message represents none
	 * @throws InvalidMessageException if the message cannot be read as the type
	 */
	@Nullable Object read(WsMessage message, ResolvableType type);

	/**
	 * Writes a message.
	 * @param value the value
	 * @param type the declared type, which is supported; the value may be of a subtype
	 * @return the message, text or binary
	 */
	WsMessage write(Object value, ResolvableType type);

}
