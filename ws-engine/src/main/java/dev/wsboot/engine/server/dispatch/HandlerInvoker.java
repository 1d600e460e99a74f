/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

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
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.protocol.MessageLimits;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.waits.PeerWaits;
import dev.wsboot.engine.server.waits.Permit;
import dev.wsboot.engine.server.waits.SessionWaits;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handler of one session: on the event loop while no callback may block, else
 * from the mailbox of the session. One callback runs at a time, except for those that the
 * handler gets on the event loop in any case. Exceptions of callbacks end at most their
 * own session.
 */
public final class HandlerInvoker {

	private static final SessionEvent[] EVENTS = SessionEvent.values();

	/** The size in bytes up to which a message is never too large for the event loop. */
	private static final int ALWAYS_SMALL = 1024;

	/** The session, which callbacks get. */
	private final MailboxOwner owner;

	private final SessionHandler handler;

	private final Mailbox mailbox;

	/** The permits of callbacks to wait for the peer; {@code null} if not needed. */
	final @Nullable SessionWaits waits;

	/** A bit for each event whose callback may run on the event loop. */
	private byte nonBlocking;

	/** True if the event loop has reserved the mailbox. Confined to the event loop. */
	private boolean handlingHere;

	/** True if the open callback is queued or was called. Confined to the event loop. */
	private boolean opened;

	/** A bit for each event whose messages the handler reads as they arrive. */
	private byte streams;

