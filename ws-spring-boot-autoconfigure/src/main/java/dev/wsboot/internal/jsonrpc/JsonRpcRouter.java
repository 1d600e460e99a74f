/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.EventHandler;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.SessionProtocol;
import dev.wsboot.internal.invocation.SessionResources;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.routing.NamedMethod;
import dev.wsboot.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Routes requests of JSON-RPC to their methods, and responses to the requests that wait
 * for them. Safe to use from any thread.
 */
public final class JsonRpcRouter implements EventHandler {

	private final JsonRpc rpc;

	private final Map<String, NamedMethod> methods;

	private final boolean nonBlocking;

	/** Renews identities, or {@code null} if there is no such method. */
	private final @Nullable RpcAuthentication authentication;

	private final JsonCodec.Reader authenticationParams;

	public JsonRpcRouter(JsonRpc rpc, Map<String, NamedMethod> methods, @Nullable RpcAuthentication authentication) {
		this.rpc = rpc;
		this.methods = methods;
		this.authentication = authentication;
		this.authenticationParams = rpc.json().reader(Map.class, null, "params");
		this.nonBlocking = !methods.isEmpty()
				&& methods.values().stream().allMatch((named) -> named.method().isNonBlocking());
	}

	@Override
	public SessionProtocol openProtocol(SessionResources resources, WsSession session) {
		return JsonRpcPeer.open(resources, session, this.rpc);
	}

	@Override
	public boolean isNonBlocking() {
		return this.nonBlocking;
	}

	@Override
	public void handle(Invocation invocation) {
		WsMessage message = invocation.event().message();
		Assert.state(message != null, "Not called with a message");
		JsonRpcReader.Input input;
		try {
			input = this.rpc.reader().read(message.bytes());
		}
		catch (JsonRpcException ex) {
			JsonRpcPeer.of(invocation).refuse(ex, null);
			return;
		}
		JsonRpcResponses replies = input.batch()
				? JsonRpcResponses.toBatch(invocation.session(), input.messages().size())
				: JsonRpcResponses.toOne(invocation.session());
		for (JsonRpcMessage each : input.messages()) {
			handle(invocation, each, replies);
		}
	}

	private void handle(Invocation invocation, JsonRpcMessage message, JsonRpcResponses replies) {
		if (message instanceof JsonRpcMessage.Request request) {
			request(invocation, request, replies);
		}
		else if (message instanceof JsonRpcMessage.Response response) {
			JsonRpcPeer.of(invocation).complete(response);
			replies.done(null);
		}
		else if (message instanceof JsonRpcMessage.Invalid invalid) {
			JsonRpcException error = new JsonRpcException(JsonRpcException.INVALID_REQUEST, "Invalid Request");
			mistaken(invocation, ClientError.INVALID, error);
			replies.done(JsonRpcWriter.error(invalid.id(), error, null));
		}
	}

	private static void mistaken(Invocation invocation, ClientError kind, JsonRpcException error) {
		invocation.errors().mistaken(invocation.session(), kind, error.getMessage());
	}

	private String token(JsonRpcMessage.Request request) {
		JsonSlice params = request.params();
		Object value = (params != null && params.isObject()) ? this.authenticationParams.read(params.bytes()) : null;
		if (value instanceof Map<?, ?> map && map.get("token") instanceof String token) {
			return token;
		}
		throw new JsonRpcException(JsonRpcException.INVALID_PARAMS, "Invalid params");
	}

	/** Renews the identity on another thread; later messages of the session wait. */
	private static void authenticate(RpcAuthentication authentication, Invocation about, JsonRpcRequestContext event,
			String token) {
		WsSession session = about.session();
		session.holdUntil(CompletableFuture.runAsync(() -> about.runOnAnyThread(() -> session.asReply(() -> {
			try {
				if (authentication.renew(session, token)) {
					event.succeed(expiry(session));
				}
				else {
					JsonRpcException invalid = new JsonRpcException(JsonRpcException.UNAUTHENTICATED,
							"Unauthenticated");
					mistaken(about, ClientError.UNAUTHENTICATED, invalid);
					event.fail(about, invalid);
				}
			}
			catch (Throwable ex) {
				event.fail(about, ex);
			}
		})), about.resources().executor()));
	}

	private static byte[] expiry(WsSession session) {
		Instant at = session.expiresAt();
		return ((at != null) ? "{\"expiresAt\":\"" + at + "\"}" : "{}").getBytes(StandardCharsets.UTF_8);
	}

	private void request(Invocation invocation, JsonRpcMessage.Request request, JsonRpcResponses replies) {
		NamedMethod named = this.methods.get(request.method());
		JsonRpcRequestContext event = new JsonRpcRequestContext(request, replies, this.rpc.dataWriter());
		Invocation about = invocation.withEvent(new CallEvent.NamedEvent(event));
		try {
			if (this.authentication != null && RpcAuthentication.METHOD.equals(request.method())) {
				authenticate(this.authentication, about, event, token(request));
				return;
			}
			if (named == null) {
				JsonRpcException unknown = new JsonRpcException(JsonRpcException.METHOD_NOT_FOUND, "Method not found");
				mistaken(invocation, ClientError.UNKNOWN, unknown);
				throw unknown;
			}
			event.bind(named.bind(request.params(), this.rpc.slicer()));
			named.method().handle(about);
		}
		catch (Throwable ex) {
			event.fail(about, ex);
		}
	}

}
