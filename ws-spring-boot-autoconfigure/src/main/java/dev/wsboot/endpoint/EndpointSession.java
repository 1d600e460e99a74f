package dev.wsboot.endpoint;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.jsonrpc.JsonRpcSession;
import org.jspecify.annotations.Nullable;

/**
 * One session of an endpoint: calls the bean's methods with what the session's handshake
 * was bound to. Called by the session's mailbox, one call at a time.
 */
final class EndpointSession implements SessionHandler {

	private static final CompletableFuture<?> NO_FRAGMENTS = CompletableFuture.completedFuture(null);

	/** Stands for the tasks of a session that has ended. */
	private static final Set<Runnable> CLOSED = Set.of();

	private static final CloseStatus UNREADABLE = CloseStatus.of(CloseCode.INVALID_PAYLOAD)
		.withReason("The message cannot be read");

	private static final CloseStatus UNKNOWN_TYPE = CloseStatus.of(CloseCode.UNSUPPORTED_DATA)
		.withReason("No messages of this type here");

	private static final CloseStatus NOBODY = CloseStatus.of(CloseCode.POLICY_VIOLATION)
		.withReason("This needs an identity");

	private static final CloseStatus FORBIDDEN = CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Forbidden");

	private final Endpoint endpoint;

	private final @Nullable Object[] values;

	private final HandlerThreads threads;

	/** {@code null} before the session opens, and where it does not speak JSON-RPC. */
	private volatile @Nullable JsonRpcPeer peer;

	/** {@code null} where calls come one at a time. */
	private final @Nullable ConcurrencyLimit concurrent;

	/** The end of the last message in fragments. Guarded by this. */
	private CompletableFuture<?> fragments = NO_FRAGMENTS;

	/** {@code null} until there is an answer of many messages. */
	private @Nullable StreamedReplies streams;

	/** What runs beside the calls; {@code null} for nothing. */
	private @Nullable Set<Runnable> atClose;

	/** What messages flow through to methods that take them all. Confined to calls. */
	private final Map<FlowHandler, MessageFlow> flows;

	EndpointSession(Endpoint endpoint, @Nullable Object[] values, HandlerThreads threads) {
		this.endpoint = endpoint;
		this.values = values;
		this.threads = threads;
		this.flows = endpoint.flows().isEmpty() ? Map.of() : new HashMap<>(2);
		this.concurrent = (endpoint.concurrent() || endpoint.rpc() != null)
				? new ConcurrencyLimit(endpoint.bean().settings().maxConcurrency()) : null;
	}

	@Nullable Object value(int index) {
		return this.values[index];
	}

	ContextPropagation.@Nullable Snapshot context() {
		return this.endpoint.values().context(this.values);
	}

	UnhandledErrors errors() {
		return this.endpoint.unhandled();
	}

	InvocationScope invocationScope() {
		return this.endpoint.invocationScope();
	}

	synchronized CompletableFuture<?> enterFragments(CompletableFuture<?> done) {
		CompletableFuture<?> previous = this.fragments;
		this.fragments = done;
		return previous;
	}

	synchronized StreamedReplies streams() {
		if (this.streams == null) {
			this.streams = new StreamedReplies(this.endpoint.streamLimit());
		}
		return this.streams;
	}

	Executor executor() {
		return this.threads.executor();
	}

	boolean hasOwnThreads() {
		return this.threads.own();
	}

	synchronized boolean atClose(Runnable task) {
		if (this.atClose == CLOSED) {
			return false;
		}
		if (this.atClose == null) {
			this.atClose = new HashSet<>(2);
		}
		this.atClose.add(task);
		return true;
	}

	synchronized void notAtClose(Runnable task) {
		if (this.atClose != null && this.atClose != CLOSED) {
			this.atClose.remove(task);
		}
	}

	private synchronized boolean isOver() {
		return this.atClose == CLOSED;
	}

	private synchronized Set<Runnable> takeAtClose() {
		Set<Runnable> tasks = (this.atClose != null) ? this.atClose : CLOSED;
		this.atClose = CLOSED;
		return tasks;
	}

	JsonRpcPeer peer() {
		return Objects.requireNonNull(this.peer, "Not open, or no JSON-RPC");
	}

	@Override
	public boolean onArrival(WsSession session, WsMessage message) {
		JsonRpcPeer client = this.peer;
		return client != null && client.takes(message);
	}

	@Override
	public void onClosing(WsSession session) {
		streams().lift();
	}

	@Override
	public void onEnd(WsSession session) {
		JsonRpcPeer client = this.peer;
		if (client != null) {
			client.close();
		}
	}

