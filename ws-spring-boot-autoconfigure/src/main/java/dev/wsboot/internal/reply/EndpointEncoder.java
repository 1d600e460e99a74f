/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.List;

import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.json.JsonCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Encodes objects of any type as messages for the sessions of one endpoint, in the same
 * way as replies: with the first codec for the type, or else as JSON. Safe to use from
 * any thread.
 *
 * @param endpoint the path of the endpoint, for exceptions
 * @param codecs the codecs, in order of precedence
 * @param json the writer of JSON, or {@code null} without a mapper
 * @param usesJsonRpc whether the endpoint uses JSON-RPC, where objects can only be sent
 * as the params of a notification or call
 */
record EndpointEncoder(String endpoint, List<WsMessageCodec> codecs, JsonCodec.@Nullable Writer json,
		boolean usesJsonRpc) implements MessageEncoder {

	@Override
	public PreparedMessage encode(Object message) {
		if (this.usesJsonRpc) {
			throw new IllegalStateException(
					"A " + message.getClass().getName() + " cannot be sent to sessions of '" + this.endpoint
							+ "', which use JSON-RPC: use JsonRpcSession.of(session).notify(method, params), or call");
		}
		if (!this.codecs.isEmpty()) {
			ResolvableType type = ResolvableType.forClass(message.getClass());
			for (WsMessageCodec codec : this.codecs) {
				if (codec.supports(type)) {
					return PreparedMessage.of(codec.write(message, type));
				}
			}
		}
		if (this.json == null) {
			throw new IllegalStateException("A " + message.getClass().getName() + " cannot be sent to sessions of '"
					+ this.endpoint + "' without a JsonMapper bean or a WsMessageCodec for the type");
		}
		return PreparedMessage.of(WsMessage.ofText(this.json.write(message)));
	}

}
