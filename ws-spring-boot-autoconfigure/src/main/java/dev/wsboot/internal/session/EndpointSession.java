/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.event.SessionEvents;
import dev.wsboot.internal.event.SessionPresence;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.ConcurrencyLimit;
import dev.wsboot.internal.invocation.EventHandler;
import dev.wsboot.internal.invocation.HandlerThreads;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.InvocationException;
import dev.wsboot.internal.invocation.SessionProtocol;
import dev.wsboot.internal.invocation.SessionResources;
import dev.wsboot.internal.scope.WebSocketScope;
import dev.wsboot.internal.stream.FlowHandler;
import dev.wsboot.internal.stream.StreamedReplies;
import org.jspecify.annotations.Nullable;

/**
 * Receives the engine's callbacks for one session of an endpoint, and passes each event
 * to its planned handler. Called by the session's mailbox, one call at a time, unless a
 * method says otherwise.
 */
final class EndpointSession implements SessionHandler {

	private final Endpoint endpoint;

	private final SessionResources resources;

	/**
	 * The concurrent calls; {@code null} if messages are handled one at a time.
	 */
	private final @Nullable ConcurrentCalls calls;

	/** The events of the session; {@code null} if the application does not listen. */
	private final @Nullable SessionPresence presence;

	/**
	 * The protocol on top of messages; {@code null} before the session opens, and for
	 * plain messages.
	 */
	private volatile @Nullable SessionProtocol protocol;

	/**
	 * Creates the handler of a session.
	 * @param endpoint the endpoint
	 * @param values the values to which the handshake was bound
	 * @param threads the threads that run handler methods
	 * @param expiryStatus the status that the session is closed with when it expires
	 * @param events the events of sessions, or {@code null} if the application does not
	 * listen
	 */
	EndpointSession(Endpoint endpoint, @Nullable Object[] values, HandlerThreads threads, CloseStatus expiryStatus,
			@Nullable SessionEvents events) {
		this.endpoint = endpoint;
		this.resources = new SessionResources(endpoint.invocationScope(), endpoint.errors(), values,
				endpoint.values().context(values), threads, endpoint.newConcurrencyLimit());
		ConcurrencyLimit limit = this.resources.concurrency();
		this.calls = (endpoint.concurrent() && limit != null) ? new ConcurrentCalls(threads.executor(), limit) : null;
		if (expiryStatus != CloseStatus.EXPIRED) {
			// rare, so that most sessions need no field for it
			this.resources.attach(CloseStatus.class, expiryStatus);
		}
		this.presence = (events != null) ? events.newSession() : null;
	}

	@Override
	public boolean onArrival(WsSession session, WsMessage message) {
		SessionProtocol current = this.protocol;
		return current != null && current.takes(message);
	}

	@Override
	public void onClosing(WsSession session) {
		StreamedReplies.of(this.resources, this.endpoint.streamLimit()).lift();
	}

	@Override
	public void onEnd(WsSession session, CloseStatus status) {
		if (this.presence != null) {
			this.presence.end(session, status);
		}
		if (this.calls != null) {
			this.calls.end();
		}
		SessionProtocol current = this.protocol;
		if (current == null) {
			return;
		}
		if (status.code() == CloseStatus.ABNORMAL.code()) {
			current.abort();
		}
		else {
			current.close();
		}
	}

	@Override
	public void onShed(WsSession session) {
		SessionProtocol current = this.protocol;
		if (current != null) {
			current.abort();
		}
	}

	@Override
	public void onExpired(WsSession session) {
		Object status = this.resources.attachment(CloseStatus.class);
		session.close((status != null) ? (CloseStatus) status : CloseStatus.EXPIRED);
	}

	@Override
	public void onOpen(WsSession session) throws Exception {
		if (this.presence != null) {
			this.presence.open(session);
		}
		SessionProtocol opened = this.endpoint.openProtocol(this.resources, session);
		if (opened != null) {
			this.protocol = opened;
			if (!session.isOpen()) {
				// the session may have ended before the protocol was set
				opened.close();
			}
		}
		call(SessionEvent.OPEN, session, CallEvent.OPENED);
		if (session.isOpen()) {
			beginFlows(session);
		}
	}

	private void beginFlows(WsSession session) throws InvocationException {
		for (FlowHandler flow : this.endpoint.flows()) {
			try {
				flow.of(this.resources, session);
			}
			catch (Throwable ex) {
				throw new InvocationException(ex, null, flow.method());
			}
		}
	}

	@Override
	public void onMessage(WsSession session, WsMessage message) throws Exception {
		onMessage(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, session,
				new CallEvent.MessageEvent(message));
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer payload) throws Exception {
		onMessage(SessionEvent.BINARY, session, new CallEvent.BufferEvent(payload));
	}

	@Override
	public void onStream(WsSession session, IncomingMessage message) throws Exception {
		try {
			call(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, session,
					new CallEvent.StreamEvent(message));
		}
		catch (InvocationException ex) {
			if (ex.error() instanceof IncompleteMessageException incomplete) {
				// the session is ending anyway
				throw incomplete;
			}
			throw ex;
		}
	}

	@Override
	public Object kind() {
		return this.endpoint.path();
	}

	@Override
	public long maxStreamSize(SessionEvent event) {
		return this.endpoint.maxStreamSize(event);
	}

