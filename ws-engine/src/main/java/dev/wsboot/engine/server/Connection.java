package dev.wsboot.engine.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.time.Duration;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RateLimit;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.SessionOptions;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.protocol.ConnectionState;
import dev.wsboot.engine.protocol.ConnectionState.Phase;
import dev.wsboot.engine.server.OutboundFrame.Kind;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.loop.Selectable;
import dev.wsboot.engine.server.loop.SweepInterval;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.memory.MemoryBudget;
import dev.wsboot.engine.server.tls.TlsTransport;
import dev.wsboot.engine.server.transport.PlainSide;
import dev.wsboot.engine.server.transport.SocketTransport;
import dev.wsboot.engine.server.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One socket from accept to end: reads bytes for whichever {@link ConnectionStage} it
 * has, writes for its queue, and ends once. Confined to the event loop, but for what says
 * otherwise.
 */
final class Connection extends Selectable implements PlainSide {

	/** Bytes that are read at once while too much is held. */
	private static final int SMALL_READ = 4096;

	final EventLoop loop;

	/** What the connections of the loop share. */
	final LoopParts parts;

	final ServerContext context;

	/** Who the socket is connected with, or whom that proxy speaks for. */
	private InetSocketAddress remoteAddress;

	final ConnectionState state = new ConnectionState();

	final OutboundQueue outbound;

	/** What this connection holds. From any thread. */
	final MemoryAccount memory;

	private final boolean admitted;

	/** Whether a trusted proxy has opened this connection. */
	private final boolean fromProxy;

	/** The address that this connection is counted for, if it is. */
	private @Nullable InetAddress countedAddress;

	/** The socket, with TLS or without. Not changed once there are writers. */
	private Transport transport;

	/** Read by all threads that write. */
	private volatile ConnectionStage stage;

	/**
	 * The settings of the session, or the server's before there is one. Written by the
	 * loop before the session is published; read by all threads that send.
	 */
	private SessionOptions options;

	/** Bytes that are held here. */
	private int held;

	/** The part of them that is held without a session, as the loop was told. */
	private int pending;

	/** What the server was told of them. */
	private int told;

	/** What its input may cost; {@code null} as long as that is nothing special. */
	private @Nullable WorkBudget work;

	/** Whether that has been too much once. */
	private boolean workExceeded;

	/** Number of frames that were read in the present turn. */
	private int framesInTurn;

	/** Whether that is too much, and the end will come in a moment. */
	private boolean exceeding;

	/** Bytes that came before reading was paused. */
	private @Nullable ByteBuffer leftover;

	/** Read by all threads that close. */
	private volatile boolean paused;

	private boolean inputEnded;

	private boolean ended;

	private Connection(SocketChannel channel, InetSocketAddress remoteAddress, LoopParts parts, ServerContext context,
			boolean admitted) throws IOException {
		this.remoteAddress = remoteAddress;
		this.parts = parts;
		this.loop = parts.loop;
		this.context = context;
		this.memory = new MemoryAccount(context.memory);
		this.options = context.sessionOptions;
		this.admitted = admitted;
		this.fromProxy = context.proxies.contains(remoteAddress.getAddress());
		this.countedAddress = countedAddress(remoteAddress, context, admitted);
		long deadline = this.loop.now() + context.options.handshakeTimeout().toNanos();
		boolean proxied = context.proxies.sendsProxyHeader(remoteAddress.getAddress());
		this.stage = proxied ? new ProxyHeaderStage(this, deadline) : new HandshakeReceiver(this, deadline);
		this.outbound = new OutboundQueue(this, this.state);
		SocketTransport socket = new SocketTransport(channel, this.loop, this);
		this.transport = (parts.tls != null && !proxied) ? parts.tls.over(socket, this, this.memory) : socket;
	}

	/**
	 * Takes over an accepted socket.
	 * @param admitted whether there is room for it; if not, it is only told so
	 */
	static void open(SocketChannel channel, InetSocketAddress remoteAddress, LoopParts parts, ServerContext context,
			boolean admitted) {
		try {
			Connection connection = new Connection(channel, remoteAddress, parts, context, admitted);
			if (!admitted) {
				connection.refuseAsOneTooMany();
			}
		}
		catch (Throwable ex) {
			Log.log(Level.DEBUG, "Connection ended before it began", ex);
			leave(context, admitted, countedAddress(remoteAddress, context, admitted));
			SocketTransport.close(channel);
		}
	}

