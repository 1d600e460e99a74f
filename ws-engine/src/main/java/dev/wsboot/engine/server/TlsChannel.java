package dev.wsboot.engine.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.Principal;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import dev.wsboot.engine.ClientAuth;
import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.TlsOptions;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.handshake.ProxyFault;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.Footprint;
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

	/**
	 * The longest handshake of a client, in bytes: room for the longest messages that the
	 * JDK takes, of which some are made of tiny records.
	 */
	private static final int MAX_HANDSHAKE = 64 * 1024;

	/** Claims a length that no engine takes. */
	private static final byte[] ILLEGAL_RECORD = { 23, 3, 3, -1, -1 };

	private static final CloseStatus DATALESS_RECORDS = CloseStatus.of(CloseCode.POLICY_VIOLATION)
		.withReason("Too many TLS records without data");

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

	/** The options that the engine was chosen from. There are some with the engine. */
	private @Nullable TlsOptions options;

	/** Looks for the name of the server while there is no engine. */
	private @Nullable ClientHello hello;

	/** Bytes of the handshake that the engine has read. */
	private int handshakeBytes;

	/** Whether the engine has calculated its part of the handshake. */
	private boolean calculated;

	/** {@code null} before the first record without data. */
	private @Nullable DatalessRecords dataless;

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

	/** Bytes that a connection holds for TLS before it has a session. */
	int heldInHandshake() {
		ClientHello begun = this.hello;
		int engine = (this.engine == null) ? 0
				: (this.state == State.HANDSHAKE) ? handshakeFootprint() : Footprint.TLS_ENGINE;
		return engine + ((begun != null) ? begun.heldBytes() : 0)
				+ ((this.kept != null) ? Footprint.buffer(this.kept.capacity()) : 0);
	}

	private int handshakeFootprint() {
		return (this.calculated ? Footprint.TLS_HANDSHAKE : Footprint.TLS_ENGINE) + this.handshakeBytes;
	}

	void onReadable() {
		ByteBuffer room = this.kept;
		int present = (room != null) ? room.position() : 0;
		// what is decrypted comes into this buffer later
		ByteBuffer encrypted = this.connection.parts.buffers.readBuffer().clear();
		encrypted.limit(Math.min(encrypted.capacity(), TlsServer.BUFFER_SIZE - present));
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
			receive(encrypted.flip());
		}
		else {
			// nothing is decrypted any more, but what is thrown away has a limit
			this.connection.receive(encrypted.flip());
		}
	}

	private void receive(ByteBuffer encrypted) {
		ByteBuffer room = this.kept;
		if (room != null && encrypted.remaining() <= room.remaining() && !isReady(room.put(encrypted))) {
			// or each byte would have all before it copied
			return;
		}
		ByteBuffer input = this.connection.parts.tlsBuffers.input().clear();
		if (room != null) {
			input.put(room.flip());
		}
		decryptAndKeep(input.put(encrypted).flip());
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
			ByteBuffer input = this.connection.parts.tlsBuffers.input().clear();
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

	/** Whether bytes that were collected are enough to go on with. */
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
			// more than was there before: room for as much again, as it seems to come in
			// small pieces
			int most = (this.hello != null) ? ClientHello.MAX_RECORDS_SIZE : TlsServer.MAX_RECORD;
			boolean grows = room != null && length < most;
			room = ByteBuffer.allocate(grows ? Math.min(2 * length, most) : length).put(input);
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
		TlsOptions all = this.tls.options();
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
		ByteBuffer plain = this.connection.parts.buffers.readBuffer().clear();
		SSLEngineResult result = null;
		int records = 0;
		SSLException failure = null;
		boolean tooMuch = false;
		try {
			while (isRecordWhole(engine, input)) {
				if (this.connection.parts.gathering.isOpenFor(this.connection.outbound)) {
					// behind a record that is not legal, nothing can be encrypted
					this.connection.parts.gathering.writeAll();
				}
				result = engine.unwrap(input, plain);
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
		if (plain.position() > 0) {
			// also what came before a failure
			int bytes = plain.position();
			this.connection.receive(plain.flip());
			if (WorkBudget.isMuch(records, bytes)) {
				this.connection.charge((long) records * WorkBudget.TLS_RECORD);
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
			this.connection.onTlsAbuse(DATALESS_RECORDS);
		}
		if (result != null && result.getStatus() == Status.CLOSED && this.state != State.ENDED) {
			// close_notify
			this.connection.onInputEnd();
		}
		return result != null && result.getStatus() != Status.BUFFER_UNDERFLOW;
	}

	/**
	 * Counts a record that has brought no data.
	 * @return whether the peer has sent too many of them
	 */
	private boolean isTooMuch(SSLEngine engine, int length) throws SSLException {
		if (this.state == State.OPEN) {
			long now = this.connection.loop.now();
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

	/** Has the engine fail, as only it can make the alert. */
	private static void refuse(SSLEngine engine, String reason) throws SSLException {
		Log.log(Level.DEBUG, reason);
		engine.unwrap(ByteBuffer.wrap(ILLEGAL_RECORD.clone()), ByteBuffer.allocate(0));
		throw new SSLException("Record is refused");
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
			// the engine would not mind
			refuse(engine, renegotiation ? "TLS renegotiation refused" : "TLS record of " + length + " bytes refused");
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
		this.calculated = true;
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

	/**
	 * Whether a request for a host belongs on this connection, as far as certificates of
	 * clients matter (RFC 9110 7.4): what one name asks of its clients must not be passed
	 * by asking for another name in the TLS handshake.
	 * @param host the name in the request
	 */
	boolean serves(String host) {
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
