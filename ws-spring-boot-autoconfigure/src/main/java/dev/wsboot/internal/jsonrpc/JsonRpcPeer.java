/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.SessionMemory;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.SessionProtocol;
import dev.wsboot.internal.invocation.SessionResources;
import dev.wsboot.internal.invocation.UnhandledErrors;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.scope.ThreadState;
import dev.wsboot.jsonrpc.JsonRpcException;
import dev.wsboot.jsonrpc.JsonRpcSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The client of one session, whose methods can be called. Safe to use from any thread.
 */
final class JsonRpcPeer implements JsonRpcSession, SessionProtocol {

	private static final Log logger = LogFactory.getLog(JsonRpcPeer.class);

	private final WsSession session;

	private final JsonRpc rpc;

	private final ThreadState threads;

	private final UnhandledErrors errors;

	private final OutstandingRequests<OutstandingRequest<?>> pending;

	private final EarlyResponses answers;

	JsonRpcPeer(WsSession session, JsonRpc rpc, ThreadState threads, UnhandledErrors errors,
			ResponseThreads responseThreads) {
		this.threads = threads;
		this.errors = errors;
		this.session = session;
		this.rpc = rpc;
		this.pending = new OutstandingRequests<>(rpc.options().maxPendingCalls());
		this.answers = new EarlyResponses(responseThreads, this::readAnswer,
				(bytes) -> SessionMemory.add(session, bytes));
	}

	/**
	 * Creates the client of a session, and makes it known to the session's invocations
	 * and to the application.
	 * @param resources the session's resources
	 * @param session the session
	 * @param rpc the settings that the sessions of an endpoint share
	 * @return the client
	 */
	static JsonRpcPeer open(SessionResources resources, WsSession session, JsonRpc rpc) {
		JsonRpcPeer peer = new JsonRpcPeer(session, rpc, resources.scope().threads(), resources.errors().unhandled(),
				ResponseThreads.OF_JVM);
		session.attributes().put(JsonRpcSession.class.getName(), peer);
		resources.attach(JsonRpcPeer.class, peer);
		return peer;
	}

	/**
	 * Returns the client of the session of an invocation.
	 * @param invocation the invocation
	 * @return the client
	 */
	public static JsonRpcPeer of(Invocation invocation) {
		Object peer = invocation.resources().attachment(JsonRpcPeer.class);
		Assert.state(peer != null, "Not open, or no JSON-RPC");
		return (JsonRpcPeer) peer;
	}

	@Override
	public WsSession session() {
		return this.session;
	}

	@Override
	public <T> CompletionStage<@Nullable T> call(String method, @Nullable Object params, Class<T> type) {
		return call(method, params, type, this.rpc.options().callTimeout());
	}

