/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.protocol.ConnectionState.Input;
import dev.wsboot.engine.protocol.ConnectionState.Phase;
import dev.wsboot.engine.protocol.ProtocolReader;
import dev.wsboot.engine.protocol.ReaderEvents;
import dev.wsboot.engine.protocol.StreamTarget;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.connection.ConnectionStage;
import dev.wsboot.engine.server.dispatch.MessagePipe;
import dev.wsboot.engine.server.limits.KeepAlive;
import dev.wsboot.engine.server.limits.WorkBudget;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.LoopBuffers;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import dev.wsboot.engine.server.outbound.Sender;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a connection after its 101: reads frames, answers control frames, and
 * watches timeouts. Confined to the event loop.
 */
final class SessionStage implements ConnectionStage, ReaderEvents {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/** The number of discarded bytes from which on reading is paused. */
	private static final int MAX_IGNORED = 64 * 1024;

	private final Connection connection;

	private final Session session;

	private final ProtocolReader reader;

	/** The number of bytes that were received after the input was closed. */
	private int ignored;

	/** The number of messages in the bytes that are being read. */
	private int messages;

	/** The limits of the peer's traffic; {@code null} if there are none. */
	private final @Nullable TrafficLimits limits;

	/** True if the peer's messages may be compressed. */
	private final boolean inflates;

	SessionStage(Connection connection, Session session) {
		MessageInflater inflater = session.inflater();
		this.limits = TrafficLimits.of(session, inflater);
		this.inflates = inflater != null;
		this.connection = connection;
		this.session = session;
		this.reader = new ProtocolReader(Role.SERVER,
				session.invoker.withStreams(session.host.resources().limits().of(connection.options())), inflater,
				this);
	}

	@Override
	public void receive(ByteBuffer data) {
		this.session.keepAlive.onSignOfLife(this.connection.loop.now());
		if (this.connection.state.input() == Input.OPEN) {
			int start = data.position();
			try {
				this.reader.receive(data);
				return;
			}
			catch (ProtocolException ex) {
				Log.log(Level.DEBUG, () -> this.session + " has broken the protocol: " + ex.status());
				this.session.host.counters().violated(ex.violation());
				onViolation(ex.status());
			}
			finally {
				if (this.limits != null) {
					this.limits.onRead(data.position() - start);
				}
				onMessagesRead();
			}
		}
		ignore(data);
	}

	/**
	 * Discards bytes, since the input is closed. Beyond a limit, bytes stay unread until
	 * our Close frame is written, since a handler may run for long.
	 */
	private void ignore(ByteBuffer data) {
		this.ignored += data.remaining();
		data.position(data.limit());
		if (isIgnoringMuch()) {
			this.connection.pause();
		}
	}

	private boolean isIgnoringMuch() {
		return this.ignored > MAX_IGNORED;
	}

