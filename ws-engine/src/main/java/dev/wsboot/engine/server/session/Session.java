/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
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
import dev.wsboot.engine.LogText;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.CloseFrame;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.protocol.ConnectionState.Phase;
import dev.wsboot.engine.server.compression.SessionCompression;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.dispatch.HandlerInvoker;
import dev.wsboot.engine.server.dispatch.InboundFlow;
import dev.wsboot.engine.server.dispatch.MailboxOwner;
import dev.wsboot.engine.server.dispatch.WorkerDispatcher;
import dev.wsboot.engine.server.limits.KeepAlive;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.BroadcastEncoding;
import dev.wsboot.engine.server.outbound.LoopOutput;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import dev.wsboot.engine.server.outbound.OutboundFrame.Kind;
import dev.wsboot.engine.server.outbound.OutboundQueue;
import dev.wsboot.engine.server.outbound.OutboundQueue.FlushBy;
import dev.wsboot.engine.server.outbound.OutboundQueue.Next;
import dev.wsboot.engine.server.outbound.ReplyAllowance;
import dev.wsboot.engine.server.outbound.Sender;
import dev.wsboot.engine.server.waits.SessionWaits;
import dev.wsboot.engine.server.waits.WaitingSession;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection as the application sees it. Safe to use from any thread.
 */
public final class Session implements WsSession, MailboxOwner, WaitingSession {

	/** The size in bytes from which a copy for a queue costs more than a system call. */
	private static final int WRITE_THROUGH = 8 * 1024;

	/** The number of characters of the id in logs: enough to distinguish sessions. */
	private static final int LOGGED_ID = 8;

	/**
	 * Seconds since 1970 from which a session never expires: about the year 70,000,000.
	 */
	private static final long MAX_EXPIRY = Long.MAX_VALUE >> 12;

	final Connection connection;

	/** The server and the event loop of this session. */
	public final SessionHost host;

	private final String id;

	/** The request, whose principal changes when the session is renewed. */
	private volatile HandshakeRequest request;

	private final String endpoint;

	private final @Nullable String subprotocol;

	/** The compression of this session; {@code null} without compression. */
	private final @Nullable SessionCompression deflation;

	final HandlerInvoker invoker;

	final KeepAlive keepAlive;

	private volatile @Nullable Map<String, Object> attributes;

	/**
	 * The allowances of threads that reply to this session's messages, except the thread
	 * that handles the messages; {@code null} until there is such a thread.
	 */
	private volatile @Nullable Map<Thread, ReplyAllowance> repliers;

	/**
	 * Before the closing handshake, the time at which this session expires, or 0 for
	 * never: milliseconds since 1970, shifted by one bit, so that the value is even.
	 * Afterwards the time in nanoseconds at which the closing handshake is overdue, which
	 * is odd. Written under the lock of this.
	 */
	private volatile long deadline;

	Session(Connection connection, SessionHost host, HandshakeRequest request, HandshakeDecision.Accept accept,
			@Nullable SessionCompression deflation) {
		this.deflation = deflation;
		this.connection = connection;
		this.host = host;
		this.id = host.resources().ids().next();
		this.request = host.requests().keep(identified(request, accept.principal()));
		this.endpoint = accept.endpoint();
		this.subprotocol = Handshaker.subprotocol(request, accept);
		this.keepAlive = new KeepAlive(connection.loop.now());
		this.invoker = new HandlerInvoker(this, accept.handler());
		this.deadline = expiry(accept.expiresAt());
		if (!accept.attributes().isEmpty()) {
			this.attributes = new ConcurrentHashMap<>(accept.attributes());
		}
	}

	private static HandshakeRequest identified(HandshakeRequest request, @Nullable Principal principal) {
		return (principal == null) ? request : new HandshakeRequest(request.path(), request.rawPath(), request.query(),
				request.headers(), request.remoteAddress(), request.secure(), principal);
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
		this.host.resources().sessions().join(this, Objects.requireNonNull(group, "'group' must not be null"));
	}

	@Override
	public void leave(String group) {
		this.host.resources().sessions().leave(this, Objects.requireNonNull(group, "'group' must not be null"));
	}

	@Override
	public Set<String> groups() {
		return this.host.resources().sessions().groupsOf(this);
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
		byte[] bytes = utf8(part);
		log(true, bytes);
		return send(OutboundFrame.fragment(true, bytes, last));
	}

	@Override
	public CompletionStage<Void> sendBinary(ByteBuffer payload) {
		return sendWhole(payload, false);
	}

