package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.WsOriginPolicy;
import dev.wsboot.engine.compression.ContextBudget;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.handshake.HostPolicy;
import dev.wsboot.engine.handshake.OriginPolicy;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.protocol.MessageLimits;
import dev.wsboot.engine.proxy.TrustedProxies;
import dev.wsboot.engine.server.compression.CompressionResources;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.limits.Admission;
import dev.wsboot.engine.server.limits.RefusalLog;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.DirectMemory;
import dev.wsboot.engine.server.memory.LargeBuffers;
import dev.wsboot.engine.server.memory.MemoryBudget;
import dev.wsboot.engine.server.memory.SharedPayloads;
import dev.wsboot.engine.server.memory.WriteBuffers;
import dev.wsboot.engine.server.outbound.Completions;
import dev.wsboot.engine.server.outbound.SendResources;
import dev.wsboot.engine.server.tls.TlsServer;
import dev.wsboot.engine.server.waits.PeerWaits;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all connections of a server share. Safe to use from any thread.
 */
final class ServerContext {

	final WsServerOptions options;

	final HandshakeHandler handshakeHandler;

	/** The policy for requests for which the handler has none of its own. */
	private final WsOriginPolicy origins;

	final Handshaker handshaker;

	final Executor executor;

	/** The permits of {@link #executor}; {@code null} where its threads are no pool. */
	final @Nullable PeerWaits peerWaits;

	/** Runs tasks that {@link #executor} rejects, so that they are not lost. */
	final Executor lastCallbacks = HandlerExecutor.lastCallbacks();

	/** The settings of sessions whose accepting decision names none. */
	final SessionOptions sessionOptions;

	/** The limits of the session opened last, which are mostly those of the next one. */
	private volatile MessageLimits limits;

	/** The time in nanoseconds. */
	final LongSupplier clock = System::nanoTime;

	final Counters counters = new Counters();

	final RefusalLog refusals = new RefusalLog(this.clock, (message) -> Log.log(Level.WARNING, message));

	/** The memory that connections hold. */
	final MemoryBudget memory;

	final SharedPayloads sharedPayloads;

	/** The number of bytes of requests that the application has not decided about. */
	final AtomicLong undecided = new AtomicLong();

	final Admission admission;

	final TrustedProxies proxies;

	final Completions completions;

	final SessionRegistry sessions;

	/** The memory for compression contexts of sessions. */
	final ContextBudget contextBudget;

	/** The parts that all sessions with compression use. */
	final CompressionResources compressionResources;

	final DirectMemory directMemory = DirectMemory.ofJvm();

	/** Lends buffers to threads that write outside an event loop. */
	final WriteBuffers writeBuffers = new WriteBuffers(this.directMemory);

	/** The parts that all outbound queues use. */
	final SendResources sendResources;

	/** Lends buffers for large messages. */
	final LargeBuffers largeBuffers;

	final SessionIds sessionIds = new SessionIds();

	/** The log of messages; {@code null} if messages are not logged. */
	final @Nullable TrafficLog traffic;

	/** The parts of TLS connections; {@code null} for a server without TLS. */
	final @Nullable TlsServer tls;

	/** The status of the Close frames that are sent when the server stops. */
	final CloseStatus stopStatus;

	/** Whether new connections are rejected. */
	volatile boolean draining;

	ServerContext(WsServerOptions options, HandshakeHandler handshakeHandler, Executor executor,
			Completions completions) {
		this.options = options;
		this.handshakeHandler = handshakeHandler;
		this.origins = new OriginPolicy(options.handshake().allowedOrigins());
		this.handshaker = new Handshaker(this::allowsOrigin, new HostPolicy(options.handshake().allowedHosts()),
				options.handshake().allowEncodedSlash());
		this.executor = executor;
		this.peerWaits = PeerWaits.of(executor);
		this.completions = completions;
		this.sendResources = new SendResources(completions, this.counters, this.writeBuffers);
		this.sessions = new SessionRegistry(completions);
		this.sessionOptions = options.session();
		this.limits = newLimits(this.sessionOptions);
		this.contextBudget = new ContextBudget(options.compression().maxMemory());
		this.compressionResources = new CompressionResources(options.compression(), this.contextBudget, this.counters);
		this.memory = new MemoryBudget(options.connections().maxBufferedBytes(), new Shedder(this)::request);
		this.sharedPayloads = new SharedPayloads(this.memory);
		this.admission = new Admission(options.connections().max(), options.connections().maxPerAddress(),
				options.handshake().maxPerSecond());
		this.largeBuffers = new LargeBuffers(this.directMemory, options.eventLoops(),
				this.sessionOptions.messages().maxFrameSize());
		this.proxies = new TrustedProxies(options.proxy());
		this.stopStatus = options.shutdown().restarting() ? CloseStatus.of(CloseCode.SERVICE_RESTART)
				: CloseStatus.GOING_AWAY;
		this.traffic = options.logTraffic() ? new TrafficLog() : null;
		Supplier<TlsOptions> tls = options.tls();
		this.tls = (tls != null) ? new TlsServer(tls) : null;
	}

	private boolean allowsOrigin(String origin, HandshakeRequest request) {
		WsOriginPolicy own = this.handshakeHandler.originPolicy(request);
		return ((own != null) ? own : this.origins).allows(origin, request);
	}

	/**
	 * Returns how much memory connections without a session may hold, so that they leave
	 * enough to sessions: half of the budget, or less if there is none left.
	 * @param more bytes that are to be held in addition
	 */
	long handshakeMemory(long more) {
		boolean exceeded = this.memory.held() + more > this.memory.max();
		return this.memory.max() / (exceeded ? 8 : 2);
	}

	/**
	 * Returns what a peer may send, as one instance for many sessions.
	 * @param options the settings of the session
	 */
	MessageLimits limits(SessionOptions options) {
		MessageLimits last = this.limits;
		MessageLimits wanted = newLimits(options);
		if (wanted.equals(last)) {
			return last;
		}
		this.limits = wanted;
		return wanted;
	}

	private static MessageLimits newLimits(SessionOptions options) {
		return new MessageLimits(options.messages().maxFrameSize(), options.messages().maxSize(),
				options.messages().maxFragments());
	}

}