	/** What a proxy speaks for is not known yet. */
	private static @Nullable InetAddress countedAddress(InetSocketAddress remoteAddress, ServerContext context,
			boolean admitted) {
		InetAddress address = remoteAddress.getAddress();
		return (admitted && !context.proxies.contains(address)) ? address : null;
	}

	private static void leave(ServerContext context, boolean admitted, @Nullable InetAddress countedAddress) {
		if (admitted) {
			context.admission.leave(countedAddress);
		}
		else {
			context.admission.leaveRefused();
		}
	}

	InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	/**
	 * Counts this connection for the address that it is really from, or refuses it.
	 * @return {@code false} if it is one too many
	 */
	boolean count(InetAddress address) {
		if (this.context.proxies.contains(address)) {
			// many clients share the address of a proxy
			return true;
		}
		if (!this.context.admission.enterAddress(address)) {
			this.context.counters.rejected(RejectReason.OVERLOAD);
			this.context.refusals.refused(RejectReason.OVERLOAD);
			refuseAsOneTooMany();
			return false;
		}
		this.countedAddress = address;
		return true;
	}

	private void refuseAsOneTooMany() {
		refuse(HandshakeDecision.reject(503).header("Retry-After", "5").body("Too many connections"));
	}

	/**
	 * The header of a proxy has been read; what follows is its client's.
	 * @param client whom it speaks for; {@code null} for itself
	 * @param rest what came behind the header
	 * @param deadline when the handshake must be done
	 */
	void onProxyHeader(@Nullable InetSocketAddress client, ByteBuffer rest, long deadline) {
		this.stage = new HandshakeReceiver(this, deadline);
		TlsTransport secure = null;
		if (this.parts.tls != null && this.transport instanceof SocketTransport socket) {
			secure = this.parts.tls.over(socket, this, this.memory);
			this.transport = secure;
		}
		if (client != null) {
			this.remoteAddress = client;
			count(client.getAddress());
		}
		if (secure != null) {
			secure.start(rest);
		}
	}

	@Override
	public void onReady(int operations) {
		if ((operations & SelectionKey.OP_WRITE) != 0) {
			this.transport.onWritable();
			this.outbound.onWritable();
		}
		if ((operations & SelectionKey.OP_READ) != 0 && !this.ended && !isPostponed()) {
			this.transport.onReadable();
		}
	}

	/**
	 * Whether this connection is not read in this round: while sessions are being closed
	 * since too much is held, others that hold something must not hold yet more. A few
	 * bytes of those that hold nothing may inflate to a thousand times as much, so they
	 * wait as well where that has happened.
	 */
	private boolean isPostponed() {
		MemoryBudget memory = this.context.memory;
		return memory.isShedding() && this.parts.readingWhileShort
			.postpones(this.stage.holdsAnything() || (memory.isFarExceeded() && this.stage.mayInflate()));
	}

	@Override
	public ByteBuffer inputBuffer() {
		ByteBuffer target = this.stage.target();
		ByteBuffer buffer = (target != null) ? target : this.parts.buffers.readBuffer().clear();
		if (this.context.memory.isShedding()) {
			buffer.limit(Math.min(buffer.limit(), buffer.position() + SMALL_READ));
		}
		return buffer;
	}

	@Override
	public void inputEnded() {
		this.inputEnded = true;
		// the end of input stays ready for ever
		this.transport.pause();
		if (!this.paused) {
			this.stage.onInputEnd();
		}
		// else close_notify came together with bytes before it, which wait
	}

	@Override
	public void receive(ByteBuffer data) {
		this.context.counters.bytesReceived.add(data.remaining());
		startTurn(data.remaining());
		feed(data);
		if (this.paused && data.hasRemaining()) {
			this.leftover = ByteBuffer.allocate(data.remaining()).put(data).flip();
		}
		tellHeld();
		this.parts.flushes.flushIfOnly(this.outbound);
	}

	@Override
	public void heldChanged() {
		tellHeld();
	}

