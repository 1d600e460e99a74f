package dev.wsboot.engine.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.Principal;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.TlsOptions;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.handshake.ProxyFault;
import org.jspecify.annotations.Nullable;

/**
 * TLS between one connection and its socket: handshake, decryption, and the end of both
 * (RFC 5246, RFC 8446). Confined to the event loop, but for {@link #write}.
 * <p>
 * Idle, it owns nothing but its engine; records that are not whole yet are kept in an
 * array that grows with the bytes that came.
 */
final class TlsChannel {

	/** RFC 8446 5.1: the type of handshake records. */
	static final byte HANDSHAKE = 22;

	private static final int HEADER = 5;

	/** RFC 8446 6.2: a fatal alert "unexpected_message" in a record of its own. */
	private static final byte[] UNEXPECTED_MESSAGE = { 21, 3, 3, 0, 2, 2, 10 };

	/** Claims a length that no engine takes. */
	private static final byte[] ILLEGAL_RECORD = { 23, 3, 3, -1, -1 };

	private final Connection connection;

	private final SocketChannel channel;

	private final TlsServer tls;

	private @Nullable SSLEngine engine;

	/** There is one as soon as there is an engine. */
	private @Nullable TlsOutput output;

	/** Encrypted bytes that could not be decrypted yet; its position is behind them. */
	private @Nullable ByteBuffer kept;

	/** Read by threads that run tasks. */
	private volatile State state = State.HELLO;

	/** Whether the peer has begun a handshake that is not complete. */
	private boolean unfinished;

	private boolean tls13;

	/** A task of the handshake runs on another thread. */
	private boolean calculating;

	/** What the engine has to say waits for the socket. */
	private boolean blocked;

	/** Bytes are being decrypted just now. */
	private boolean working;

	TlsChannel(Connection connection, SocketChannel channel, TlsServer tls) {
		this.connection = connection;
		this.channel = channel;
		this.tls = tls;
	}

	/** Whether the handshake is done, and the connection is not. From any thread. */
	boolean isOpen() {
		return this.state == State.OPEN;
	}

	/** Whether the peer has begun a handshake that is not complete. */
	boolean isUnfinished() {
		return this.unfinished;
	}

	/** Whether nothing may be read for the time being. */
	boolean isHeldUp() {
		return this.calculating || this.blocked;
	}

	/** What a record that is not whole yet occupies on the heap. */
	int heldBytes() {
		ByteBuffer present = this.kept;
		return (present != null) ? Footprint.buffer(present.capacity()) : 0;
	}

	void onReadable() {
		ByteBuffer input = this.connection.loop.tlsBuffers.input().clear();
		if (this.kept != null) {
			input.put(this.kept.flip());
		}
		// what is decrypted comes into this buffer later
		ByteBuffer encrypted = this.connection.loop.readBuffer.clear();
		encrypted.limit(Math.min(encrypted.capacity(), input.remaining()));
		int length;
		try {
			length = this.channel.read(encrypted);
		}
		catch (IOException ex) {
			this.connection.end();
			return;
		}
		if (length < 0) {
			this.kept = null;
			// without a close_notify it is a truncation (RFC 8446 6.1): whether anything
			// is missing shows in the frames, of which Close is the last
			this.connection.onInputEnd();
		}
		else if (this.state != State.ENDED) {
			decryptAndKeep(input.put(encrypted.flip()).flip());
		}
	}

	/**
	 * Begins soon with what was read before it was known to be encrypted. Not at once, as
	 * the buffer that it was read into is needed for what is decrypted.
	 */
	void start(ByteBuffer read) {
		this.kept = ByteBuffer.allocate(read.remaining()).put(read);
		this.connection.loop.execute(this::goOn);
	}

	/** Goes on with what was kept. */
	void resume() {
		if (!this.working && !isHeldUp() && this.state != State.ENDED) {
			ByteBuffer input = this.connection.loop.tlsBuffers.input().clear();
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
			this.connection.onTlsFailure();
		}
		catch (IOException ex) {
			this.connection.end();
		}
		finally {
			this.working = false;
			keep(input);
		}
	}

	private void keep(ByteBuffer input) {
		int length = input.remaining();
		ByteBuffer room = this.kept;
		if (length == 0 || this.state == State.ENDED) {
			room = null;
		}
		else if (room == null || room.capacity() < length) {
			// more than was there before: room for as much again, as it seems to come in
			// small pieces
			boolean grows = room != null && length < TlsServer.MAX_RECORD;
			room = ByteBuffer.allocate(grows ? Math.min(2 * length, TlsServer.MAX_RECORD) : length).put(input);
		}
		else {
			room.clear().put(input);
		}
		this.kept = room;
		this.connection.tellHeld();
	}

