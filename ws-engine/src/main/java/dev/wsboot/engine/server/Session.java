package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsServerOptions;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.CloseFrame;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.protocol.ConnectionState.Phase;
import dev.wsboot.engine.protocol.MessageLimits;
import dev.wsboot.engine.server.OutboundFrame.Kind;
import dev.wsboot.engine.server.OutboundQueue.Cork;
import dev.wsboot.engine.server.OutboundQueue.Offered;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection as the application sees it: sends from any thread, and calls
 * the handler from its mailbox.
 */
final class Session implements WsSession {

	/** From that size on, a copy for a queue costs more than a system call. */
	private static final int WRITE_THROUGH = 8 * 1024;

	private static final SessionEvent[] EVENTS = SessionEvent.values();

	private final Connection connection;

	private final String id;

	private final HandshakeRequest request;

	private final SessionHandler handler;

	private final String endpoint;

	private final @Nullable String subprotocol;

	/** {@code null} for a session without compression. */
	private final @Nullable Deflation deflation;

	private final Mailbox mailbox;

	final KeepAlive keepAlive;

	/** A bit for each event whose callback may run on the event loop. */
	private final byte nonBlocking;

	/** Whether the event loop has reserved the mailbox. Confined to it. */
	private boolean handlingHere;

	/** Whether it has messages told as they come. */
	private boolean streams;

	private volatile @Nullable Map<String, Object> attributes;

	/** When the closing handshake must be done; 0 before it begins. */
	private volatile long closeDeadline;

	private Session(Connection connection, HandshakeRequest request, HandshakeDecision.Accept accept,
			@Nullable Deflation deflation) {
		this.deflation = deflation;
		this.connection = connection;
		this.id = connection.context.sessionIds.next();
		this.request = connection.loop.requests.keep(identified(request, accept.principal()));
		this.handler = accept.handler();
		this.endpoint = accept.endpoint();
		this.subprotocol = Handshaker.subprotocol(request, accept);
		this.mailbox = new Mailbox(this);
		this.keepAlive = new KeepAlive(connection.loop.now());
		this.nonBlocking = (byte) nonBlocking();
		if (!accept.attributes().isEmpty()) {
			this.attributes = new ConcurrentHashMap<>(accept.attributes());
		}
	}

	private static HandshakeRequest identified(HandshakeRequest request, @Nullable Principal principal) {
		return (principal == null) ? request : new HandshakeRequest(request.path(), request.query(), request.headers(),
				request.remoteAddress(), request.secure(), principal);
	}

