/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.json;

import java.util.List;

import dev.wsboot.endpoint.WsMessageCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The formats of messages: the application's codecs, and JSON for all other types.
 * Immutable.
 *
 * @param codecs the application's codecs, in order of precedence
 * @param json the codec for JSON; {@code null} without a {@code JsonMapper}
 */
public record MessageCodecs(List<WsMessageCodec> codecs, @Nullable JsonCodec json) {

	/** The solution of mistakes that need JSON without a {@code JsonMapper}. */
	public static final String JSON_CURE = "Add Jackson's JsonMapper as a bean (spring-boot-starter-jackson brings it; of "
			+ "several, mark one as @Primary), or use String, byte[] or ByteBuffer";

	/**
	 * Returns the first codec that supports a type.
	 * @param type the declared type
	 * @return the codec, or {@code null} if there is none, so that JSON is used
	 */
	public @Nullable WsMessageCodec find(ResolvableType type) {
		for (WsMessageCodec codec : this.codecs) {
			if (codec.supports(type)) {
				return codec;
			}
		}
		return null;
	}

	/**
	 * Returns a copy with another codec for JSON.
	 * @param own the codec for JSON
	 * @return the codecs
	 */
	public MessageCodecs with(JsonCodec own) {
		return new MessageCodecs(this.codecs, own);
	}

}