	/** Tells the server how much of what has come is held here. */
	void tellHeld() {
		// first, as being told may start a search for those who hold the most
		this.held = this.ended ? 0 : holds();
		if (this.pending > 0 || this.state.phase() == Phase.CONNECTING) {
			notePending();
		}
		this.told = this.memory.tell(this.told, this.held);
	}

	/** Has others cut, or this connection, where too much is held without a session. */
	private void notePending() {
		int before = this.pending;
		this.pending = (this.state.phase() == Phase.CONNECTING) ? this.held : 0;
		this.parts.handshakes.note(this, before, this.pending,
				this.context.handshakeMemory(this.pending - before) / this.context.options.eventLoops());
	}

	/** Ends a handshake, as all together hold too much. */
	void cutHandshake() {
		end(RejectReason.OVERLOAD);
	}

	/** Tells the server also of what has changed by little. */
	private void tellAll() {
		this.told = this.memory.tellAll(this.told, this.held);
		this.outbound.tellHeld();
		this.stage.tellHeld();
	}

	private int holds() {
		int received = this.stage.heldBytes()
				+ ((this.leftover != null) ? Footprint.buffer(this.leftover.capacity()) : 0);
		return received + this.transport.heldBytes(this.state.phase() == Phase.CONNECTING);
	}

	/** Bytes that are held here, roughly. From any thread. */
	int heldBytes() {
		return this.held;
	}

	/** Closes the session, if there is one, and gives back what it holds. */
	void shed(CloseStatus status) {
		if (!this.ended) {
			this.leftover = null;
			this.stage.shed(status);
			resume();
			tellHeld();
		}
	}

	/**
	 * Gives bytes to the receiver until it pauses.
	 */
	private void feed(ByteBuffer data) {
		Selectable outer = this.loop.reading();
		this.loop.reading(this);
		try {
			while (data.hasRemaining() && !this.paused && !this.ended) {
				this.stage.receive(data);
			}
		}
		finally {
			this.loop.reading(outer);
		}
	}

	private void startTurn(int bytes) {
		this.framesInTurn = 0;
		if (this.work != null) {
			this.work.startTurn(bytes);
		}
	}

	/**
	 * Takes account of work that is out of proportion to the bytes that cause it. If that
	 * was too much, the connection ends soon: not at once, as it is just being read. On
	 * the loop.
	 * @param price one of those of {@link WorkBudget}
	 */
	@Override
	public void charge(long price) {
		Duration limit = this.options.rateLimit().work();
		if (limit.isZero()) {
			return;
		}
		long now = this.loop.now();
		WorkBudget present = this.work;
		if (present == null) {
			present = new WorkBudget(limit, now);
			this.work = present;
		}
		if (present.charge(price, now) && !this.exceeding) {
			this.exceeding = true;
			pause();
			this.loop.execute(this::onWorkExceeded);
		}
	}

	private void onWorkExceeded() {
		boolean first = !this.workExceeded;
		this.exceeding = false;
		this.workExceeded = true;
		// until the peer has read our last word, it may cost a little more
		this.work = new WorkBudget(this.options.rateLimit().work().dividedBy(10), this.loop.now());
		if (first && !this.ended) {
			this.context.counters.exceeded(RateLimit.Kind.WORK);
		}
		if (!first || !this.stage.onWorkExceeded()) {
			end();
		}
	}

	/**
	 * Counts a frame, and lets others have their turn, if this connection has had its
	 * own: the loop reads on when it has looked at the others.
	 * @return {@code false} if nothing more may be handled now
	 */
	boolean keepsTurn() {
		if (this.exceeding) {
			pause();
			return false;
		}
		if (++this.framesInTurn < WorkBudget.MAX_FRAMES_IN_TURN && (this.work == null || !this.work.isTurnOver())) {
			return true;
		}
		pause();
		this.loop.execute(this::resume);
		return false;
	}

	/** Whether the event loop is at what it has read from this connection. */
	boolean isReading() {
		return this.loop.reading() == this;
	}

	/** Stops reading; TCP pushes back. */
	void pause() {
		if (!this.paused) {
			this.paused = true;
			this.transport.pause();
		}
	}

