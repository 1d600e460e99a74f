/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

import dev.wsboot.benchmarks.load.scenario.Wire;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.handshake.ClientHandshake;
import dev.wsboot.engine.handshake.HandshakeRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * One client connection with its socket, handshake and queued bytes. Confined to the
 * thread of the run.
 */
public final class Connection {

	private enum State {

		UPGRADING, OPEN, CLOSING, ENDED

	}

	private static final byte[] CLOSE_FRAME = FrameEncoder.encodeMasked(true, Opcode.CLOSE,
			new byte[] { (byte) (1000 >>> 8), (byte) 1000 }, 0);

	private final LoadLoop loop;

	private final RunContext context;

	private final FrameCycle cycle;

	private final SocketChannel channel;

	private final @Nullable TlsSocket tls;

	private final SelectionKey key;

	private final ConnectionListener listener;

	private final Receiver receiver;

	/** The handshake; {@code null} after it is complete. */
	private @Nullable ClientHandshake handshake;

	/** Queued bytes of the handshake, of control frames and of published messages. */
	private final Queue<ByteBuffer> extra = new ArrayDeque<>(0);

	private State state = State.UPGRADING;

	/** Position in the cycle of the next byte to write. */
	private int cyclePosition;

	private long cyclePending;

	private int interest = SelectionKey.OP_READ;

	private Connection(RunContext context, int firstFrame, Function<Connection, ConnectionListener> listener)
			throws IOException {
		this.context = context;
		this.loop = context.loop();
		this.cycle = context.cycle();
		this.cyclePosition = this.cycle.offset(firstFrame);
		this.listener = listener.apply(this);
		this.receiver = context.target().raw() ? new RawReceiver(this.cycle.frameSize(), this.listener)
				: new WebSocketReceiver(context.scenario(), this, this.listener);
		// on the loopback device connecting takes no time, and less of it than asking for
		// an event
		this.channel = SocketChannel.open(context.address());
		this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.tls = (context.target().wire() == Wire.WSS) ? new TlsSocket(this.channel) : null;
		this.channel.configureBlocking(false);
		this.key = this.channel.register(this.loop.selector(), this.interest, this);
	}

	/**
	 * Connects, and sends the request of the handshake.
	 * @param context what all connections of the run share
	 * @param firstFrame the number of the first frame to send
	 * @param listener makes what gets the events of the new connection
	 * @throws IOException if the server does not accept, or there is no socket or port
	 * left
	 */
	public static void open(RunContext context, int firstFrame, Function<Connection, ConnectionListener> listener)
			throws IOException {
		Connection connection = new Connection(context, firstFrame, listener);
		if (context.target().raw()) {
			connection.opened();
		}
		else {
			connection.sendRequest();
		}
	}

	public boolean isOpen() {
		return this.state == State.OPEN;
	}

	boolean isClosing() {
		return this.state == State.CLOSING;
	}

	/** Queues the next frames of the cycle. */
	public void sendFromCycle(int frames) {
		this.cyclePending += (long) frames * this.cycle.frameSize();
	}

	/** Queues a frame, which is written after the queued frames of the cycle. */
	public void send(byte[] frame) {
		this.extra.add(ByteBuffer.wrap(frame));
	}

	/** Begins the closing handshake; for raw TCP, half-closes. */
	public void close() throws IOException {
		this.state = State.CLOSING;
		if (this.context.target().raw()) {
			this.channel.shutdownOutput();
		}
		else {
			send(CLOSE_FRAME);
			flush();
		}
	}

	/**
	 * Handles the server's Close frame, which is an error unless the client has sent one.
	 */
	void closeReceived() {
		if (this.state == State.OPEN) {
			fail("The server has sent a Close frame");
		}
	}

	/** Writes as much as the socket accepts, and requests a write event for the rest. */
	public void flush() throws IOException {
		boolean written = writeCycle() && writeExtra() && (this.tls == null || this.tls.flush());
		interest(written ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
	}

	private boolean writeCycle() throws IOException {
		while (this.cyclePending > 0) {
			int length = (int) Math.min(this.cyclePending, this.cycle.length() - this.cyclePosition);
			int written = write(this.cycle.piece(this.cyclePosition, length));
			this.cyclePending -= written;
			this.cyclePosition = (this.cyclePosition + written) % this.cycle.length();
			if (written < length) {
				return false;
			}
		}
		return true;
	}

	private boolean writeExtra() throws IOException {
		ByteBuffer next = this.extra.peek();
		while (next != null) {
			write(next);
			if (next.hasRemaining()) {
				return false;
			}
			this.extra.remove();
			next = this.extra.peek();
		}
		return true;
	}

	private int write(ByteBuffer bytes) throws IOException {
		return (this.tls != null) ? this.tls.write(bytes) : this.channel.write(bytes);
	}

	private void interest(int wanted) {
		if (wanted != this.interest) {
			this.interest = wanted;
			this.key.interestOps(wanted);
		}
	}

	/** Handles the selected events. A failure ends only this connection. */
	void ready() {
		try {
			if ((this.interest & SelectionKey.OP_WRITE) != 0 && this.key.isWritable()) {
				flush();
			}
			if (this.key.isReadable()) {
				read();
			}
		}
		catch (HandshakeRejectedException ex) {
			fail(String.valueOf(ex.getMessage()));
		}
		catch (IOException | ProtocolException | UnexpectedReplyException ex) {
			fail(ex.getMessage() + " (" + this.state + ")");
		}
	}

	private void sendRequest() throws IOException {
		ClientHandshake begun = new ClientHandshake(this.context.uri(), List.of(), Headers.empty(), nonce());
		this.handshake = begun;
		send(begun.request());
		flush();
	}

	private byte[] nonce() {
		byte[] nonce = new byte[16];
		this.context.random().nextBytes(nonce);
		return nonce;
	}

	private void opened() throws IOException {
		this.state = State.OPEN;
		this.listener.opened();
	}

	private void read() throws IOException, ProtocolException {
		ByteBuffer input = this.loop.input();
		input.clear();
		int length = (this.tls != null) ? this.tls.read(input) : this.channel.read(input);
		if (length < 0) {
			endOfInput();
			return;
		}
		input.flip();
		if (this.handshake != null) {
			parse(this.handshake, input);
		}
		if (input.hasRemaining()) {
			this.receiver.receive(input, System.nanoTime());
			if (!this.extra.isEmpty()) {
				flush();
			}
			this.listener.readComplete();
		}
	}

	/** Parses the response, and leaves later bytes in the buffer. */
	private void parse(ClientHandshake begun, ByteBuffer input) throws IOException {
		byte[] bytes = new byte[input.remaining()];
		input.get(bytes);
		input.position(begun.parse(bytes, 0, bytes.length));
		if (begun.isComplete()) {
			this.handshake = null;
			opened();
		}
	}

	private void endOfInput() throws IOException {
		if (this.handshake != null) {
			this.handshake.endOfInput();
		}
		if (this.state != State.CLOSING) {
			fail("The server has closed the connection");
			return;
		}
		this.state = State.ENDED;
		this.channel.close();
		this.listener.ended();
	}

	/** Counts an error and ends the connection. */
	public void fail(String what) {
		this.context.recorder().error(what);
		cut();
	}

	/** Closes the socket with a reset, unless it is closed. */
	void cut() {
		this.state = State.ENDED;
		if (!this.channel.isOpen()) {
			return;
		}
		try {
			this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
			this.channel.close();
		}
		catch (IOException ex) {
			this.context.recorder().error("Cannot close a socket: " + ex.getMessage());
		}
	}

}
