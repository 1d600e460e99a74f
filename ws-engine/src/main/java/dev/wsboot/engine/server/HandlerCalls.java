package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.IncompleteMessageException;
import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.protocol.ConnectionState.Phase;
import dev.wsboot.engine.protocol.MessageLimits;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.waits.PeerWaits;
import dev.wsboot.engine.server.waits.Permit;
import dev.wsboot.engine.server.waits.SessionWaits;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handler of one session, on the event loop while nothing may block, else from
 * the session's mailbox; one call at a time, but for those that the handler has on the
 * event loop in any case. What it throws stays its own.
 */
final class HandlerCalls {

	private static final SessionEvent[] EVENTS = SessionEvent.values();

	/** Bytes of a message up to which nobody is asked whether it is too large. */
	private static final int SMALL = 1024;

	private final Session session;

	private final Connection connection;

	private final SessionHandler handler;

	private final Mailbox mailbox;

	/** The permits of callbacks to wait for the peer; {@code null} if not needed. */
	final @Nullable SessionWaits waits;

	/** A bit for each event whose callback may run on the event loop. */
	private byte nonBlocking;

	/** Whether the event loop has reserved the mailbox. Confined to it. */
	private boolean handlingHere;

	/** Whether the handler is told of the session. Confined to the event loop. */
	private boolean opened;

	/** A bit for each event whose messages the handler has told as they come. */
	private byte streams;

	HandlerCalls(Session session, Connection connection, SessionHandler handler) {
		this.session = session;
		this.connection = connection;
		this.handler = handler;
		this.mailbox = new Mailbox(this);
		PeerWaits peerWaits = session.parts.context.peerWaits;
		this.waits = (peerWaits != null) ? peerWaits.newSession(handler.kind()) : null;
		this.nonBlocking = (byte) nonBlocking();
	}

	/** Asks the handler which of its callbacks never block. */
	private int nonBlocking() {
		int bits = 0;
		for (SessionEvent event : EVENTS) {
			try {
				bits |= this.handler.isNonBlocking(event) ? bit(event) : 0;
			}
			catch (Throwable ex) {
				this.session.parts.context.counters.increment(WsCounter.HANDLER_ERRORS);
				Log.log(Level.ERROR, "The handler does not say whether " + event + " may block, in " + this.session,
						ex);
			}
		}
		return bits;
	}

	/** Whether a callback must not run on the event loop. */
	boolean mayBlock(SessionEvent event) {
		return (this.nonBlocking & bit(event)) == 0;
	}

	private static int bit(SessionEvent event) {
		return 1 << event.ordinal();
	}

	/** Whether the callback for a message must not run on the event loop. */
	boolean mayBlock(SessionEvent event, int size) {
		return mayBlock(event) || (size > SMALL && size > this.handler.maxNonBlockingSize(event));
	}

	/** Asks the handler which messages it wants as they come. Before it opens. */
	MessageLimits limits() {
		MessageLimits limits = this.session.parts.context.limits(this.connection.options());
		long text = maxStreamSize(SessionEvent.TEXT);
		long binary = maxStreamSize(SessionEvent.BINARY);
		this.streams = (byte) (((text > 0) ? bit(SessionEvent.TEXT) : 0)
				| ((binary > 0) ? bit(SessionEvent.BINARY) : 0));
		// who reads a message is on the executor always
		this.nonBlocking &= (byte) ~this.streams;
		return takesStreams() ? limits.withStreams(text, binary) : limits;
	}

	private long maxStreamSize(SessionEvent event) {
		try {
			return this.handler.maxStreamSize(event);
		}
		catch (Throwable ex) {
			this.session.parts.context.counters.increment(WsCounter.HANDLER_ERRORS);
			Log.log(Level.ERROR,
					"The handler does not say whether it reads " + event + " messages as they come, in " + this.session,
					ex);
			return 0;
		}
	}

	/**
	 * Whether the handler has messages told as they come, and may wait for their rest.
	 */
	boolean takesStreams() {
		return this.streams != 0;
	}

	/** Whether the handler reads a message, though it has come whole. */
	private boolean isRead(WsMessage message) {
		return takesStreams() && (this.streams & bit(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY)) != 0;
	}

	/** Has the handler opened, in its turn. */
	void open() {
		this.opened = true;
		this.mailbox.offer(Mail.open());
	}