	/** Reads on, first what came before the pause. */
	void resume() {
		if (!this.paused || this.ended || !this.stage.mayResume(this.loop.now())) {
			return;
		}
		this.paused = false;
		startTurn(0);
		this.stage.onResume();
		ByteBuffer rest = this.leftover;
		if (rest != null) {
			feed(rest);
			if (!rest.hasRemaining()) {
				this.leftover = null;
			}
		}
		if (!this.paused && !this.ended) {
			if (this.inputEnded) {
				this.stage.onInputEnd();
			}
			else {
				this.transport.resume();
			}
		}
		tellHeld();
		readOn();
	}

	/** Our Close frame is on its way; the peer's is to be read. */
	void onCloseSent() {
		this.stage.onCloseSent();
		resume();
	}

	/** Tells who sends, if that is the thread that calls. From any thread. */
	Sender sender() {
		return this.stage.sender();
	}

	/** Whether a reply may go beyond the limit of the outbound queue. */
	boolean mayGoBeyond(OutboundFrame frame) {
		return this.stage.mayGoBeyond(frame);
	}

	/**
	 * The peer has taken so much that its messages need no longer be held back. From any
	 * thread.
	 */
	void onDrained() {
		this.stage.onDrained();
	}

	/** Has the loop read, unless something is against it. */
	void readOn() {
		if (takesInput()) {
			this.transport.awaitReadable();
		}
	}

	@Override
	public boolean takesInput() {
		return !this.paused && !this.ended && !this.inputEnded;
	}

	/** Whether reading is paused. From any thread. */
	boolean isPaused() {
		return this.paused;
	}

	/** Sets the settings of the session to come. */
	void useOptions(SessionOptions own) {
		if (!own.equals(this.options)) {
			this.options = own;
			this.work = null;
			this.loop.sweepWithin(SweepInterval.millis(own));
		}
	}

	/**
	 * The settings of the session, or the server's before there is one. From any thread.
	 */
	SessionOptions options() {
		return this.options;
	}

	boolean isInStage(ConnectionStage candidate) {
		return !this.ended && this.stage == candidate;
	}

	/** Gives the bytes from now on to another receiver. */
	void enter(ConnectionStage next) {
		this.stage = next;
	}

	/**
	 * Answers the handshake with a refusal; whatever follows is thrown away.
	 */
	void refuse(HandshakeDecision.Reject rejection) {
		this.stage = new DiscardingStage(this, this.loop.now() + this.context.options.closeTimeout().toNanos());
		if (this.context.tls != null && !isSecure()) {
			// a client that will speak TLS understands nothing in the clear
			end();
			return;
		}
		this.outbound.offer(OutboundFrame.http(Handshaker.rejectResponse(rejection), true));
		resume();
	}

	@Override
	public void refuseInTheClear(Transport plain, byte[] answer) {
		this.transport = plain;
		if (this.admitted) {
			this.stage.onEnd(RejectReason.TLS);
			this.stage = new DiscardingStage(this, this.loop.now() + this.context.options.closeTimeout().toNanos());
			this.outbound.offer(OutboundFrame.http(answer, true));
		}
		else {
			// its refusal waits already
			this.outbound.onWritable();
		}
	}

	@Override
	public void tlsFailed() {
		endOutput(RejectReason.TLS);
		this.outbound.end();
	}

	@Override
	public void tlsAbused(CloseStatus status) {
		// the peer's answer would cost yet more
		this.stage.onCut(status);
		end(RejectReason.TLS);
	}

	@Override
	public void secured() {
		this.outbound.onWritable();
	}

	@Override
	public void beforeDecrypting() {
		if (this.parts.gathering.isOpenFor(this.outbound)) {
			this.parts.gathering.writeAll();
		}
	}

	/** Whether the peer has begun a TLS handshake that is not complete. */
	boolean isSecuring() {
		return this.transport.isSecuring();
	}

	/** Whether all goes through TLS. From any thread. */
	boolean isSecure() {
		return this.transport.isSecure();
	}

	/**
	 * Whether a request for a host belongs on this connection. What a trusted proxy asks
	 * for in its own TLS handshake is no client's choice.
	 * @param host the name in the request
	 */
	boolean serves(String host) {
		return this.context.proxies.contains(this.remoteAddress.getAddress()) || this.transport.serves(host);
	}