	@Override
	public boolean onWorkExceeded() {
		if (this.connection.state.phase() != Phase.OPEN) {
			return false;
		}
		this.session.close(CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Too much work"));
		this.connection.state.discardInput();
		this.reader.forget();
		this.connection.resume();
		return true;
	}

	@Override
	public boolean mayResume(long now) {
		if (isIgnoringMuch()) {
			return false;
		}
		// a Close frame is awaited in any case
		return this.limits == null || this.limits.allowReading(now) || this.connection.state.phase() != Phase.OPEN;
	}

	@Override
	public int heldBytes() {
		int held = this.reader.heldBytes();
		return (held > 0) ? held + Footprint.BUFFER : 0;
	}

	@Override
	public boolean holdsAnything() {
		return this.session.heldBytes() > 0;
	}

	@Override
	public boolean mayInflate() {
		return this.inflates;
	}

	@Override
	public void tellHeld() {
		this.session.invoker.reportAll();
	}

	@Override
	public void shed(CloseStatus status) {
		if (this.connection.state.phase() != Phase.OPEN || this.connection.outbound.queuedBytes() > 0) {
			// a Close frame would wait after frames that the peer does not read
			this.connection.state.end(status);
			this.connection.end();
			return;
		}
		this.session.close(status);
		this.connection.state.discardInput();
		this.reader.forget();
	}

	@Override
	public void onResume() {
		if (this.reader.isStuck()) {
			receive(NOTHING);
		}
	}

	@Override
	public boolean onMessage(WsMessage message) {
		TrafficLog traffic = this.session.host.resources().traffic();
		if (traffic != null) {
			traffic.received(this.session, message);
		}
		return !accepts() || goesOn(this.session.invoker.deliver(message));
	}

	@Override
	public @Nullable ByteBuffer target() {
		return this.reader.target();
	}

	@Override
	public @Nullable ByteBuffer borrow(int size) {
		return this.session.host.resources().largeBuffers().borrow(size);
	}

	@Override
	public void giveBack(ByteBuffer buffer) {
		this.session.host.resources().largeBuffers().giveBack(buffer);
	}

	@Override
	public boolean takesBuffers() {
		return this.session.invoker.takesBuffers();
	}

	@Override
	public boolean onBinary(ByteBuffer data, int offset, int length) {
		if (!accepts()) {
			return true;
		}
		LoopBuffers buffers = this.session.host.buffers();
		TrafficLog traffic = this.session.host.resources().traffic();
		if (traffic != null) {
			traffic.received(this.session, data.slice(offset, length));
		}
		try {
			return goesOn(this.session.invoker.deliver(buffers.lend(data, offset, length)));
		}
		finally {
			buffers.endLoan();
		}
	}

	@Override
	public StreamTarget onStream(boolean text, long most) {
		TrafficLog traffic = this.session.host.resources().traffic();
		if (traffic != null) {
			traffic.receiving(this.session, text);
		}
		this.connection.charge(WorkBudget.STREAMED_MESSAGE);
		MessagePipe pipe = new MessagePipe(this.session, text, most);
		if (accepts()) {
			goesOn(this.session.invoker.deliver(pipe));
		}
		else {
			pipe.abandon();
		}
		return pipe;
	}

	/** Counts a received message, and returns whether the handler gets it. */
	private boolean accepts() {
		this.messages++;
		return this.connection.state.phase() == Phase.OPEN;
	}

	@Override
	public boolean onPart(Opcode opcode, int length) {
		return (this.limits == null || this.limits.onPart(opcode, length)) && this.connection.keepsTurn();
	}

	@Override
	public boolean onInflated() {
		return this.limits == null || this.limits.onInflated();
	}

	private void onMessagesRead() {
		if (this.messages > 0) {
			this.session.host.counters().add(WsCounter.MESSAGES_RECEIVED, this.messages);
			this.messages = 0;
			this.session.keepAlive.onMessage(this.connection.loop.now());
			this.session.invoker.endDelivery();
		}
		else if (this.reader.streamTarget() != null) {
			this.session.keepAlive.onMessage(this.connection.loop.now());
		}
	}

	private boolean goesOn(boolean room) {
		boolean inRate = this.limits == null || this.limits.onMessage();
		if (room) {
			return inRate && this.connection.keepsTurn();
		}
		this.connection.pause();
		if (this.session.invoker.hasRoom() || this.connection.state.phase() != Phase.OPEN) {
			// the handler has made room meanwhile
			this.connection.resumeSoon();
		}
		return false;
	}

	@Override
	public Sender sender() {
		return this.session.sender();
	}

	@Override
	public boolean mayGoBeyond(OutboundFrame frame) {
		return this.session.mayGoBeyond(frame);
	}

	@Override
	public void onDrained() {
		this.session.invoker.onDrained();
	}

	@Override
	public void onPing(byte[] payload) {
		this.session.host.counters().increment(WsCounter.PINGS_RECEIVED);
		this.connection.outbound.answerPing(payload);
	}

	@Override
	public void onPong(byte[] payload) {
		this.session.host.counters().increment(WsCounter.PONGS_RECEIVED);
		// a flood of pongs must not fill the mailbox
		if (!this.session.keepAlive.onPong(payload, this.session.exactTime()) && this.session.invoker.hasRoom()) {
			this.session.invoker.deliverPong(payload);
		}
	}

	@Override
	public void onClose(CloseStatus status, boolean followed) {
		// a peer that continues to send would be reset
		onInputClosed(status, followed ? Input.DISCARDED : Input.CLOSED);
	}

	@Override
	public void onCloseSent() {
		// what the peer has sent before it knew is dropped
		this.reader.abortStream();
	}

	/**
	 * Closes the input, since the peer has broken the protocol. If the handler is reading
	 * the message with the violation, all earlier messages are handled.
	 */
	private void onViolation(CloseStatus status) {
		boolean atOnce = this.reader.streamTarget() instanceof MessagePipe pipe && pipe.hasBegun();
		onInputClosed(status, Input.DISCARDED);
		if (atOnce) {
			this.session.close(status);
		}
	}

	/**
	 * Closes the input, since the peer has closed its side or the connection fails. Our
	 * Close frame waits for the messages before it.
	 */
	private void onInputClosed(CloseStatus status, Input input) {
		boolean first = this.connection.state.receiveClose(status, input);
		// a borrowed buffer is of more use to others
		this.reader.release();
		if (first) {
			this.session.expectEnd();
			this.session.invoker.closeInTurn(status);
		}
		else {
			endIfComplete();
		}
	}

	/** Ends the connection once both sides have closed. */
	private void endIfComplete() {
		if (!this.connection.state.isClosingComplete()) {
			return;
		}
		// with TLS, the peer's close_notify is still to come
		if (this.connection.state.input() == Input.CLOSED && !this.connection.isSecure()) {
			// RFC 6455 5.5.1: the server closes the TCP connection immediately
			this.connection.end();
		}
		else {
			this.connection.endOutput();
		}
	}

	@Override
	public void onLastFrameWritten() {
		this.connection.state.closeWritten();
		endIfComplete();
	}

	@Override
	public void onInputEnd() {
		// messages before the peer's Close frame are still answered
		if (this.connection.state.input() == Input.OPEN) {
			this.connection.end();
		}
	}

	@Override
	public void onTick(long now) {
		if (this.limits != null && this.limits.endsPause(now)) {
			this.connection.resume();
		}
		long stalledSince = this.connection.outbound.stalledSince();
		if (stalledSince != 0) {
			if (now - stalledSince > this.connection.options().send().timeout().toNanos()) {
				this.connection.state
					.end(CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Peer reads too slowly"));
				this.connection.end();
				return;
			}
			// the peer reads, so it lives, though our ping may wait after other frames
			this.session.keepAlive.onSignOfLife(stalledSince);
		}
		if (this.connection.outbound.isPaced()) {
			// messages are being written, and the next ones wait for that
			this.session.keepAlive.onMessage(now);
		}
		if (this.session.isCloseOverdue(now)) {
			onCloseOverdue();
			return;
		}
		if (this.connection.state.phase() == Phase.OPEN) {
			if (this.session.isExpired()) {
				this.session.invoker.expire();
			}
			watch(now);
		}
	}

	private void watch(long now) {
		KeepAlive keepAlive = this.session.keepAlive;
		SessionOptions options = this.connection.options();
		switch (this.connection.isPaused() ? keepAlive.checkUnread(now, options) : keepAlive.check(now, options)) {
			case ALIVE -> {
			}
			case PING -> this.session.sendPing(keepAlive.ownPing(this.session.exactTime()));
			case DEAD -> this.connection.end();
			case IDLE -> this.session.close(CloseStatus.GOING_AWAY.withReason("Idle"));
		}
	}

	private void onCloseOverdue() {
		if (this.connection.state.phase() == Phase.CLOSE_RECEIVED) {
			// the handler does not return, so our Close frame waits no longer
			this.session.extendCloseDeadline();
			this.session.close(this.session.status());
		}
		else {
			this.connection.end();
		}
	}

	@Override
	public void onPingWritten() {
		this.session.keepAlive.onPingWritten(this.session.exactTime());
	}

	@Override
	public void onCut(CloseStatus status) {
		// a peer whose handler still runs gets a Close frame at least
		this.session.close(status);
		this.connection.outbound.flush();
	}

	@Override
	public void onEnd(RejectReason cause) {
		this.reader.release();
		this.session.onEnd();
	}

}
