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

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.handshake.ProxyFault;
import dev.wsboot.engine.options.ClientAuth;
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
 * TLS between one connection and its socket: handshake, decryption, and the end of both
 * (RFC 5246, RFC 8446). Confined to the event loop, except for {@link #write} and
 * {@link #awaitWritable}.
 * <p>
 * An idle transport owns nothing but its engine; records that are not whole yet are kept
 * in an array that grows with the bytes that have come.
 */
public final class TlsTransport implements Transport {

	/** RFC 8446 5.1: the type of handshake records. */
	static final byte HANDSHAKE = 22;

	private static final int HEADER = 5;

	/** RFC 8446 6.2: a fatal alert "unexpected_message" in a record of its own. */
	private static final byte[] UNEXPECTED_MESSAGE = { 21, 3, 3, 0, 2, 2, 10 };

	/**
	 * The longest handshake of a client, in bytes: room for the longest messages that the
	 * JDK takes, of which some are made of tiny records.
	 */
	private static final int MAX_HANDSHAKE = 64 * 1024;

	/** Claims a length that no engine takes. */
	private static final byte[] ILLEGAL_RECORD = { 23, 3, 3, -1, -1 };

	private static final CloseStatus DATALESS_RECORDS = CloseStatus.of(CloseCode.POLICY_VIOLATION)
		.withReason("Too many TLS records without data");

	private final SocketTransport socket;

	private final PlainSide plain;

	private final TlsLoop tls;

	/** Counts encrypted output that waits for the socket. */
	private final MemoryAccount memory;

	private @Nullable SSLEngine engine;

	/** {@code null} until the engine is created. */
	private @Nullable TlsOutput output;

	/** Encrypted bytes that could not be decrypted yet; its position is after them. */
	private @Nullable ByteBuffer kept;

	/** Also read by threads that run tasks of the handshake. */
	private volatile State state = State.HELLO;

	/** The options that the engine was created from; {@code null} without an engine. */
	private @Nullable TlsOptions options;

	/** The ClientHello as far as it has come; {@code null} if no name is looked for. */
	private @Nullable ClientHello hello;

	/** The number of bytes of the handshake that the engine has read. */
	private int handshakeBytes;

	/** Whether the engine has calculated its part of the handshake. */
	private boolean calculated;

	/** The count of records without data; {@code null} before the first. */
	private @Nullable DatalessRecords dataless;

	/** Whether the peer has begun a handshake that is not complete. */
	private boolean unfinished;

	private boolean tls13;

	/** Whether a task of the handshake runs on another thread. */
	private boolean calculating;

	/** Whether output of the engine itself waits for the socket. */
	private boolean blocked;

	/** Whether bytes are being decrypted just now. */
	private boolean working;

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
		return this.unfinished;
	}

	/** Whether nothing may be read for the time being. */
	private boolean isHeldUp() {
		return this.calculating || this.blocked;
	}

	@Override
	public int heldBytes(boolean connecting) {
		ByteBuffer present = this.kept;
		return ((present != null) ? Footprint.buffer(present.capacity()) : 0) + (connecting ? heldInHandshake() : 0);
	}

	/**
	 * Returns what is held besides records that are not whole. That of a session does not
	 * count, as it is small and does not change.
	 */
	private int heldInHandshake() {
		ClientHello begun = this.hello;
		int engine = (this.engine == null) ? 0
				: (this.state == State.HANDSHAKE) ? handshakeFootprint() : Footprint.TLS_ENGINE;
		return engine + ((begun != null) ? begun.heldBytes() : 0);
	}

	private int handshakeFootprint() {
		return (this.calculated ? Footprint.TLS_HANDSHAKE : Footprint.TLS_ENGINE) + this.handshakeBytes;
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
			// without a close_notify it is a truncation (RFC 8446 6.1): whether anything
			// is missing shows in the frames, of which Close is the last
			this.kept = null;
		}
		else if (length > 0 && this.state != State.ENDED) {
			receive(encrypted.flip());
		}
		else if (length > 0) {
			// nothing is decrypted any more, but discarded input has a limit
			this.plain.receive(encrypted.flip());
		}
	}

	private void receive(ByteBuffer encrypted) {
		ByteBuffer room = this.kept;
		if (room != null && encrypted.remaining() <= room.remaining() && !isReady(room.put(encrypted))) {
			// or each byte would have all before it copied
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
		if (!this.working && !isHeldUp() && this.state != State.ENDED) {
			ByteBuffer input = this.tls.tlsBuffers.input().clear();
			if (this.kept != null) {
				input.put(this.kept.flip());
			}
			decryptAndKeep(input.flip());
		}
	}

	private void decryptAndKeep(ByteBuffer input) {
		this.working = true;
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
			this.working = false;
			keep(input);
		}
	}

	/** Whether collected bytes are enough to continue. */
	private boolean isReady(ByteBuffer collected) {
		ByteBuffer records = collected.duplicate().flip();
		ClientHello begun = this.hello;
		if (begun != null) {
			return begun.read(records);
		}
		if (records.remaining() < HEADER) {
			return false;
		}
		int length = records.getShort(3) & 0xFFFF;
		return length > maxLength() || records.remaining() >= HEADER + length;
	}

	private void keep(ByteBuffer input) {
		int length = input.remaining();
		ByteBuffer room = this.kept;
		if (length == 0 || this.state == State.ENDED) {
			room = null;
		}
		else if (room == null || room.capacity() < length) {
			// more than before: room for as much again, as input seems to come in small
			// pieces
			int most = (this.hello != null) ? ClientHello.MAX_RECORDS_SIZE : TlsServer.MAX_RECORD;
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
						// nothing is read that could ask for yet more
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
	 * @return the engine, or {@code null} if the client speaks no TLS, or has not sent
	 * enough
	 */
	private @Nullable SSLEngine begin(ByteBuffer input) throws SSLException {
		if (!input.hasRemaining()) {
			return null;
		}
		this.unfinished = true;
		byte first = input.get(input.position());
		if (first != HANDSHAKE) {
			input.position(input.limit());
			end();
			byte[] answer = Character.isLetter(first)
					? Handshaker.rejectResponse(HandshakeDecision.reject(400).body(ProxyFault.NO_TLS.explanation()))
					: UNEXPECTED_MESSAGE;
			this.plain.refuseInTheClear(this.socket, answer);
			return null;
		}
		TlsOptions all = this.tls.server.options();
		TlsOptions chosen = all;
		if (!all.serverNames().isEmpty()) {
			ClientHello hello = (this.hello != null) ? this.hello : new ClientHello();
			this.hello = hello;
			if (!hello.read(input)) {
				return null;
			}
			chosen = all.forServerName(hello.serverName());
		}
		this.hello = null;
		this.options = all;
		SSLEngine begun = TlsServer.begin(chosen);
		this.engine = begun;
		this.output = new TlsOutput(this.tls, this.socket, begun, this.memory);
		this.state = State.HANDSHAKE;
		return begun;
	}

	private void onHandshakeDone(SSLEngine engine) {
		if (this.state == State.HANDSHAKE) {
			this.tls13 = isTls13(engine);
			this.state = State.OPEN;
			this.unfinished = false;
			this.plain.secured();
		}
	}

	/**
	 * Decrypts whole records, as far as there is room for their content.
	 * @return whether there may be more to do
	 */
	private boolean unwrap(SSLEngine engine, ByteBuffer input) throws SSLException {
		ByteBuffer decrypted = this.tls.buffers.readBuffer().clear();
		SSLEngineResult result = null;
		int records = 0;
		SSLException failure = null;
		boolean tooMuch = false;
		try {
			while (isRecordWhole(engine, input)) {
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
			// also what came before a failure
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
	 * Counts a record that has brought no data.
	 * @return whether the peer has sent too many of them
	 */
	private boolean isTooMuch(SSLEngine engine, int length) throws SSLException {
		if (this.state == State.OPEN) {
			long now = this.tls.loop.now();
			DatalessRecords counted = (this.dataless != null) ? this.dataless : new DatalessRecords(now);
			this.dataless = counted;
			return counted.isExceededAt(now);
		}
		this.handshakeBytes += length;
		if (this.handshakeBytes > MAX_HANDSHAKE) {
			refuse(engine, "TLS handshake of more than " + MAX_HANDSHAKE + " bytes refused");
		}
		return false;
	}

	/** Makes the engine fail, as only the engine can create the alert. */
	private static void refuse(SSLEngine engine, String reason) throws SSLException {
		Log.log(Level.DEBUG, reason);
		engine.unwrap(ByteBuffer.wrap(ILLEGAL_RECORD.clone()), ByteBuffer.allocate(0));
		throw new SSLException("Record is refused");
	}

	/**
	 * Whether the next record has come as a whole. Fails at the header of an illegal one.
	 */
	private boolean isRecordWhole(SSLEngine engine, ByteBuffer input) throws SSLException {
		if (input.remaining() < HEADER) {
			return false;
		}
		int type = input.get(input.position());
		int length = input.getShort(input.position() + 3) & 0xFFFF;
		// RFC 5246 7.4.1.1: a second handshake is a renegotiation, which is refused
		boolean renegotiation = this.state == State.OPEN && !this.tls13 && type == HANDSHAKE;
		if (length > maxLength() || renegotiation) {
			// the engine would not mind
			refuse(engine, renegotiation ? "TLS renegotiation refused" : "TLS record of " + length + " bytes refused");
		}
		return input.remaining() >= HEADER + length;
	}

	/** RFC 5246 6.2.3 and RFC 8446 5.2: encryption may add so much to 2^14 bytes. */
	private int maxLength() {
		return (16 * 1024) + (this.tls13 ? 256 : 2048);
	}

	/** Runs the calculations of the handshake on another thread. */
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
		this.calculated = true;
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
		if (!isHeldUp()) {
			this.socket.awaitReadable();
		}
	}

	@Override
	public void pause() {
		this.socket.pause();
	}

	@Override
	public void awaitWritable() {
		// before the handshake is done, it is not the socket that output waits for
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

	/** Sends close_notify, if that is possible, as the socket is closed now. */
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

	/**
	 * Whether a request for a host belongs on this connection, as far as certificates of
	 * clients matter (RFC 9110 7.4): the demands of one name must not be evaded by asking
	 * for another name in the TLS handshake.
	 * @param host the name in the request
	 */
	@Override
	public boolean serves(String host) {
		TlsOptions all = this.options;
		SSLEngine engine = this.engine;
		if (all == null || engine == null) {
			return true;
		}
		String name = (engine.getSession() instanceof ExtendedSSLSession session)
				? TlsServer.requestedName(session.getRequestedServerNames()) : null;
		if (name != null && principal() != null && !name.equalsIgnoreCase(host)) {
			return false;
		}
		TlsOptions shown = all.forServerName(name);
		TlsOptions asked = all.forServerName(host);
		return shown.equals(asked) || (shown.clientAuth() == ClientAuth.NONE && asked.clientAuth() == ClientAuth.NONE);
	}

	@Override
	public int loopbackPort(Predicate<InetAddress> isProxy) {
		return -1;
	}

	@Override
	public @Nullable Principal principal() {
		SSLEngine engine = this.engine;
		if (engine == null || !(engine.getNeedClientAuth() || engine.getWantClientAuth())) {
			return null;
		}
		try {
			return engine.getSession().getPeerPrincipal();
		}
		catch (SSLPeerUnverifiedException ex) {
			return null;
		}
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