	/**
	 * Answers a handshake with 101 and opens its session. Runs on the event loop.
	 * @return {@code false} if the server has stopped
	 */
	static boolean open(Connection connection, HandshakeRequest request, HandshakeDecision.Accept accept) {
		ServerContext context = connection.context;
		Deflation deflation = Deflation.negotiate(connection, request, accept);
		Session session = new Session(connection, request, accept, deflation);
		byte[] response = Handshaker.acceptResponse(request, accept, (deflation != null) ? deflation.agreement : null);
		if (!context.sessions.add(session)) {
			if (deflation != null) {
				deflation.endInput();
				deflation.endOutput();
			}
			return false;
		}
		if (deflation != null) {
			connection.outbound.endWith(deflation);
		}
		connection.outbound.offer(OutboundFrame.http(response, false));
		connection.state.open();
		connection.receiveWith(new SessionReceiver(connection, session));
		context.counters.accepted.increment();
		session.mailbox.offer(Mail.open());
		if (context.draining) {
			// the stop may not have seen it
			session.closeInTurn(context.stopStatus);
		}
		return true;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String endpoint() {
		return this.endpoint;
	}

	@Override
	public HandshakeRequest handshakeRequest() {
		return this.request;
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.request.remoteAddress();
	}

	@Override
	public @Nullable String subprotocol() {
		return this.subprotocol;
	}

	@Override
	public Map<String, Object> attributes() {
		Map<String, Object> map = this.attributes;
		if (map == null) {
			synchronized (this) {
				map = this.attributes;
				if (map == null) {
					map = new ConcurrentHashMap<>();
					this.attributes = map;
				}
			}
		}
		return map;
	}

	@Override
	public void join(String group) {
		this.connection.context.sessions.join(this, Objects.requireNonNull(group, "'group' must not be null"));
	}

	@Override
	public void leave(String group) {
		this.connection.context.sessions.leave(this, Objects.requireNonNull(group, "'group' must not be null"));
	}

	@Override
	public Set<String> groups() {
		return this.connection.context.sessions.groupsOf(this);
	}

	@Override
	public boolean isOpen() {
		return this.connection.state.canSend();
	}

	@Override
	public CompletionStage<Void> sendText(CharSequence text) {
		return sendMessage(true, utf8(text));
	}

	@Override
	public CompletionStage<Void> sendText(CharSequence part, boolean last) {
		if (!part.isEmpty() && Character.isHighSurrogate(part.charAt(part.length() - 1))) {
			throw new IllegalArgumentException("'part' ends between the halves of a surrogate pair");
		}
		return send(OutboundFrame.fragment(true, utf8(part), last));
	}

	@Override
	public CompletionStage<Void> sendBinary(ByteBuffer payload) {
		int size = payload.remaining();
		CompletionStage<Void> outcome = null;
		if (!isDeflated(size)) {
			boolean inLoop = inLoop();
			if (size >= WRITE_THROUGH && (payload.isDirect() || !inLoop)) {
				outcome = this.connection.outbound.writeThrough(payload);
			}
			else if (inLoop) {
				outcome = this.connection.outbound.gather(Opcode.BINARY, payload);
			}
		}
		if (outcome == null) {
			return send(message(false, copy(payload)));
		}
		this.keepAlive.onMessage(this.connection.loop.now());
		return outcome;
	}

	private CompletionStage<Void> sendMessage(boolean text, byte[] payload) {
		CompletionStage<Void> outcome = gather(text, payload);
		return (outcome != null) ? outcome : send(message(text, payload));
	}

	/** Sends together with others, if that is possible now. */
	private @Nullable CompletionStage<Void> gather(boolean text, byte[] payload) {
		if (!inLoop() || isDeflated(payload.length)) {
			return null;
		}
		CompletionStage<Void> outcome = this.connection.outbound.gather(text ? Opcode.TEXT : Opcode.BINARY, payload);
		if (outcome != null) {
			this.keepAlive.onMessage(this.connection.loop.now());
		}
		return outcome;
	}

	@Override
	public CompletionStage<Void> sendBinary(ByteBuffer part, boolean last) {
		return send(OutboundFrame.fragment(false, copy(part), last));
	}

	@Override
	public CompletionStage<Void> send(PreparedMessage message) {
		CompletionStage<Void> outcome = gather(message.isText(), message.bytes());
		return (outcome != null) ? outcome : send(message(message));
	}

	private OutboundFrame message(boolean text, byte[] payload) {
		return (this.deflation != null) ? this.deflation.message(text, payload) : OutboundFrame.message(text, payload);
	}

	private OutboundFrame message(PreparedMessage message) {
		return (this.deflation != null) ? this.deflation.message(message)
				: OutboundFrame.message(message.isText(), message.bytes());
	}

	private boolean isDeflated(int size) {
		return this.deflation != null && this.deflation.wants(size);
	}

	@Override
	public CompletionStage<Void> ping(ByteBuffer payload) {
		byte[] bytes = copy(payload);
		// RFC 6455 5.5
		if (bytes.length > 125) {
			throw new IllegalArgumentException("Payload of a ping is over 125 bytes");
		}
		this.keepAlive.onPing(bytes);
		return sendPing(bytes);
	}

	CompletionStage<Void> sendPing(byte[] payload) {
		this.connection.context.counters.pingsSent.increment();
		return send(OutboundFrame.control(Kind.PING, payload));
	}

	private CompletionStage<Void> send(OutboundFrame frame) {
		CompletionStage<Void> outcome = frame.outcome();
		if (frame.kind != Kind.PING) {
			this.keepAlive.onMessage(this.connection.loop.now());
		}
		if (this.connection.outbound.offer(frame, cork()) == Offered.TOO_SLOW) {
			closeAsTooSlow();
		}
		return outcome;
	}

	/**
	 * Queues a message that goes to many sessions.
	 * @param flushes gets the queue if its loop has to flush it
	 */
	void broadcast(PreparedMessage message, Map<EventLoop, List<OutboundQueue>> flushes) {
		EventLoop loop = this.connection.loop;
		OutboundQueue outbound = this.connection.outbound;
		this.keepAlive.onMessage(loop.now());
		switch (outbound.offer(message(message).shared(), inLoop() ? Cork.LOOP : Cork.BROADCAST)) {
			case DONE -> {
			}
			case TOO_SLOW -> closeAsTooSlow();
			case TO_BE_FLUSHED -> flushes.computeIfAbsent(loop, (key) -> new ArrayList<>()).add(outbound);
		}
	}

	private Cork cork() {
		if (inLoop()) {
			return Cork.LOOP;
		}
		return this.mailbox.goesOnHere() ? Cork.HANDLER : Cork.NONE;
	}

	private void closeAsTooSlow() {
		close(CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Peer reads too slowly"));
	}

	/** Writes what the handler has sent and was corked. */
	void flush() {
		this.connection.outbound.flush();
	}

	@Override
	public @Nullable Duration roundTripTime() {
		return this.keepAlive.roundTripTime();
	}

	@Override
	public CompletionStage<Void> close(CloseStatus status) {
		if (!status.kind().isSendable() && status.kind() != CloseCode.NO_STATUS) {
			throw new IllegalArgumentException("Close code " + status.code() + " must not be sent");
		}
		OutboundFrame frame = OutboundFrame.control(Kind.CLOSE, CloseFrame.encode(status));
		CompletionStage<Void> outcome = frame.outcome();
		if (!this.connection.outbound.offerClose(frame, status)) {
			return CompletableFuture.completedStage(null);
		}
		expectEnd();
		if (this.connection.isPaused() || this.streams) {
			// the peer's answer is to be read, also while its messages wait
			this.connection.loop.execute(this.connection::onCloseSent);
		}
		return outcome;
	}

	/**
	 * Closes our side when all messages that came before are handled. From any thread.
	 */
	void closeInTurn(CloseStatus status) {
		this.mailbox.offer(Mail.closeOurSide(status));
	}

	/** The closing handshake has begun, and its deadline runs. From any thread. */
	void expectEnd() {
		if (this.closeDeadline == 0) {
			extendCloseDeadline();
		}
	}

	void extendCloseDeadline() {
		this.closeDeadline = (System.nanoTime() + this.connection.context.options.closeTimeout().toNanos()) | 1;
	}

	/** Whether the closing handshake should be done by now. */
	boolean isCloseOverdue(long now) {
		return this.closeDeadline != 0 && now - this.closeDeadline > 0;
	}

	/** How the session ends, as far as that is known. */
	CloseStatus status() {
		return Objects.requireNonNullElse(this.connection.state.status(), CloseStatus.ABNORMAL);
	}

	@Override
	public long queuedBytes() {
		return this.connection.outbound.queuedBytes();
	}

	/** What counts the bytes that connections hold. */
	MemoryBudget memory() {
		return this.connection.context.memory;
	}

	/**
	 * Bytes of messages that are held for this session alone, whichever way they go. From
	 * any thread.
	 */
	long heldBytes() {
		return this.mailbox.bytes() + this.connection.outbound.heldBytes() + this.connection.heldBytes();
	}

	/**
	 * Closes this session, as it holds too much, and gives that back. From any thread.
	 * @return completes when that is done
	 */
	CompletableFuture<Void> shed() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.connection.inLoop(() -> {
			try {
				this.connection.shed(CloseStatus.of(CloseCode.TRY_AGAIN_LATER).withReason("Server is short of memory"));
				this.mailbox.drop();
			}
			finally {
				done.complete(null);
			}
		});
		return done;
	}

	int waitingMessages() {
		return this.mailbox.count();
	}

	/** Whether a callback must not run on the event loop. */
	boolean mayBlock(SessionEvent event) {
		return (this.nonBlocking & (1 << event.ordinal())) == 0;
	}

	/** Asks the handler which of its callbacks never block. */
	private int nonBlocking() {
		int bits = 0;
		for (SessionEvent event : EVENTS) {
			try {
				bits |= this.handler.isNonBlocking(event) ? 1 << event.ordinal() : 0;
			}
			catch (Throwable ex) {
				this.connection.context.counters.handlerErrors.increment();
				Log.log(Level.ERROR, "Handler of '" + this.endpoint + "' does not say whether " + event + " may block",
						ex);
			}
		}
		return bits;
	}

	/** Asks the handler which messages it wants as they come. Before it opens. */
	MessageLimits limits() {
		MessageLimits limits = this.connection.context.limits;
		long text = maxStreamSize(SessionEvent.TEXT);
		long binary = maxStreamSize(SessionEvent.BINARY);
		this.streams = text > 0 || binary > 0;
		return this.streams ? limits.withStreams(text, binary) : limits;
	}

	private long maxStreamSize(SessionEvent event) {
		try {
			return this.handler.maxStreamSize(event);
		}
		catch (Throwable ex) {
			this.connection.context.counters.handlerErrors.increment();
			Log.log(Level.ERROR, "Handler of '" + this.endpoint + "' does not say whether it reads " + event
					+ " messages as they come", ex);
			return 0;
		}
	}

	WsServerOptions options() {
		return this.connection.context.options;
	}

	/** Brings the mailbox to a thread of the executor. */
	Handoff handoff() {
		return this.connection.loop.handoff;
	}

	boolean inLoop() {
		return this.connection.loop.inLoop();
	}

	/**
	 * Hands a message to the handler. Runs on the event loop, and {@link #delivered}
	 * follows.
	 * @return whether there is room for more
	 */
	boolean deliver(WsMessage message) {
		if (isTaken(message)) {
			return this.mailbox.hasRoom();
		}
		if (!handlesHere(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY)) {
			return this.mailbox.offer(Mail.message(message));
		}
		try {
			if (!closedByUs()) {
				this.handler.onMessage(this, message);
			}
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		return true;
	}

	/** Whether the handler has dealt with a message before its turn. */
	private boolean isTaken(WsMessage message) {
		try {
			return this.handler.onArrival(this, message);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
			return true;
		}
	}

	/** Whether {@link #deliver(ByteBuffer)} may be called. */
	boolean takesBuffers() {
		return !mayBlock(SessionEvent.BINARY);
	}

	/**
	 * Hands a binary message to the handler that is only valid now. Runs on the event
	 * loop, and {@link #delivered} follows.
	 * @return whether there is room for more
	 */
	boolean deliver(ByteBuffer payload) {
		if (!handlesHere(SessionEvent.BINARY)) {
			return this.mailbox.offer(Mail.message(WsMessage.ofBinary(copy(payload))));
		}
		try {
			if (!closedByUs()) {
				this.handler.onBinary(this, payload);
			}
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		return true;
	}

	/**
	 * Whether the handler may be called at once; the mailbox is then reserved for that.
	 */
	private boolean handlesHere(SessionEvent event) {
		if (mayBlock(event)) {
			delivered();
			return false;
		}
		if (this.handlingHere && this.mailbox.isHeld()) {
			delivered();
			return false;
		}
		if (!this.handlingHere) {
			this.handlingHere = this.mailbox.tryHandleHere();
		}
		return this.handlingHere;
	}

	/** Nothing more is delivered for the time being. Runs on the event loop. */
	void delivered() {
		if (this.handlingHere) {
			this.handlingHere = false;
			this.mailbox.handledHere();
		}
	}

	/**
	 * Hands a message to the handler that is still coming in. Runs on the event loop.
	 * @return whether there is room for more
	 */
	boolean deliver(MessagePipe pipe) {
		delivered();
		return this.mailbox.offer(Mail.stream(pipe));
	}

	/** Hands a pong to the handler. Runs on the event loop. */
	void deliverPong(byte[] payload) {
		delivered();
		this.mailbox.offer(Mail.pong(payload));
	}

	/** What inflates the peer's messages, if they may be compressed. */
	@Nullable MessageInflater inflater() {
		return (this.deflation != null) ? this.deflation.inflater() : null;
	}

	@Override
	public void holdUntil(CompletionStage<?> stage) {
		Objects.requireNonNull(stage, "'stage' must not be null");
		Hold hold = this.mailbox.hold();
		if (hold != null) {
			hold.await(stage);
		}
	}

	/** Whether the connection is gone, and {@link #onEnd} has begun. */
	boolean hasEnded() {
		return this.connection.state.phase() == Phase.ENDED;
	}

	/** Has the event loop run a task soon, and not inside of what it does now. */
	void runOnLoop(Runnable task) {
		this.connection.loop.execute(task);
	}

	boolean hasRoomInMailbox() {
		return this.mailbox.hasRoom();
	}

	/** The mailbox has room again. From the mailbox's thread. */
	void onRoomInMailbox() {
		this.connection.loop.execute(this.connection::resume);
	}

	/** The socket is closed. Runs on the event loop, once. */
	void onEnd() {
		ServerContext context = this.connection.context;
		this.connection.state.end(CloseStatus.ABNORMAL);
		if (this.deflation != null) {
			this.deflation.endInput();
		}
		context.sessions.remove(this);
		context.counters.closed(status().code());
		try {
			this.handler.onEnd(this);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		this.mailbox.offer(Mail.ended());
	}

	/** Calls the handler. Runs on the one thread that has the mailbox. */
	void handle(Mail mail) {
		try {
			switch (mail.type) {
				case OPEN -> this.handler.onOpen(this);
				case MESSAGE -> {
					if (mail.message != null && !closedByUs()) {
						this.handler.onMessage(this, mail.message);
					}
				}
				case STREAM -> {
					if (mail instanceof Mail.Stream stream) {
						read(stream.pipe);
					}
				}
				case PONG -> {
					if (!closedByUs()) {
						this.handler.onPong(this, ByteBuffer.wrap(mail.pong).asReadOnlyBuffer());
					}
				}
				case CLOSE_OUR_SIDE -> close(mail.status);
				case ENDED -> this.handler.onClose(this, status());
				case HOLD -> {
				}
			}
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		finally {
			if (mail.type == Mail.Type.ENDED) {
				this.connection.context.sessions.finished(this);
			}
		}
	}

	private void read(MessagePipe pipe) throws Exception {
		try {
			if (!closedByUs() && pipe.begin()) {
				this.handler.onStream(this, pipe);
			}
		}
		catch (IncompleteMessageException ex) {
			// no fault of the handler
			Log.log(Level.DEBUG, ex::getMessage);
		}
		finally {
			pipe.abandon();
		}
	}

	/**
	 * Whether we have said Close, so that what the peer sent before it knew is dropped.
	 */
	private boolean closedByUs() {
		return this.connection.state.isCloseSent();
	}

	private void onHandlerError(Throwable error) {
		this.connection.context.counters.handlerErrors.increment();
		try {
			this.handler.onError(this, error);
		}
		catch (Throwable ex) {
			Log.log(Level.ERROR, "Handler of '" + this.endpoint + "' failed, the session is closed", ex);
			// RFC 6455 7.4.1; no detail to the peer
			close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
		}
	}

	void onExecutorRefusal() {
		close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
	}

	private static byte[] utf8(CharSequence text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] copy(ByteBuffer payload) {
		byte[] bytes = new byte[payload.remaining()];
		payload.get(payload.position(), bytes);
		return bytes;
	}

	@Override
	public String toString() {
		return "session " + this.id + " of '" + this.endpoint + "'";
	}

}