	/**
	 * Returns the port that a process on this machine has connected to over loopback,
	 * without TLS and not as a trusted proxy; -1 for any other connection.
	 */
	int loopbackPort() {
		return this.fromProxy ? -1 : this.transport.loopbackPort();
	}

	/** Who the peer has shown to be. */
	@Nullable Principal principal() {
		return this.transport.principal();
	}

	/**
	 * Writes to the socket. Called by the queue's writer, on any thread.
	 * @param buffer what to write; what it still holds then must be the first to come
	 * again, as it may be encrypted already
	 */
	int write(ByteBuffer buffer) throws IOException {
		int bytes = this.transport.write(buffer);
		this.context.counters.bytesSent.add(bytes);
		return bytes;
	}

	/** Writes buffers one after the other, as {@link #write(ByteBuffer)} does one. */
	void write(ByteBuffer[] buffers) throws IOException {
		this.context.counters.bytesSent.add(this.transport.write(buffers));
	}

	/** Tells the loop to have the queue write once it can. From any thread. */
	void awaitWritable() {
		this.transport.awaitWritable();
	}

	/** The peer is gone, most likely. From any thread. */
	@Override
	public void failed(Throwable cause) {
		Log.log(Level.DEBUG, "Write failed", cause);
		inLoop(this::end);
	}

	/**
	 * A frame is written. Called by the queue's writer as it steps back, on any thread.
	 */
	void onFrameWritten(OutboundFrame frame) {
		if (frame.kind == Kind.PING) {
			this.stage.onPingWritten();
		}
		if (frame.kind == Kind.CLOSE || (frame.kind == Kind.HTTP && frame.isLast())) {
			inLoop(() -> this.stage.onLastFrameWritten());
		}
	}

	/**
	 * Ends our output, then waits for the peer to end its own. Closing at once would
	 * reset the connection if the peer has sent anything more, and destroy the bytes that
	 * the peer has not read yet.
	 */
	void endOutput() {
		endOutput(RejectReason.DISCONNECTED);
	}

	private void endOutput(RejectReason cause) {
		this.parts.gathering.writeAll();
		if (this.ended) {
			return;
		}
		this.stage.onEnd(cause);
		this.stage = new DiscardingStage(this, this.loop.now() + this.context.options.closeTimeout().toNanos());
		if (this.inputEnded) {
			end();
			return;
		}
		try {
			this.transport.endOutput();
			resume();
		}
		catch (IOException ex) {
			end();
		}
	}

	@Override
	public void end() {
		end(RejectReason.DISCONNECTED);
	}

	/**
	 * Closes the socket, once, after the replies that are batched.
	 * @param cause the reason that is counted if the connection has not become a session
	 */
	void end(RejectReason cause) {
		this.parts.gathering.writeAll();
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.leftover = null;
		this.transport.close();
		this.loop.forget(this);
		leave(this.context, this.admitted, this.countedAddress);
		ConnectionStage last = this.stage;
		// the session may be kept by the application, but not what it was reading
		this.stage = new DiscardingStage(this, 0);
		last.onEnd(cause);
		this.outbound.end();
		tellHeld();
	}

	/**
	 * Runs a task on the loop, now or soon: not inside of a handler that is just sending.
	 * From any thread.
	 */
	void inLoop(Runnable task) {
		if (this.loop.inLoop() && this.loop.reading() == null) {
			task.run();
		}
		else {
			this.loop.execute(task);
		}
	}

	@Override
	public void onTick(long now) {
		if (!this.ended) {
			if (this.memory.takeUntold()) {
				tellAll();
			}
			this.stage.onTick(now);
		}
	}

	@Override
	public void onFailure(Throwable failure) {
		Log.log(Level.ERROR, "Connection failed, it is cut", failure);
		end();
	}

	@Override
	public void onStop() {
		this.stage.onCut(this.context.stopStatus);
		end(RejectReason.DRAINING);
	}

	@Override
	public void onDeath() {
		this.stage.onCut(CloseStatus.of(CloseCode.INTERNAL_ERROR));
		end(RejectReason.ERROR);
	}

}