	@Override
	public void onOpen(WsSession session) throws Exception {
		JsonRpc rpc = this.endpoint.rpc();
		if (rpc != null) {
			JsonRpcPeer client = new JsonRpcPeer(session, rpc, invocationScope().threads(), errors());
			session.attributes().put(JsonRpcSession.class.getName(), client);
			this.peer = client;
			if (!session.isOpen()) {
				// the end may have come before
				client.close();
			}
		}
		call(SessionEvent.OPEN, session, null);
		if (session.isOpen()) {
			beginFlows(session);
		}
	}

	private void beginFlows(WsSession session) throws InvocationException {
		for (FlowHandler flow : this.endpoint.flows()) {
			try {
				flow(flow, session);
			}
			catch (Throwable ex) {
				throw new InvocationException(ex, null, flow.method());
			}
		}
	}

	/**
	 * Begins with the first message if the opening has failed, but the session goes on.
	 */
	MessageFlow flow(FlowHandler method, WsSession session) throws Throwable {
		MessageFlow flow = this.flows.get(method);
		if (flow == null) {
			Invocation invocation = new Invocation(this, session, null);
			flow = method.newFlow(invocation);
			this.flows.put(method, flow);
			method.begin(invocation, flow);
		}
		return flow;
	}

	@Override
	public void onMessage(WsSession session, WsMessage message) throws Exception {
		onMessage(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, session, message);
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer payload) throws Exception {
		onMessage(SessionEvent.BINARY, session, payload);
	}

	@Override
	public void onStream(WsSession session, IncomingMessage message) throws Exception {
		try {
			call(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, session, message);
		}
		catch (InvocationException ex) {
			if (ex.error() instanceof IncompleteMessageException incomplete) {
				// the session is at its end anyway
				throw incomplete;
			}
			throw ex;
		}
	}

	@Override
	public long maxStreamSize(SessionEvent event) {
		return this.endpoint.maxStreamSize(event);
	}

	private void onMessage(SessionEvent event, WsSession session, Object message) throws Exception {
		if (this.endpoint.concurrent()) {
			startMessage(event, session, kept(message));
		}
		else {
			handleMessage(event, session, message);
		}
	}

	/** A buffer is valid now only. */
	private static Object kept(Object message) {
		if (message instanceof ByteBuffer buffer) {
			byte[] copy = new byte[buffer.remaining()];
			buffer.get(buffer.position(), copy);
			return WsMessage.ofBinary(copy);
		}
		return message;
	}

