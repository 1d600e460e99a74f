/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.function.Predicate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.server.limits.WorkBudget;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.transport.PlainSide;
import dev.wsboot.engine.server.transport.SocketTransport;
import dev.wsboot.engine.server.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * TLS between one connection and its socket: decryption, and the end of both (RFC 5246,
 * RFC 8446). Confined to the event loop, except for {@link #write} and
 * {@link #awaitWritable}.
 * <p>
 * An idle transport owns only its engine. Incomplete records are kept in an array that
 * grows with the received bytes. The class reads and writes in one object, since another
 * one for each direction would cost every idle session its header.
 */
public final class TlsTransport implements Transport {

	private static final CloseStatus DATALESS_RECORDS = CloseStatus.of(CloseCode.POLICY_VIOLATION)
		.withReason("Too many TLS records without data");

	private final SocketTransport socket;

	private final PlainSide plain;

	private final TlsLoop tls;

	/** The account of the connection, charged with encrypted output that is queued. */
	private final MemoryAccount memory;

	private @Nullable SSLEngine engine;

	/** The output of the engine; {@code null} until the engine is created. */
	private @Nullable TlsOutput output;

	/** Encrypted bytes of incomplete records; the position is after the last of them. */
	private @Nullable ByteBuffer kept;

	/** The state of the stream. Also read by threads that run tasks of the engine. */
	private volatile State state = State.HELLO;

	/** The options of all names when the engine was created; {@code null} before. */
	private @Nullable TlsOptions options;

	/**
	 * The handshake that the peer has begun; {@code null} before that, and once it is
	 * done.
	 */
	private @Nullable TlsHandshake handshake;

	/** The count of records without data; {@code null} before the first. */
	private @Nullable DatalessRecords dataless;

	/** Whether the handshake has agreed on TLS 1.3. */
	private boolean tls13;

	/** Whether a task of the engine runs on another thread. */
	private boolean calculating;

	/** Whether output of the engine itself waits for the socket. */
	private boolean blocked;

	/** Whether {@link #decrypt} is running. */
	private boolean decrypting;

	TlsTransport(SocketTransport socket, PlainSide plain, TlsLoop tls, MemoryAccount memory) {
		this.socket = socket;
		this.plain = plain;
		this.tls = tls;
		this.memory = memory;
	}

	/**
	 * Creates a transport for a connection whose TLS handshake another server has done.
	 * @param engine the engine of the handshake
	 */
	TlsTransport(SocketTransport socket, PlainSide plain, TlsLoop tls, MemoryAccount memory, SSLEngine engine) {
		this(socket, plain, tls, memory);
		this.engine = engine;
		this.output = new TlsOutput(tls, socket, engine, memory);
		this.tls13 = isTls13(engine);
		this.state = State.OPEN;
	}

	private static boolean isTls13(SSLEngine engine) {
		return engine.getSession().getProtocol().equals("TLSv1.3");
	}

	@Override
	public boolean isSecure() {
		return true;
	}

	@Override
	public boolean isSecuring() {
		return this.handshake != null;
	}

	/** Whether reading is paused until a task or output of the engine is done. */
	private boolean isEngineBusy() {
		return this.calculating || this.blocked;
	}

	@Override
	public int heldBytes(boolean connecting) {
		ByteBuffer present = this.kept;
		return ((present != null) ? Footprint.buffer(present.capacity()) : 0) + (connecting ? heldInHandshake() : 0);
	}

	/**
	 * Returns the bytes of the heap that this transport holds besides incomplete records.
	 * The few constant bytes of an open session do not count.
	 */
	private int heldInHandshake() {
		TlsHandshake present = this.handshake;
		if (present != null && this.state != State.ENDED) {
			return present.heldBytes(this.engine != null);
		}
		return (this.engine != null) ? Footprint.TLS_ENGINE : 0;
	}

	@Override
	public void onReadable() {
		ByteBuffer room = this.kept;
		int present = (room != null) ? room.position() : 0;
		// decrypted input comes into the same buffer later
		ByteBuffer encrypted = this.tls.buffers.readBuffer().clear();
		encrypted.limit(Math.min(encrypted.capacity(), TlsServer.BUFFER_SIZE - present));
		int length = this.socket.read(encrypted);
		if (length < 0) {
			// without close_notify, the stream is truncated (RFC 8446 6.1): then the
			// Close frame is missing
			this.kept = null;
		}
		else if (length > 0 && this.state != State.ENDED) {
			receive(encrypted.flip());
		}
		else if (length > 0) {
			// no input is decrypted any more, but discarded input has a limit
			this.plain.receive(encrypted.flip());
		}
	}

	private void receive(ByteBuffer encrypted) {
		ByteBuffer room = this.kept;
		if (room != null && encrypted.remaining() <= room.remaining() && !isReady(room.put(encrypted))) {
			// otherwise, each byte would copy all bytes before it
			return;
		}
		ByteBuffer input = this.tls.tlsBuffers.input().clear();
		if (room != null) {
			input.put(room.flip());
		}
		decryptAndKeep(input.put(encrypted).flip());
	}

	/**
	 * Starts soon with encrypted input that others have read. Not at once, as the buffer
	 * of that input is needed for decrypted input.
	 */
	public void start(ByteBuffer read) {
		this.kept = ByteBuffer.allocate(read.remaining()).put(read);
		this.tls.loop.execute(this::proceed);
	}

	@Override
	public void resume() {
		if (!this.decrypting && !isEngineBusy() && this.state != State.ENDED) {
			ByteBuffer input = this.tls.tlsBuffers.input().clear();
			if (this.kept != null) {
				input.put(this.kept.flip());
			}
			decryptAndKeep(input.flip());
		}
	}

	private void decryptAndKeep(ByteBuffer input) {
		this.decrypting = true;
		try {
			decrypt(input);
		}
		catch (SSLException ex) {
			Log.log(Level.DEBUG, () -> "TLS failed: " + ex.getMessage());
			this.plain.tlsFailed();
		}
		catch (IOException ex) {
			this.plain.end();
		}
		finally {
			this.decrypting = false;
			keep(input);
		}
	}

	/** Whether collected bytes are enough to continue. */
	private boolean isReady(ByteBuffer collected) {
		ByteBuffer records = collected.duplicate().flip();
		TlsHandshake present = this.handshake;
		return (present != null) ? present.isReady(records) : TlsRecords.isReady(records, this.tls13);
	}

	private void keep(ByteBuffer input) {
		int length = input.remaining();
		ByteBuffer room = this.kept;
		if (length == 0 || this.state == State.ENDED) {
			room = null;
		}
		else if (room == null || room.capacity() < length) {
			// more than before: room for as much again, since input seems to arrive in
			// small pieces
			boolean awaitsHello = this.handshake != null && this.handshake.isAwaitingHello();
			int most = awaitsHello ? ClientHello.MAX_RECORDS_SIZE : TlsServer.MAX_RECORD;
			boolean grows = room != null && length < most;
			room = ByteBuffer.allocate(grows ? Math.min(2 * length, most) : length).put(input);
		}
		else {
			room.clear().put(input);
		}
		this.kept = room;
		this.plain.heldChanged();
	}

	private void decrypt(ByteBuffer input) throws IOException {
		SSLEngine engine = (this.engine != null) ? this.engine : begin(input);
		TlsOutput output = this.output;
		while (engine != null && output != null && this.state != State.ENDED && this.plain.takesInput()) {
			switch (engine.getHandshakeStatus()) {
				case NEED_TASK -> {
					calculate(engine);
					return;
				}
				case NEED_WRAP -> {
					if (!output.writeOwn()) {
						// further input could cause even more output
						this.blocked = true;
						this.socket.pause();
						this.socket.awaitWritable();
						return;
					}
				}
				case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
					if (!unwrap(engine, input)) {
						return;
					}
				}
				case FINISHED, NOT_HANDSHAKING -> {
					onHandshakeDone(engine);
					if (!unwrap(engine, input)) {
						return;
					}
				}
			}
		}
	}

	/**
	 * Creates an engine for a client that has sent something.
	 * @return the engine, or {@code null} if the client does not use TLS, or has not sent
	 * enough
	 */
	private @Nullable SSLEngine begin(ByteBuffer input) throws SSLException {
		if (!input.hasRemaining()) {
			return null;
		}
		TlsHandshake begun = (this.handshake != null) ? this.handshake : new TlsHandshake();
		this.handshake = begun;
		byte[] rejection = TlsHandshake.rejection(input.get(input.position()));
		if (rejection != null) {
			input.position(input.limit());
			end();
			this.plain.refuseInTheClear(this.socket, rejection);
			return null;
		}
		TlsOptions all = this.tls.server.options();
		TlsOptions chosen = begun.choose(all, input);
		if (chosen == null) {
			return null;
		}
		this.options = all;
		SSLEngine engine = TlsServer.begin(chosen);
		this.engine = engine;
		this.output = new TlsOutput(this.tls, this.socket, engine, this.memory);
		this.state = State.HANDSHAKE;
		return engine;
	}

	private void onHandshakeDone(SSLEngine engine) {
		if (this.state == State.HANDSHAKE) {
			this.tls13 = isTls13(engine);
			this.state = State.OPEN;
			this.handshake = null;
			this.plain.secured();
		}
	}

	/**
	 * Decrypts complete records while there is room for their content.
	 * @return whether there may be more to do
	 */
	private boolean unwrap(SSLEngine engine, ByteBuffer input) throws SSLException {
		ByteBuffer decrypted = this.tls.buffers.readBuffer().clear();
		SSLEngineResult result = null;
		int records = 0;
		SSLException failure = null;
		boolean tooMuch = false;
		try {
			while (TlsRecords.isComplete(engine, input, this.tls13, this.state == State.OPEN)) {
				if (records == 0) {
					this.plain.beforeDecrypting();
				}
				result = engine.unwrap(input, decrypted);
				records++;
				if (result.bytesProduced() == 0 && result.getStatus() == Status.OK) {
					tooMuch = isTooMuch(engine, result.bytesConsumed());
				}
				if (tooMuch || result.getStatus() != Status.OK
						|| result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
					break;
				}
			}
		}
		catch (SSLException ex) {
			failure = ex;
		}
		if (decrypted.position() > 0) {
			// also content before a failure
			int bytes = decrypted.position();
			this.plain.receive(decrypted.flip());
			if (WorkBudget.isMuch(records, bytes)) {
				this.plain.charge((long) records * WorkBudget.TLS_RECORD);
			}
		}
		else if (result != null && result.getStatus() == Status.BUFFER_OVERFLOW) {
			failure = new SSLException("Record is too large");
		}
		if (failure != null) {
			throw failure;
		}
		if (tooMuch && this.state != State.ENDED) {
			Log.log(Level.DEBUG, "Too many TLS records without data");
			this.plain.tlsAbused(DATALESS_RECORDS);
		}
		if (result != null && result.getStatus() == Status.CLOSED && this.state != State.ENDED) {
			// close_notify
			this.plain.inputEnded();
		}
		return result != null && result.getStatus() != Status.BUFFER_UNDERFLOW;
	}

	/**
	 * Counts a record without data.
	 * @return whether the peer has sent too many of them
	 */
	private boolean isTooMuch(SSLEngine engine, int length) throws SSLException {
		if (this.state == State.OPEN) {
			long now = this.tls.loop.now();
			DatalessRecords counted = (this.dataless != null) ? this.dataless : new DatalessRecords(now);
			this.dataless = counted;
			return counted.isExceededAt(now);
		}
		if (this.handshake != null) {
			this.handshake.count(engine, length);
		}
		return false;
	}

	/** Runs tasks of the engine on another thread. */
	private void calculate(SSLEngine engine) {
		this.calculating = true;
		this.socket.pause();
		boolean accepted = this.tls.server.execute(() -> {
			try {
				Runnable task = engine.getDelegatedTask();
				while (task != null && this.state != State.ENDED) {
					task.run();
					task = engine.getDelegatedTask();
				}
			}
			finally {
				this.tls.loop.execute(this::onCalculated);
			}
		});
		if (!accepted) {
			this.plain.end();
		}
	}

	private void onCalculated() {
		this.calculating = false;
		if (this.handshake != null) {
			this.handshake.onCalculated();
		}
		proceed();
	}

	@Override
	public void onWritable() {
		this.socket.onWritable();
		TlsOutput output = this.output;
		try {
			if (output != null && !output.flush()) {
				this.socket.awaitWritable();
			}
			else if (this.blocked) {
				this.blocked = false;
				proceed();
			}
		}
		catch (IOException ex) {
			this.plain.failed(ex);
		}
	}

	private void proceed() {
		if (this.state != State.ENDED) {
			try {
				resume();
				if (this.plain.takesInput()) {
					awaitReadable();
				}
			}
			catch (Throwable ex) {
				this.plain.onFailure(ex);
			}
		}
	}

	@Override
	public void awaitReadable() {
		if (!isEngineBusy()) {
			this.socket.awaitReadable();
		}
	}

	@Override
	public void pause() {
		this.socket.pause();
	}

	@Override
	public void awaitWritable() {
		// before that, output waits for the handshake and not for the socket
		if (this.state == State.OPEN) {
			this.socket.awaitWritable();
		}
	}

	@Override
	public int write(ByteBuffer buffer) throws IOException {
		return (int) encrypt(buffer);
	}

	@Override
	public long write(ByteBuffer[] buffers) throws IOException {
		return encrypt(buffers);
	}

	private long encrypt(ByteBuffer... buffers) throws IOException {
		TlsOutput output = this.output;
		return (output != null && this.state != State.HANDSHAKE) ? output.write(buffers) : 0;
	}

	/** Sends close_notify and ends the output. Further input is discarded. */
	@Override
	public void endOutput() throws IOException {
		this.state = State.ENDED;
		this.kept = null;
		TlsOutput output = this.output;
		if (output == null) {
			this.socket.endOutput();
		}
		else if (!output.end()) {
			this.socket.awaitWritable();
		}
	}

	@Override
	public void close() {
		end();
		this.socket.close();
	}

	/** Sends close_notify if possible, before the socket is closed. */
	private void end() {
		boolean first = this.state != State.ENDED;
		this.state = State.ENDED;
		this.kept = null;
		TlsOutput output = this.output;
		// a task holds the engine's lock until it is done
		if (output != null && first && !this.calculating) {
			try {
				output.end();
			}
			catch (IOException ex) {
				Log.log(Level.DEBUG, "No close_notify", ex);
			}
		}
		if (output != null) {
			output.close();
		}
	}

	@Override
	public boolean serves(String host) {
		TlsOptions all = this.options;
		SSLEngine engine = this.engine;
		return all == null || engine == null || TlsIdentity.serves(engine, all, host);
	}

	@Override
	public int loopbackPort(Predicate<InetAddress> isProxy) {
		return -1;
	}

	@Override
	public @Nullable Principal principal() {
		SSLEngine engine = this.engine;
		return (engine != null) ? TlsIdentity.principal(engine) : null;
	}

	private enum State {

		/** The client has not sent enough to choose an engine. */
		HELLO,
		/** The handshake is going on. */
		HANDSHAKE,
		/** Data goes both ways. */
		OPEN,
		/** Our output has ended; input is discarded. */
		ENDED

	}

}