	private void onMessage(SessionEvent event, WsSession session, CallEvent message) throws Exception {
		if (this.calls != null) {
			CallEvent kept = kept(message);
			this.calls.start(event, session, () -> session.asReply(() -> handleConcurrently(event, session, kept)));
		}
		else {
			handleMessage(event, session, message);
		}
	}

	/**
	 * Returns the event with a copy of its buffer, which is valid during the callback
	 * only.
	 */
	private static CallEvent kept(CallEvent message) {
		WsMessage copy = (message instanceof CallEvent.BufferEvent) ? message.message() : null;
		return (copy != null) ? new CallEvent.MessageEvent(copy) : message;
	}

	private void handleConcurrently(SessionEvent event, WsSession session, CallEvent message) {
		try {
			handleMessage(event, session, message);
		}
		catch (Throwable ex) {
			InvocationException failed = (ex instanceof InvocationException known) ? known
					: new InvocationException(ex, message, null);
			this.endpoint.errors().fail(this.resources, session, failed.error(), message, failed.method());
		}
	}

	private void handleMessage(SessionEvent event, WsSession session, CallEvent message) throws Exception {
		if (!call(event, session, message)) {
			String problem = ((event == SessionEvent.TEXT) ? "Text" : "Binary") + " messages are not supported";
			this.endpoint.errors().unhandled().mistaken(session, ClientError.UNEXPECTED, problem);
			session.close(CloseStatus.of(CloseCode.UNSUPPORTED_DATA).withReason(problem));
		}
	}

	@Override
	public boolean takesPongs() {
		return this.endpoint.handles(SessionEvent.PONG);
	}

	@Override
	public void onPong(WsSession session, ByteBuffer payload) throws Exception {
		call(SessionEvent.PONG, session, new CallEvent.PongEvent(payload));
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) throws Exception {
		if (this.presence != null) {
			// the server's stop waits until the events are published
			session.holdUntil(this.presence.over());
		}
		Set<Runnable> tasks = this.resources.close();
		this.endpoint.flows().forEach((flow) -> flow.end(this.resources, status));
		stopAll(new Invocation(this.resources, session, new CallEvent.Closed(status)), tasks);
		CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
		ConcurrencyLimit limit = this.resources.concurrency();
		if (limit == null || !limit.runAfterLast(() -> closeLate(session, status, closed))) {
			handleClose(session, status);
		}
		else {
			// until then, the session keeps its groups, and the server's stop waits
			session.holdUntil(closed);
		}
	}

	private void handleClose(WsSession session, CloseStatus status) throws Exception {
		call(SessionEvent.CLOSE, session, new CallEvent.Closed(status));
		endScope(session);
	}

	/** Runs the tasks for the end of the session, which are user code and may block. */
	private void stopAll(Invocation invocation, Set<Runnable> tasks) {
		if (tasks.isEmpty()) {
			return;
		}
		if (!this.endpoint.isNonBlocking(SessionEvent.CLOSE)) {
			tasks.forEach((task) -> stop(invocation, task));
			return;
		}
		try {
			this.resources.executor().execute(() -> tasks.forEach((task) -> stop(invocation, task)));
		}
		catch (RejectedExecutionException ex) {
			// the server has stopped
			tasks.forEach((task) -> stop(invocation, task));
		}
	}

	/**
	 * Runs a task for the end of the session, and logs its exceptions, so that the other
	 * tasks run, too.
	 */
	private void stop(Invocation invocation, Runnable task) {
		try {
			invocation.runOnAnyThread(task);
		}
		catch (Throwable ex) {
			this.endpoint.errors()
				.unhandled()
				.failed(invocation.session(), null, "a stage or publisher could not be cancelled", ex);
		}
	}

	private void closeLate(WsSession session, CloseStatus status, CompletableFuture<@Nullable Void> closed) {
		try {
			handleClose(session, status);
		}
		catch (Throwable ex) {
			onError(session, ex);
		}
		finally {
			closed.complete(null);
		}
	}

	private void endScope(WsSession session) {
		WebSocketScope scope = this.endpoint.scope();
		if (scope != null) {
			this.resources.scope().threads().run(() -> scope.end(session));
		}
	}

	@Override
	public void onError(WsSession session, Throwable error) {
		try {
			this.endpoint.errors().report(this.resources, session, error);
		}
		finally {
			if (error instanceof InvocationException failed && failed.event() instanceof CallEvent.Closed) {
				endScope(session);
			}
		}
	}

	@Override
	public int maxNonBlockingSize(SessionEvent event) {
		return this.endpoint.maxNonBlockingSize(event);
	}

	@Override
	public MessageEncoder encoder() {
		return this.endpoint.encoder();
	}

	@Override
	public boolean isNonBlocking(SessionEvent event) {
		return this.endpoint.isNonBlocking(event);
	}

	private boolean call(SessionEvent event, WsSession session, CallEvent argument) throws Exception {
		EventHandler handler = this.endpoint.handlers().get(event);
		if (handler == null) {
			return false;
		}
		Invocation invocation = new Invocation(this.resources, session, argument);
		try {
			handler.handle(invocation);
			return true;
		}
		catch (Throwable ex) {
			// the payload of a pong is not a message
			throw new InvocationException(ex, (event == SessionEvent.PONG) ? null : argument, invocation.method());
		}
	}

}
