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
 * Turns objects of any type into messages for the sessions of one endpoint, as its
 * replies are: by the first codec for the type, or else as JSON. Safe to use from any
 * thread.
 *
 * @param endpoint the path of the endpoint, for exceptions
 * @param codecs the codecs, in the order in which they are asked
 * @param json writes JSON, or {@code null} without a mapper
 * @param speaksJsonRpc whether objects need to be the params of a notification
 */
record EndpointEncoder(String endpoint, List<WsMessageCodec> codecs, JsonCodec.@Nullable Writer json,
		boolean speaksJsonRpc) implements MessageEncoder {

	@Override
	public PreparedMessage encode(Object message) {
		if (this.speaksJsonRpc) {
			throw new IllegalStateException("A " + message.getClass().getName() + " cannot be sent to sessions of '"
					+ this.endpoint
					+ "', which speak JSON-RPC: use JsonRpcSession.of(session).notify(method, params), or call");
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
