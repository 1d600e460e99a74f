/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.jsonrpc.JsonRpcSession;

/**
 * Plans parameters that take the JSON-RPC view of the session. Stateless.
 */
final class JsonRpcSessionParameterFactory implements ParameterFactory {

	@Override
	public boolean supports(ParameterContext context) {
		return context.type() == JsonRpcSession.class;
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		if (context.endpoint().protocol() != MessageProtocol.JSON_RPC) {
			throw context.location()
				.mistake("cannot be filled: the endpoint does not speak JSON-RPC",
						"Add protocol = MessageProtocol.JSON_RPC to @WsEndpoint, or use WsSession");
		}
		return (invocation) -> JsonRpcSession.of(invocation.session());
	}

}