	@Override
	public <T> CompletionStage<@Nullable T> call(String method, @Nullable Object params, Class<T> type,
			Duration timeout) {
		Assert.notNull(method, "'method' must not be null");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(timeout, "'timeout' must not be null");
		long id = this.pending.nextId();
		byte[] request = JsonRpcWriter.request(method, params(params), id);
		OutstandingRequest<T> call = new OutstandingRequest<>(this.threads, reader(method, type));
		if (!this.pending.add(id, call)) {
			return CompletableFuture
				.failedFuture(this.pending.isClosed() ? closed(null) : new UnansweredRequest.OneOfTooMany(
						"More than " + this.rpc.options().maxPendingCalls() + " calls of the client wait for answers"));
		}
		// not the result itself, whose dependent actions would run on the one timer of
		// the JDK
		CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();
		timer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).whenComplete((nothing, late) -> {
			if (late != null) {
				call.fail(new UnansweredRequest.Late("The client has not answered '" + method + "' in time"));
			}
		});
		call.result.whenComplete((result, error) -> {
			timer.complete(null);
			this.pending.remove(id);
		});
		send(request).whenComplete((sent, failure) -> {
			if (failure != null) {
				call.fail(closed(failure));
			}
		});
		return call.result;
	}

	private JsonCodec.Reader reader(String method, Class<?> type) {
		if (type == Void.class) {
			return (utf8) -> null;
		}
		JsonCodec.Reader reader = this.rpc.json().reader(type, null, "");
		return (utf8) -> {
			try {
				return reader.read(utf8);
			}
			catch (InvalidMessageException ex) {
				throw new InvalidResultException(method, ex);
			}
		};
	}

	@Override
	public CompletionStage<Void> notify(String method, @Nullable Object params) {
		Assert.notNull(method, "'method' must not be null");
		return send(JsonRpcWriter.request(method, params(params), null));
	}

	private CompletionStage<Void> send(byte[] request) {
		return this.session.send(PreparedMessage.of(WsMessage.ofText(request)));
	}

	private byte @Nullable [] params(@Nullable Object params) {
		if (params == null) {
			return null;
		}
		byte[] json = this.rpc.dataWriter().write(params);
		JsonSlice slice = JsonSlice.of(json);
		Assert.isTrue(slice.isArray() || slice.isObject(), "'params' must be written as an array or an object");
		return json;
	}

	/**
	 * Takes a response before the messages that came before it are handled, as one of
	 * their handlers may wait for it. Called by the event loop, which looks only at the
	 * beginning of the message. If there are more responses than outstanding requests,
	 * some of them wait for their turn as messages.
	 * @param message a message that has arrived
	 * @return whether it is taken
	 */
	@Override
	public boolean takes(WsMessage message) {
		if (this.pending.isEmpty() || !message.isText()) {
			return false;
		}
		JsonRpcReader.Beginning beginning = this.rpc.reader().beginning(message.bytes());
		if (!beginning.isResponse()) {
			return false;
		}
		String id = (beginning.id() != null) ? beginning.id().toString() : null;
		if (id != null && !this.pending.has(id)) {
			dropped();
			return true;
		}
		return this.answers.offer(new EarlyResponses.Response(message, id), this.pending.size());
	}

	private void dropped() {
		if (logger.isDebugEnabled()) {
			logger.debug("Dropped an answer of " + this.session + ": too late, or never asked for");
		}
	}

	private void readAnswer(EarlyResponses.Response answer, Runnable done) {
		if (answer.id() != null && !this.pending.has(answer.id())) {
			dropped();
			done.run();
			return;
		}
		try {
			JsonRpcReader.Input input = this.rpc.reader().read(answer.utf8());
			if (!input.batch() && input.messages().get(0) instanceof JsonRpcMessage.Response response) {
				complete(response, answer.isLarge(), done);
				return;
			}
			refuse(new JsonRpcException(JsonRpcException.INVALID_REQUEST, "Invalid Request"), idOf(input));
		}
		catch (JsonRpcException ex) {
			refuse(ex, null);
		}
		done.run();
	}

	private static @Nullable JsonSlice idOf(JsonRpcReader.Input input) {
		return (input.messages().get(0) instanceof JsonRpcMessage.Invalid invalid) ? invalid.id() : null;
	}

	/**
	 * Responds to a message that cannot be read.
	 * @param error the error
	 * @param id the id of the message, or {@code null} if it is unknown
	 */
	void refuse(JsonRpcException error, @Nullable JsonSlice id) {
		boolean noJson = error.code() == JsonRpcException.PARSE_ERROR;
		this.errors.mistaken(this.session, noJson ? ClientError.UNREADABLE : ClientError.INVALID, error.getMessage());
		this.session.asReply(() -> send(JsonRpcWriter.error(id, error, null)));
	}

	/**
	 * Completes the request to which a response belongs.
	 * @param response the response
	 */
	void complete(JsonRpcMessage.Response response) {
		complete(response, false, () -> {
		});
	}

	private void complete(JsonRpcMessage.Response response, boolean large, Runnable done) {
		OutstandingRequest<?> call = this.pending.take(response.id());
		if (call == null) {
			dropped();
			done.run();
			return;
		}
		JsonSlice error = response.error();
		if (error != null) {
			call.fail(this.rpc.reader().error(error));
			done.run();
			return;
		}
		byte[] result = (response.result() != null) ? response.result().bytes() : new byte[0];
		if (large) {
			call.completeLarge(result, done);
		}
		else {
			call.complete(result, done);
		}
	}

	/**
	 * Fails all requests without a response: those with a queued one when that is read,
	 * all others at once. Called by the event loop.
	 */
	@Override
	public void close() {
		this.pending.close();
		if (this.pending.isEmpty() || !this.answers.end(this::failAll)) {
			abort();
			return;
		}
		fail(this.pending.takeAll((id) -> !this.answers.mayAnswer(id)));
	}

	/**
	 * Fails all requests at once, and drops queued responses. Called by the event loop.
	 */
	@Override
	public void abort() {
		this.pending.close();
		this.answers.drop();
		failAll();
	}

	private void failAll() {
		fail(this.pending.takeAll((id) -> true));
	}

	private static void fail(List<OutstandingRequest<?>> calls) {
		if (!calls.isEmpty()) {
			// one thread here, as each call may start another one
			new CompletableFuture<Void>().defaultExecutor()
				.execute(() -> calls.forEach((call) -> call.fail(closed(null))));
		}
	}

	private static IOException closed(@Nullable Throwable cause) {
		return new UnansweredRequest.Ended(cause);
	}

}