	private CompletionStage<Void> sendWhole(ByteBuffer payload, boolean item) {
		TrafficLog traffic = this.host.resources().traffic();
		if (traffic != null) {
			traffic.sent(this, false, payload);
		}
		int size = payload.remaining();
		CompletionStage<Void> outcome = null;
		if (!isDeflated(size)) {
			boolean inLoop = inLoop();
			if (size >= WRITE_THROUGH && (payload.isDirect() || !inLoop)) {
				outcome = this.connection.outbound.writeThrough(payload, item ? Sender.STREAM : sender());
			}
			else if (inLoop) {
				outcome = this.connection.outbound.gather(Opcode.BINARY, payload);
			}
		}
		if (outcome == null) {
			return send(message(false, copy(payload)), item ? Sender.STREAM : sender());
		}
		this.keepAlive.onMessage(this.connection.loop.now());
		return outcome;
	}

	/** Logs a message to be sent, if messages are logged. */
	private void log(boolean text, byte[] payload) {
		TrafficLog traffic = this.host.resources().traffic();
		if (traffic != null) {
			traffic.sent(this, text, ByteBuffer.wrap(payload));
		}
	}

	private CompletionStage<Void> sendMessage(boolean text, byte[] payload) {
		log(text, payload);
		CompletionStage<Void> outcome = gather(text, payload);
		return (outcome != null) ? outcome : send(message(text, payload));
	}