	private void decrypt(ByteBuffer input) throws IOException {
		SSLEngine engine = (this.engine != null) ? this.engine : begin(input);
		TlsOutput output = this.output;
		while (engine != null && output != null && this.state != State.ENDED && this.connection.takesBytes()) {
			switch (engine.getHandshakeStatus()) {
				case NEED_TASK -> {
					calculate(engine);
					return;
				}
				case NEED_WRAP -> {
					if (!output.writeOwn()) {
						// nothing is read that could ask for yet more
						this.blocked = true;
						this.connection.holdUp();
						this.connection.awaitSocket();
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
	 * Makes an engine for a client that says something.
	 * @return the engine, or {@code null} if it speaks no TLS, or has not said enough
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
			this.connection.refuseInTheClear(Character.isLetter(first)
					? Handshaker.rejectResponse(HandshakeDecision.reject(400).body(ProxyFault.NO_TLS.explanation()))
					: UNEXPECTED_MESSAGE);
			return null;
		}
		TlsOptions options = this.tls.options();
		if (!options.serverNames().isEmpty()) {
			ClientHello hello = ClientHello.read(input);
			if (!hello.whole()) {
				return null;
			}
			options = options.forServerName(hello.serverName());
		}
		SSLEngine begun = TlsServer.begin(options);
		this.engine = begun;
		this.output = new TlsOutput(this.connection, this.channel, begun);
		this.state = State.HANDSHAKE;
		return begun;
	}

	private void onHandshakeDone(SSLEngine engine) {
		if (this.state == State.HANDSHAKE) {
			this.tls13 = engine.getSession().getProtocol().equals("TLSv1.3");
			this.state = State.OPEN;
			this.unfinished = false;
			this.connection.onSecured();
		}
	}

	/**
	 * Decrypts the records that are whole, as far as there is room for what is in them.
	 * @return whether there may be more to do
	 */
	private boolean unwrap(SSLEngine engine, ByteBuffer input) throws SSLException {
		ByteBuffer plain = this.connection.loop.readBuffer.clear();
		SSLEngineResult result = null;
		SSLException failure = null;
		try {
			while (isRecordWhole(engine, input)) {
				if (this.connection.loop.gathering.isOpenFor(this.connection.outbound)) {
					// behind a record that is not legal, nothing can be encrypted
					this.connection.loop.gathering.writeAll();
				}
				result = engine.unwrap(input, plain);
				if (result.getStatus() != Status.OK || result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
					break;
				}
			}
		}
		catch (SSLException ex) {
			failure = ex;
		}
		if (plain.position() > 0) {
			// also what came before a failure
			this.connection.receive(plain.flip());
		}
		else if (result != null && result.getStatus() == Status.BUFFER_OVERFLOW) {
			failure = new SSLException("Record is too large");
		}
		if (failure != null) {
			throw failure;
		}
		if (result != null && result.getStatus() == Status.CLOSED && this.state != State.ENDED) {
			// close_notify
			this.connection.onInputEnd();
		}
		return result != null && result.getStatus() != Status.BUFFER_UNDERFLOW;
	}

	/**
	 * Whether the next record has come as a whole. One that is not legal is not waited
	 * for.
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
			Log.log(Level.DEBUG,
					renegotiation ? "TLS renegotiation refused" : "TLS record of " + length + " bytes refused");
			// the engine would not mind, but only it can make the alert
			engine.unwrap(ByteBuffer.wrap(ILLEGAL_RECORD.clone()), ByteBuffer.allocate(0));
			throw new SSLException("Record is refused");
		}
		return input.remaining() >= HEADER + length;
	}

	/** RFC 5246 6.2.3 and RFC 8446 5.2: what encryption may add to 2^14 bytes. */
	private int maxLength() {
		return (16 * 1024) + (this.tls13 ? 256 : 2048);
	}

	/** Has another thread do what takes long. */
	private void calculate(SSLEngine engine) {
		this.calculating = true;
		this.connection.holdUp();
		boolean accepted = this.tls.execute(() -> {
			try {
				Runnable task = engine.getDelegatedTask();
				while (task != null && this.state != State.ENDED) {
					task.run();
					task = engine.getDelegatedTask();
				}
			}
			finally {
				this.connection.loop.execute(this::onCalculated);
			}
		});
		if (!accepted) {
			this.connection.end();
		}
	}

	private void onCalculated() {
		this.calculating = false;
		goOn();
	}

	void onWritable() {
		TlsOutput output = this.output;
		try {
			if (output != null && !output.flush()) {
				this.connection.awaitSocket();
			}
			else if (this.blocked) {
				this.blocked = false;
				goOn();
			}
		}
		catch (IOException ex) {
			this.connection.onWriteFailure(ex);
		}
	}

	private void goOn() {
		if (this.state != State.ENDED) {
			try {
				resume();
				this.connection.readOn();
			}
			catch (Throwable ex) {
				this.connection.onFailure(ex);
			}
		}
	}

	/**
	 * Encrypts and writes. From any thread.
	 * @return how many bytes are written
	 */
	long write(ByteBuffer... buffers) throws IOException {
		TlsOutput output = this.output;
		return (output != null && this.state != State.HANDSHAKE) ? output.write(buffers) : 0;
	}

	/**
	 * Says close_notify and ends the output. What the peer still sends is thrown away.
	 */
	void shutdownOutput() throws IOException {
		this.state = State.ENDED;
		this.kept = null;
		TlsOutput output = this.output;
		if (output == null) {
			this.channel.shutdownOutput();
		}
		else if (!output.end()) {
			this.connection.awaitSocket();
		}
	}

	/** Says close_notify, if it can be said, as the socket is closed now. */
	void end() {
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

	/** Who the peer has shown to be, or {@code null}. */
	@Nullable Principal principal() {
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

		/** The client has said nothing yet, or not enough. */
		HELLO,
		/** The handshake is going on. */
		HANDSHAKE,
		/** Data goes both ways. */
		OPEN,
		/** Our side has said its last word; what comes is thrown away. */
		ENDED

	}

}