	/**
	 * Creates the invoker of a session.
	 * @param owner the session
	 * @param handler the handler of the session
	 */
	public HandlerInvoker(MailboxOwner owner, SessionHandler handler) {
		this.owner = owner;
		this.handler = handler;
		this.mailbox = new Mailbox(owner, this);
		PeerWaits peerWaits = owner.dispatcher().peerWaits();
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
				this.owner.counters().increment(WsCounter.HANDLER_ERRORS);
				Log.log(Level.ERROR, "The handler does not say whether " + event + " may block, in " + this.owner, ex);
			}
		}
		return bits;
	}

	/** Returns true if a callback must not run on the event loop. */
	boolean mayBlock(SessionEvent event) {
		return (this.nonBlocking & bit(event)) == 0;
	}

	private static int bit(SessionEvent event) {
		return 1 << event.ordinal();
	}

	/** Returns true if the callback for a message must not run on the event loop. */
	boolean mayBlock(SessionEvent event, int size) {
		return mayBlock(event) || (size > ALWAYS_SMALL && size > this.handler.maxNonBlockingSize(event));
	}

	/**
	 * Asks the handler which messages it reads as they arrive. Called once, before the
	 * session opens.
	 * @param limits the limits of the session's messages
	 * @return the limits, and those of messages that are read as they arrive
	 */
	public MessageLimits withStreams(MessageLimits limits) {
		long text = maxStreamSize(SessionEvent.TEXT);
		long binary = maxStreamSize(SessionEvent.BINARY);
		this.streams = (byte) (((text > 0) ? bit(SessionEvent.TEXT) : 0)
				| ((binary > 0) ? bit(SessionEvent.BINARY) : 0));
		// reading a message blocks, so it always runs on the executor
		this.nonBlocking &= (byte) ~this.streams;
		return takesStreams() ? limits.withStreams(text, binary) : limits;
	}

	private long maxStreamSize(SessionEvent event) {
		try {
			return this.handler.maxStreamSize(event);
		}
		catch (Throwable ex) {
			this.owner.counters().increment(WsCounter.HANDLER_ERRORS);
			Log.log(Level.ERROR,
					"The handler does not say whether it reads " + event + " messages as they arrive, in " + this.owner,
					ex);
			return 0;
		}
	}

	/**
	 * Returns true if the handler reads messages as they arrive, and so may wait for
	 * their rest.
	 */
	public boolean takesStreams() {
		return this.streams != 0;
	}

	/**
	 * Returns true if the handler reads a message as it arrives, although it has arrived
	 * whole.
	 */
	private boolean isRead(WsMessage message) {
		return takesStreams() && (this.streams & bit(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY)) != 0;
	}

	/** Queues the open callback. */
	public void open() {
		this.opened = true;
		this.mailbox.offer(new Mail.Open());
	}

	/**
	 * Hands a message to the handler. Called on the event loop; {@link #endDelivery}
	 * follows.
	 * @param message the message
	 * @return whether there is room for more
	 */
	public boolean deliver(WsMessage message) {
		if (!isRead(message) && isTaken(message)) {
			return this.mailbox.hasRoom();
		}
		if (!handlesHere(message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, message.size())) {
			return this.mailbox.offer(new Mail.Message(message));
		}
		try {
			if (!this.owner.isCloseSent()) {
				this.handler.onMessage(this.owner, message);
			}
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		return true;
	}

	/** Returns true if the handler has consumed a message on its arrival. */
	private boolean isTaken(WsMessage message) {
		try {
			return this.handler.onArrival(this.owner, message);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
			return true;
		}
	}

	/**
	 * Returns true if {@link #deliver(ByteBuffer)} may be called, as binary callbacks
	 * never block.
	 */
	public boolean takesBuffers() {
		return !mayBlock(SessionEvent.BINARY);
	}

	/**
	 * Hands a binary message to the handler. Called on the event loop;
	 * {@link #endDelivery} follows.
	 * @param payload the message, valid during this call only
	 * @return whether there is room for more
	 */
	public boolean deliver(ByteBuffer payload) {
		if (!handlesHere(SessionEvent.BINARY, payload.remaining())) {
			return this.mailbox.offer(new Mail.Message(copy(payload)));
		}
		try {
			if (!this.owner.isCloseSent()) {
				this.handler.onBinary(this.owner, payload);
			}
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		return true;
	}

	private static WsMessage copy(ByteBuffer payload) {
		byte[] bytes = new byte[payload.remaining()];
		payload.get(payload.position(), bytes);
		return WsMessage.ofBinary(bytes);
	}

	/**
	 * Returns true if the handler may be called at once. If so, the mailbox is reserved.
	 */
	private boolean handlesHere(SessionEvent event, int size) {
		if (mayBlock(event, size)) {
			endDelivery();
			return false;
		}
		if (this.handlingHere && (this.mailbox.isHeld() || this.owner.isPaced())) {
			endDelivery();
			return false;
		}
		if (!this.handlingHere) {
			this.handlingHere = this.mailbox.tryHandleHere();
		}
		return this.handlingHere;
	}

	/** Gives the mailbox back after messages were delivered. Called on the event loop. */
	public void endDelivery() {
		if (this.handlingHere) {
			this.handlingHere = false;
			this.mailbox.handledHere();
		}
	}

	/**
	 * Hands a message to the handler that has not arrived whole. Called on the event
	 * loop.
	 * @param pipe the message
	 * @return whether there is room for more
	 */
	public boolean deliver(MessagePipe pipe) {
		endDelivery();
		return this.mailbox.offer(new Mail.Stream(pipe));
	}

	/** Hands a pong to the handler, if that takes pongs. Called on the event loop. */
	public void deliverPong(byte[] payload) {
		if (takesPongs()) {
			endDelivery();
			this.mailbox.offer(new Mail.Pong(payload));
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
	 * Closes our side when all earlier messages are handled. Called on any thread.
	 * @param status the status of our Close frame
	 */
	public void closeInTurn(CloseStatus status) {
		try {
			this.handler.onClosing(this.owner);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		this.mailbox.offer(new Mail.CloseOurSide(status));
	}

	/**
	 * Notifies the handler that the socket is closed: at once, and by the close callback
	 * in its turn. Called once, on the event loop.
	 */
	public void onEnd() {
		if (!this.opened) {
			this.owner.onFinished();
			return;
		}
		try {
			this.handler.onEnd(this.owner, this.owner.status());
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		this.mailbox.offer(new Mail.Ended());
		// no later look for timeouts reports it
		this.mailbox.reportAll();
	}

	/** Notifies the handler that the session has expired. Called on the event loop. */
	public void expire() {
		try {
			this.handler.onExpired(this.owner);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
	}

	/** Returns the encoder of the handler, or {@code null}. */
	public @Nullable MessageEncoder encoder() {
		return this.handler.encoder();
	}

	/**
	 * Holds back all callbacks that have not begun until a stage is complete, as
	 * {@link WsSession#holdUntil} says.
	 * @param stage the stage
	 */
	public void holdUntil(CompletionStage<?> stage) {
		HoldMail hold = this.mailbox.hold();
		if (hold != null) {
			hold.await(stage);
		}
		else {
			this.owner.extendCloseCallback(stage);
		}
	}

	/**
	 * Drops queued messages, and has the handler do so, as the session is closed to
	 * release memory. Called on the event loop.
	 */
	public void drop() {
		this.mailbox.drop();
		if (!this.opened) {
			return;
		}
		try {
			this.handler.onShed(this.owner);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
	}

	/** Returns true if the callback for a mail must not run on the event loop. */
	boolean mayBlock(Mail mail) {
		// a callback that reads a message waits for its rest
		return mail instanceof Mail.Stream
				|| (mail.event != null && mayBlock(mail.event, (mail instanceof Mail.Message) ? mail.size : 0));
	}

	/** Calls the handler. Called on the thread that handles the mailbox. */
	void handle(Mail mail) {
		SessionWaits permits = this.waits;
		Permit permit = (permits != null) ? permits.begin(mail.event) : null;
		try {
			call(mail);
		}
		catch (Throwable ex) {
			onHandlerError(ex);
		}
		finally {
			if (mail instanceof Mail.Ended) {
				this.owner.onFinished();
			}
			if (permits != null) {
				permits.end(permit);
			}
		}
	}

	private void call(Mail mail) throws Exception {
		if (mail instanceof Mail.Message message) {
			if (this.owner.isCloseSent()) {
				return;
			}
			if (isRead(message.message)) {
				readWhole(message.message);
			}
			else {
				this.handler.onMessage(this.owner, message.message);
			}
		}
		else if (mail instanceof Mail.Stream stream) {
			read(stream.pipe);
		}
		else if (mail instanceof Mail.Pong pong) {
			if (!this.owner.isCloseSent()) {
				this.handler.onPong(this.owner, ByteBuffer.wrap(pong.payload).asReadOnlyBuffer());
			}
		}
		else if (mail instanceof Mail.Open) {
			this.handler.onOpen(this.owner);
		}
		else if (mail instanceof Mail.CloseOurSide close) {
			this.owner.close(close.status);
		}
		else if (mail instanceof Mail.Ended) {
			this.owner.onCloseCallback();
			this.handler.onClose(this.owner, this.owner.status());
		}
	}

	private void readWhole(WsMessage message) throws Exception {
		try (WholeMessage whole = new WholeMessage(message)) {
			this.handler.onStream(this.owner, whole);
		}
	}

	private void read(MessagePipe pipe) throws Exception {
		try {
			if (!this.owner.isCloseSent() && pipe.begin()) {
				this.handler.onStream(this.owner, pipe);
			}
		}
		catch (IncompleteMessageException ex) {
			// not an error of the handler
			Log.log(Level.DEBUG, () -> "Message of " + this.owner + " breaks off: " + ex.getMessage());
		}
		finally {
			pipe.abandon();
		}
	}

	private void onHandlerError(Throwable error) {
		try {
			this.handler.onError(this.owner, error);
		}
		catch (Throwable ex) {
			this.owner.counters().increment(WsCounter.HANDLER_ERRORS);
			Log.log(Level.ERROR, "A handler failed in " + this.owner + ", the session is closed", ex);
			// RFC 6455 7.4.1; no detail to the peer
			this.owner.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
		}
	}

	/** The executor has rejected the worker for the handler. */
	void onExecutorRefusal() {
		this.owner.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
	}

	/**
	 * The peer reads its replies again, so its messages may be handled. From any thread.
	 */
	public void onDrained() {
		this.mailbox.resume();
	}

	/** Returns the permits of the callbacks; {@code null} if no wait needs one. */
	public @Nullable SessionWaits waits() {
		return this.waits;
	}

	/** Returns true if the current thread is in a callback of the session. */
	public boolean isHandledHere() {
		return this.mailbox.isHandledHere();
	}

	/**
	 * Returns true if the current thread handles the mailbox, and will handle more mail
	 * at once.
	 */
	public boolean continuesHere() {
		return this.mailbox.continuesHere();
	}

	/** Returns true if the mailbox has room for more mail. Called on any thread. */
	public boolean hasRoom() {
		return this.mailbox.hasRoom();
	}

	/** A message is complete or aborted, so that its callback needs no permit. */
	public void onArrivalOver() {
		if (this.waits != null) {
			this.mailbox.resume();
		}
	}

	/**
	 * Reports the bytes of queued mail, also if they changed by little. From any thread.
	 */
	public void reportAll() {
		this.mailbox.reportAll();
	}

	/** Returns the number of queued mails. */
	public int waiting() {
		return this.mailbox.count();
	}

	/** Returns the bytes of the heap that the queued mails occupy. */
	public long heldBytes() {
		return this.mailbox.heldBytes();
	}

}