	/**
	 * Sends a message in the batch of replies, or returns {@code null} if that is not
	 * possible.
	 */
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
		byte[] bytes = copy(part);
		log(false, bytes);
		return send(OutboundFrame.fragment(false, bytes, last));
	}

	@Override
	public CompletionStage<Void> send(PreparedMessage message) {
		return sendWhole(message, false);
	}

	private CompletionStage<Void> sendWhole(PreparedMessage message, boolean item) {
		log(message.isText(), message.bytes());
		CompletionStage<Void> outcome = gather(message.isText(), message.bytes());
		return (outcome != null) ? outcome : send(message(message), item ? Sender.STREAM : sender());
	}

	/**
	 * Sends an item of a stream that waits for the item before.
	 * @param item a message, or the bytes of one
	 */
	public CompletionStage<Void> sendItem(Object item) {
		if (item instanceof byte[] bytes) {
			return sendWhole(ByteBuffer.wrap(bytes), true);
		}
		if (item instanceof ByteBuffer buffer) {
			return sendWhole(buffer, true);
		}
		return sendWhole(PreparedMessage.of(item, this.invoker.encoder()), true);
	}

	@Override
	public CompletionStage<Void> send(Object message) {
		if (message instanceof CharSequence text) {
			return sendText(text);
		}
		if (message instanceof byte[] bytes) {
			return sendBinary(bytes);
		}
		if (message instanceof ByteBuffer buffer) {
			return sendBinary(buffer);
		}
		return send(PreparedMessage.of(message, this.invoker.encoder()));
	}

	private OutboundFrame message(boolean text, byte[] payload) {
		return (this.deflation != null) ? this.deflation.message(text, payload) : OutboundFrame.message(text, payload);
	}

	private OutboundFrame message(PreparedMessage message) {
		OutboundFrame frame = (this.deflation != null) ? this.deflation.message(message)
				: OutboundFrame.message(message.isText(), message.bytes());
		frame.key = message.key();
		return frame;
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
		this.keepAlive.onPing(bytes, exactTime());
		return sendPing(bytes);
	}

	CompletionStage<Void> sendPing(byte[] payload) {
		this.host.counters().increment(WsCounter.PINGS_SENT);
		return send(OutboundFrame.control(Kind.PING, payload));
	}

	private CompletionStage<Void> send(OutboundFrame frame) {
		return send(frame, sender());
	}

	private CompletionStage<Void> send(OutboundFrame frame, Sender sender) {
		CompletionStage<Void> outcome = frame.outcome();
		frame.from(sender);
		if (frame.kind != Kind.PING) {
			this.keepAlive.onMessage(this.connection.loop.now());
		}
		if (this.connection.outbound.offer(frame, flushBy()) == Next.CLOSE_SLOW_PEER) {
			closeAsTooSlow();
		}
		return outcome;
	}

	/**
	 * Queues a message that goes to many sessions.
	 * @param encoded the message
	 * @param flushes gets the queue if its loop has to flush it
	 */
	public void broadcast(BroadcastEncoding encoded, Map<LoopOutput, List<OutboundQueue>> flushes) {
		OutboundQueue outbound = this.connection.outbound;
		PreparedMessage message = encoded.of(encoded.isPrepared() ? null : this.invoker.encoder());
		log(message.isText(), message.bytes());
		this.keepAlive.onMessage(this.connection.loop.now());
		OutboundFrame frame = message(message);
		encoded.share(frame, this.host.resources().sharedPayloads());
		Next next = outbound.offer(frame, inLoop() ? FlushBy.LOOP : FlushBy.BROADCASTER);
		if (next == Next.CLOSE_SLOW_PEER) {
			closeAsTooSlow();
		}
		else if (next == Next.FLUSH_IN_LOOP) {
			flushes.computeIfAbsent(this.host.output(), (key) -> new ArrayList<>()).add(outbound);
		}
	}

	/** Returns the kind of sender that the current thread is. */
	Sender sender() {
		if (this.invoker.isHandledHere()) {
			return Sender.HANDLER;
		}
		Map<Thread, ReplyAllowance> present = this.repliers;
		return (present != null && present.containsKey(Thread.currentThread())) ? Sender.REPLY : Sender.OTHER;
	}

	/**
	 * Returns true if a reply may go beyond the limit of the outbound queue: one at a
	 * time for each thread that replies.
	 */
	boolean mayGoBeyond(OutboundFrame frame) {
		Map<Thread, ReplyAllowance> present = this.repliers;
		ReplyAllowance replier = (present != null) ? present.get(Thread.currentThread()) : null;
		return replier != null && replier.goesBeyond(frame);
	}

	@Override
	public void asReply(Runnable work) {
		if (sender() != Sender.OTHER) {
			work.run();
			return;
		}
		Map<Thread, ReplyAllowance> present = repliers();
		Thread thread = Thread.currentThread();
		present.put(thread, new ReplyAllowance());
		try {
			work.run();
		}
		finally {
			present.remove(thread);
		}
	}

	private Map<Thread, ReplyAllowance> repliers() {
		Map<Thread, ReplyAllowance> present = this.repliers;
		if (present == null) {
			synchronized (this) {
				present = this.repliers;
				if (present == null) {
					present = new ConcurrentHashMap<>(2);
					this.repliers = present;
				}
			}
		}
		return present;
	}

	private FlushBy flushBy() {
		if (inLoop()) {
			return FlushBy.LOOP;
		}
		return this.invoker.continuesHere() ? FlushBy.HANDLER : FlushBy.SENDER;
	}

	private void closeAsTooSlow() {
		close(CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Peer reads too slowly"));
	}

	@Override
	public @Nullable Duration roundTripTime() {
		return this.keepAlive.roundTripTime();
	}

	@Override
	public CompletionStage<Void> close(CloseStatus status) {
		requireSendable(status);
		OutboundFrame frame = OutboundFrame.control(Kind.CLOSE, CloseFrame.encode(status));
		CompletionStage<Void> outcome = frame.outcome();
		if (!this.connection.outbound.offerClose(frame, status)) {
			return CompletableFuture.completedStage(null);
		}
		expectEnd();
		if (this.connection.isPaused() || this.invoker.takesStreams()) {
			// the peer's Close frame must be read, also while messages wait
			this.connection.loop.execute(this.connection::onCloseSent);
		}
		return outcome;
	}

	static void requireSendable(CloseStatus status) {
		if (!status.kind().isSendable() && status.kind() != CloseCode.NO_STATUS) {
			throw new IllegalArgumentException("Close code " + status.code() + " must not be sent");
		}
	}

	@Override
	public @Nullable Instant expiresAt() {
		long present = this.deadline;
		return isExpiry(present) ? Instant.ofEpochMilli(present >> 1) : null;
	}

	@Override
	public boolean renew(Principal principal, @Nullable Instant until) {
		Objects.requireNonNull(principal, "'principal' must not be null");
		synchronized (this) {
			HandshakeRequest present = this.request;
			Principal known = present.principal();
			if (known != null && !Objects.equals(known.getName(), principal.getName())) {
				throw new IllegalArgumentException("The session belongs to another user");
			}
			if (isCloseDeadline(this.deadline) || !isOpen()) {
				return false;
			}
			this.request = identified(present, principal);
			this.deadline = expiry(until);
			if (known == null) {
				this.host.resources().sessions().identified(this);
			}
			return true;
		}
	}

	private static long expiry(@Nullable Instant until) {
		if (until == null || until.getEpochSecond() >= MAX_EXPIRY) {
			return 0;
		}
		return (until.getEpochSecond() <= 0) ? 2 : until.toEpochMilli() << 1;
	}

	private static boolean isExpiry(long deadline) {
		return deadline != 0 && (deadline & 1) == 0;
	}

	private static boolean isCloseDeadline(long deadline) {
		return (deadline & 1) != 0;
	}

	/** Whether this session has expired, and its closing handshake has not begun. */
	boolean isExpired() {
		long present = this.deadline;
		return isExpiry(present) && System.currentTimeMillis() >= present >> 1;
	}

	/** Starts the deadline of the closing handshake. From any thread. */
	void expectEnd() {
		synchronized (this) {
			if (!isCloseDeadline(this.deadline)) {
				extendCloseDeadline();
			}
		}
	}

	synchronized void extendCloseDeadline() {
		this.deadline = (exactTime() + this.host.closeTimeout()) | 1;
	}

	/** Returns true if the closing handshake is overdue. */
	boolean isCloseOverdue(long now) {
		long present = this.deadline;
		return isCloseDeadline(present) && now - present > 0;
	}

	@Override
	public CloseStatus status() {
		return Objects.requireNonNullElse(this.connection.state.status(), CloseStatus.ABNORMAL);
	}

	@Override
	public long queuedBytes() {
		return this.connection.outbound.queuedBytes();
	}

	/**
	 * Returns the bytes of messages in both directions that are held for this session
	 * alone. From any thread.
	 */
	long heldBytes() {
		return this.invoker.heldBytes() + this.connection.outbound.heldBytes() + this.connection.heldBytes()
				+ this.connection.memory.charged();
	}

	/** Returns the bytes that closing this session would release. From any thread. */
	long releasableBytes() {
		// the rest of what an ended session holds belongs to its handler
		return (this.connection.state.phase() == Phase.ENDED) ? this.invoker.heldBytes() : heldBytes();
	}

	/**
	 * Closes this session, since it holds too much memory, and releases that memory. From
	 * any thread.
	 * @return completes when the memory is released
	 */
	CompletableFuture<Void> shed() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.connection.inLoop(() -> {
			try {
				this.connection.shed(CloseStatus.of(CloseCode.TRY_AGAIN_LATER).withReason("Server is short of memory"));
				this.invoker.drop();
			}
			finally {
				done.complete(null);
			}
		});
		return done;
	}

	public int waitingMessages() {
		return this.invoker.waiting();
	}

	@Override
	public WorkerDispatcher dispatcher() {
		return this.host.dispatcher();
	}

	@Override
	public Counters counters() {
		return this.host.counters();
	}

	@Override
	public SessionOptions options() {
		return this.connection.options();
	}

	@Override
	public MemoryAccount memory() {
		return this.connection.memory;
	}

	@Override
	public InboundFlow inbound() {
		return this.connection;
	}

	@Override
	public long exactTime() {
		return this.host.resources().clock().getAsLong();
	}

	@Override
	public boolean inLoop() {
		return this.connection.loop.inLoop();
	}

	@Override
	public void runOnLoop(Runnable task) {
		this.connection.loop.execute(task);
	}

	@Override
	public boolean isPaced() {
		// after our Close frame, messages of the peer are only dropped
		return this.connection.outbound.isPaced() && this.connection.state.canSend();
	}

	@Override
	public boolean isCloseSent() {
		return this.connection.state.isCloseSent();
	}

	@Override
	public boolean hasEnded() {
		return this.connection.state.phase() == Phase.ENDED;
	}

	@Override
	public void flush() {
		this.connection.outbound.flush();
	}

	@Override
	public void onArrivalOver() {
		this.invoker.onArrivalOver();
	}

	@Override
	public void onCloseCallback() {
		this.host.resources().sessions().closing(this);
	}

	@Override
	public void extendCloseCallback(CompletionStage<?> stage) {
		this.host.resources().sessions().holdUntil(this, stage);
	}

	@Override
	public void onFinished() {
		this.host.resources().sessions().finished(this);
	}

	/**
	 * Returns the inflater of the peer's messages, or {@code null} without compression.
	 */
	@Nullable MessageInflater inflater() {
		return (this.deflation != null) ? this.deflation.inflater(this.connection.options().messages().maxSize())
				: null;
	}

	@Override
	public void holdUntil(CompletionStage<?> stage) {
		Objects.requireNonNull(stage, "'stage' must not be null");
		this.invoker.holdUntil(stage);
	}

	/** Ends this session after its socket is closed. Runs on the event loop, once. */
	void onEnd() {
		this.connection.state.end(CloseStatus.ABNORMAL);
		if (this.deflation != null) {
			this.deflation.endInput();
		}
		this.host.resources().sessions().remove(this);
		CloseStatus status = status();
		this.host.counters().closed(status.code());
		Log.log(Level.DEBUG, () -> this + " closed with " + describe(status));
		this.invoker.onEnd();
	}

	/** Describes an end for a log. The reason comes from the peer, so it is escaped. */
	private static String describe(CloseStatus status) {
		return status.reason().isEmpty() ? Integer.toString(status.code())
				: status.code() + " " + LogText.escaped(status.reason(), 123);
	}

	@Override
	public @Nullable SessionWaits waits() {
		return this.invoker.waits();
	}

	private static byte[] utf8(CharSequence text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	static byte[] copy(ByteBuffer payload) {
		byte[] bytes = new byte[payload.remaining()];
		payload.get(payload.position(), bytes);
		return bytes;
	}

	@Override
	public String toString() {
		// not the whole id, which may be a secret between the client and the application
		return "session " + this.id.substring(0, LOGGED_ID) + " of '" + this.endpoint + "'";
	}

}