	/**
	 * Hands a message to the handler. Runs on the event loop, and {@link #delivered}
	 * follows.
	 * @return whether there is room for more
	 */
	boolean deliver(WsMessage message) {
		if (!isRead(message) && isTaken(message)) {
			return this.mailbox.hasRoom();
		}
		if (!handlesHere(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, message.size())) {
			return this.mailbox.offer(Mail.message(message));
		}
		try {
			if (!closedByUs()) {
				this.handler.onMessage(this.session, message);
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
			return this.handler.onArrival(this.session, message);
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
		if (!handlesHere(SessionEvent.BINARY, payload.remaining())) {
			return this.mailbox.offer(Mail.message(WsMessage.ofBinary(Session.copy(payload))));
		}
		try {
			if (!closedByUs()) {
				this.handler.onBinary(this.session, payload);
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
	private boolean handlesHere(SessionEvent event, int size) {
		if (mayBlock(event, size)) {
			delivered();
			return false;
		}
		if (this.handlingHere && (this.mailbox.isHeld() || isPaced())) {
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

	/** Hands a pong to the handler, if it takes pongs. Runs on the event loop. */
	void deliverPong(byte[] payload) {
		if (takesPongs()) {
			delivered();
			this.mailbox.offer(Mail.pong(payload));
		}
	}

	private boolean takesPongs() {
		try {
			return this.handler.takesPongs();
		}
		catch (Throwable ex) {
			onHandlerError(ex);
			return false;
		}
	}

	/**
	 * Closes our side when all messages that came before are handled. From any thread.
	 */
	void closeInTurn(CloseStatus status) {
		try {
			this.handler.onClosing(this.session);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		this.mailbox.offer(Mail.closeOurSide(status));
	}

	/** The socket is closed: tells the handler so, and again in its turn. Once. */
	void onEnd() {
		if (!this.opened) {
			this.session.parts.context.sessions.finished(this.session);
			return;
		}
		try {
			this.handler.onEnd(this.session);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		this.mailbox.offer(Mail.ended());
		// no sweep will
		this.mailbox.tellHeld();
	}

	/** Returns the encoder of the session's handler, or {@code null}. */
	@Nullable MessageEncoder encoder() {
		return this.handler.encoder();
	}

	/** Holds back all calls that have not begun, as {@link Session#holdUntil} says. */
	void holdUntil(CompletionStage<?> stage) {
		Hold hold = this.mailbox.hold();
		if (hold != null) {
			hold.await(stage);
		}
		else {
			this.session.parts.context.sessions.holdUntil(this.session, stage);
		}
	}

	/** Drops messages that wait, of a session that is closed. From any thread. */
	void drop() {
		this.mailbox.drop();
	}

	/** Calls the handler. Runs on the one thread that has the mailbox. */
	void handle(Mail mail) {
		Permit permit = (this.waits != null) ? this.waits.begin(mail.event()) : null;
		try {
			switch (mail.type) {
				case OPEN -> this.handler.onOpen(this.session);
				case MESSAGE -> {
					if (mail.message != null && !closedByUs()) {
						handle(mail.message);
					}
				}
				case STREAM -> {
					if (mail instanceof Mail.Stream stream) {
						read(stream.pipe);
					}
				}
				case PONG -> {
					if (!closedByUs()) {
						this.handler.onPong(this.session, ByteBuffer.wrap(mail.pong).asReadOnlyBuffer());
					}
				}
				case CLOSE_OUR_SIDE -> this.session.close(mail.status);
				case ENDED -> {
					this.session.parts.context.sessions.closing(this.session);
					this.handler.onClose(this.session, this.session.status());
				}
				case HOLD -> {
				}
			}
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		finally {
			if (mail.type == Mail.Type.ENDED) {
				this.session.parts.context.sessions.finished(this.session);
			}
			if (this.waits != null) {
				this.waits.end(permit);
			}
		}
	}

	private void handle(WsMessage message) throws Exception {
		if (!isRead(message)) {
			this.handler.onMessage(this.session, message);
			return;
		}
		try (WholeMessage whole = new WholeMessage(message)) {
			this.handler.onStream(this.session, whole);
		}
	}

	private void read(MessagePipe pipe) throws Exception {
		try {
			if (!closedByUs() && pipe.begin()) {
				this.handler.onStream(this.session, pipe);
			}
		}
		catch (IncompleteMessageException ex) {
			// no fault of the handler
			Log.log(Level.DEBUG, () -> "Message of " + this.session + " breaks off: " + ex.getMessage());
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
		try {
			this.handler.onError(this.session, error);
		}
		catch (Throwable ex) {
			this.session.parts.context.counters.increment(WsCounter.HANDLER_ERRORS);
			Log.log(Level.ERROR, "A handler failed in " + this.session + ", the session is closed", ex);
			// RFC 6455 7.4.1; no detail to the peer
			this.session.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
		}
	}

	/** No thread is to be had for the handler. */
	void onExecutorRefusal() {
		this.session.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
	}

	/**
	 * Whether the peer's messages are to wait, as it does not take what it is sent. From
	 * any thread.
	 */
	boolean isPaced() {
		// after our Close frame they are only dropped
		return this.connection.outbound.isPaced() && this.connection.state.canSend();
	}

	/** The peer's messages need not wait any more. From any thread. */
	void onDrained() {
		this.mailbox.goOn();
	}

	/** Whether this thread is in a callback of the session. */
	boolean isHandledHere() {
		return this.mailbox.isHandledHere();
	}

	/** Whether this thread handles the mailbox, and will go on doing so. */
	boolean goesOnHere() {
		return this.mailbox.goesOnHere();
	}

	/** Writes what the handler has sent and was corked. */
	void flush() {
		this.connection.outbound.flush();
	}

	/** Whether the connection is gone, and {@link #onEnd} has begun. */
	boolean hasEnded() {
		return this.connection.state.phase() == Phase.ENDED;
	}

	boolean hasRoom() {
		return this.mailbox.hasRoom();
	}

	/** The mailbox has room again. From the mailbox's thread. */
	void onRoom() {
		this.connection.loop.execute(this.connection::resume);
	}

	/** Has the event loop run a task soon, and not inside of what it does now. */
	void runOnLoop(Runnable task) {
		this.connection.loop.execute(task);
	}

	boolean inLoop() {
		return this.connection.loop.inLoop();
	}

	/** Brings the mailbox to a thread of the executor. */
	Handoff handoff() {
		return this.session.parts.handoff;
	}

	/** A message is whole, or its rest does not come, so no permit is needed for it. */
	void onArrivalOver() {
		if (this.waits != null) {
			this.mailbox.goOn();
		}
	}

	SessionOptions options() {
		return this.connection.options();
	}

	/** What counts the bytes that the connection holds. */
	MemoryAccount memory() {
		return this.connection.memory;
	}

	/** Tells the server what waits, also of small changes. From any thread. */
	void tellHeld() {
		this.mailbox.tellHeld();
	}

	/** Messages that wait. */
	int waiting() {
		return this.mailbox.count();
	}

	/** What they occupy on the heap. */
	long heldBytes() {
		return this.mailbox.heldBytes();
	}

}