	private void startMessage(SessionEvent event, WsSession session, Object message) {
		ConcurrencyLimit calls = Objects.requireNonNull(this.concurrent);
		calls.beginMethod(session);
		try {
			executor().execute(() -> {
				try {
					session.asReply(() -> handleConcurrently(event, session, message));
				}
				finally {
					calls.endMethod();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			calls.endMethod();
			session.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
		}
	}

	private void handleConcurrently(SessionEvent event, WsSession session, Object message) {
		try {
			handleMessage(event, session, message);
		}
		catch (Throwable ex) {
			InvocationException failed = (ex instanceof InvocationException known) ? known
					: new InvocationException(ex, message, null);
			fail(session, failed.error(), message, failed.method());
		}
	}

	void holdUntil(WsSession session, CompletionStage<?> stage, boolean opening) {
		ConcurrencyLimit calls = this.concurrent;
		if (calls == null || opening) {
			session.holdUntil(stage);
			return;
		}
		calls.begin(session);
		stage.whenComplete((result, failure) -> calls.end());
	}

	private void handleMessage(SessionEvent event, WsSession session, Object message) throws Exception {
		if (!call(event, session, message)) {
			String problem = "No " + ((event == SessionEvent.TEXT) ? "text" : "binary") + " messages here";
			errors().mistaken(session, ClientError.UNEXPECTED, problem);
			session.close(CloseStatus.of(CloseCode.UNSUPPORTED_DATA).withReason(problem));
		}
	}

	@Override
	public boolean takesPongs() {
		return this.endpoint.handles(SessionEvent.PONG);
	}

	@Override
	public void onPong(WsSession session, ByteBuffer payload) throws Exception {
		call(SessionEvent.PONG, session, payload);
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) throws Exception {
		Set<Runnable> tasks = takeAtClose();
		this.flows.values().forEach((flow) -> flow.end(status));
		stopAll(new Invocation(this, session, status), tasks);
		CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
		if (this.concurrent == null || !this.concurrent.leaveToLast(() -> closeLate(session, status, closed))) {
			handleClose(session, status);
		}
		else {
			// the session keeps its groups, and the server's stop waits
			session.holdUntil(closed);
		}
	}

	private void handleClose(WsSession session, CloseStatus status) throws Exception {
		call(SessionEvent.CLOSE, session, status);
		endScope(session);
	}

	/** The cancellation of a subscription is users' code, which may block. */
	private void stopAll(Invocation invocation, Set<Runnable> tasks) {
		if (tasks.isEmpty()) {
			return;
		}
		if (!this.endpoint.isNonBlocking(SessionEvent.CLOSE)) {
			tasks.forEach((task) -> stop(invocation, task));
			return;
		}
		try {
			executor().execute(() -> tasks.forEach((task) -> stop(invocation, task)));
		}
		catch (RejectedExecutionException ex) {
			// the server has stopped, and waits for nobody
			tasks.forEach((task) -> stop(invocation, task));
		}
	}

	/** What users' code throws here must not keep the rest of the end from happening. */
	private void stop(Invocation invocation, Runnable task) {
		try {
			invocation.inside(task);
		}
		catch (Throwable ex) {
			errors().failed(invocation.session(), null, "a stage or publisher cannot be cancelled", ex);
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
			invocationScope().threads().run(() -> scope.end(session));
		}
	}

	@Override
	public void onError(WsSession session, Throwable error) {
		if (!(error instanceof InvocationException failed)) {
			onError(session, new Failure(error, null), null);
			return;
		}
		try {
			onError(session, new Failure(failed.error(), failed.event()), failed.method());
		}
		finally {
			if (failed.event() instanceof CloseStatus) {
				endScope(session);
			}
		}
	}

	private void onError(WsSession session, Failure failure, @Nullable InvocableMethod method) {
		ErrorHandlers.Match match = this.endpoint.errors().find(failure.error());
		if (match == null) {
			onUnhandled(session, failure.error(), method);
			return;
		}
		try {
			Invocation invocation = new Invocation(this, session, new Failure(match.error(), failure.event()));
			if (this.endpoint.rpc() != null) {
				// there is no request that an answer could be for
				match.method().invoke(invocation);
			}
			else {
				match.method().handle(invocation);
			}
		}
		catch (Throwable ex) {
			if (ex != failure.error() && ex.getCause() != failure.error()) {
				ex.addSuppressed(failure.error());
			}
			onUnhandled(session, ex, match.method());
		}
	}

	@Nullable Object handleError(WsSession session, Failure failure) throws Throwable {
		ErrorHandlers.Match match = this.endpoint.errors().find(failure.error());
		if (match == null) {
			throw failure.error();
		}
		return match.method().invoke(new Invocation(this, session, new Failure(match.error(), failure.event())));
	}

	/** The one place for what no method handles, but for calls by JSON-RPC. */
	private void onUnhandled(WsSession session, Throwable error, @Nullable InvocableMethod method) {
		boolean keepOpen = this.endpoint.errors().policy() == ErrorPolicy.KEEP_OPEN;
		ClientError refusal = ClientError.ofRefusal(error);
		if (error instanceof InvalidMessageException invalid) {
			// the cause may quote the payload, and any client can provoke it
			errors().mistaken(session, ClientError.of(invalid), error.getMessage());
			if (!keepOpen) {
				session.close((error instanceof UnknownMessageTypeException) ? UNKNOWN_TYPE : UNREADABLE);
			}
		}
		else if (refusal != null) {
			errors().mistaken(session, refusal, error.getMessage());
			if (!keepOpen) {
				session.close(switch (refusal) {
					case FORBIDDEN -> FORBIDDEN;
					case UNAUTHENTICATED -> NOBODY;
					default -> CloseStatus.of(CloseCode.INTERNAL_ERROR);
				});
			}
		}
		else if (keepOpen) {
			errors().failed(session, method, "the session goes on", error);
		}
		else {
			boolean over = !session.isOpen();
			// RFC 6455 7.4.1; no detail to the peer
			session.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
			errors().failed(session, method, over ? "the session has ended" : "the session is closed", error);
		}
	}

	/**
	 * Deals with an error of a call whose method has returned, as the engine deals with
	 * those that callbacks throw. Nothing is called behind the close callback.
	 */
	void fail(WsSession session, Throwable error, @Nullable Object event, @Nullable InvocableMethod method) {
		if (isOver()) {
			if (error instanceof IncompleteMessageException) {
				// the end itself, through the answer to a flow of messages
				return;
			}
			ClientError mistake = ClientError.ofRefusal(error);
			if (mistake != null) {
				errors().mistaken(session, mistake, error.getMessage());
			}
			else {
				errors().failed(session, method, "the session has ended", error);
			}
			return;
		}
		// a buffer was valid during the call only
		Failure failure = new Failure(error, (event instanceof ByteBuffer) ? null : event);
		session.asReply(() -> onError(session, failure, method));
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

	private boolean call(SessionEvent event, WsSession session, @Nullable Object argument) throws Exception {
		EventHandler handler = this.endpoint.handlers().get(event);
		if (handler == null) {
			return false;
		}
		Invocation invocation = new Invocation(this, session, argument);
		try {
			handler.handle(invocation);
			return true;
		}
		catch (Throwable ex) {
			// the payload of a pong is no message
			throw new InvocationException(ex, (event == SessionEvent.PONG) ? null : argument, invocation.method());
		}
	}

}
