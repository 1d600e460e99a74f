/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
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
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.proxy.TrustedProxies;
import dev.wsboot.engine.server.compression.CompressionResources;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.limits.Admission;
import dev.wsboot.engine.server.limits.RejectionLog;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.DirectMemory;
import dev.wsboot.engine.server.memory.LargeBuffers;
import dev.wsboot.engine.server.memory.MemoryBudget;
import dev.wsboot.engine.server.memory.SharedPayloads;
import dev.wsboot.engine.server.memory.WriteBuffers;
import dev.wsboot.engine.server.outbound.Completions;
import dev.wsboot.engine.server.outbound.SendResources;
import dev.wsboot.engine.server.session.HandshakeMemory;
import dev.wsboot.engine.server.session.HandshakeResources;
import dev.wsboot.engine.server.session.HandshakeReview;
import dev.wsboot.engine.server.session.MemoryShedder;
import dev.wsboot.engine.server.session.SessionIds;
import dev.wsboot.engine.server.session.SessionRegistry;
import dev.wsboot.engine.server.session.SessionResources;
import dev.wsboot.engine.server.session.SharedLimits;
import dev.wsboot.engine.server.session.TrafficLog;
import dev.wsboot.engine.server.tls.TlsServer;
import dev.wsboot.engine.server.waits.PeerWaits;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all connections of a server share. Safe to use from any thread.
 */
final class ServerContext {

	final WsServerOptions options;

	private final HandshakeHandler handshakeHandler;

	/** The policy for requests for which the handler has none of its own. */
	private final WsOriginPolicy origins;

	final Executor executor;

	/** The permits of {@link #executor}; {@code null} where its threads are no pool. */
	final @Nullable PeerWaits peerWaits;

	/** Runs tasks that {@link #executor} rejects, so that they are not lost. */
	final Executor lastCallbacks = HandlerExecutor.lastCallbacks();

	/** The settings of sessions whose accepting decision names none. */
	final SessionOptions sessionOptions;

	/** The time in nanoseconds. */
	final LongSupplier clock = System::nanoTime;

	final Counters counters = new Counters();

	final RejectionLog rejections = new RejectionLog(this.clock, (message) -> Log.log(Level.WARNING, message));

	/** The memory that connections hold. */
	final MemoryBudget memory;

	/** Closes sessions when connections hold too much memory. */
	private final MemoryShedder shedder;

	final Admission admission;

	final TrustedProxies proxies;

	final Completions completions;

	final SessionRegistry sessions;

	/** The memory for compression contexts of sessions. */
	final ContextBudget contextBudget;

	final DirectMemory directMemory = DirectMemory.ofJvm();

	/** Lends buffers to threads that write outside an event loop. */
	final WriteBuffers writeBuffers = new WriteBuffers(this.directMemory);

	/** The parts that all outbound queues use. */
	final SendResources sendResources;

	/** The parts that all handshakes use. */
	final HandshakeResources handshakeResources;

	/** The parts that all sessions use. */
	final SessionResources sessionResources;

	/** The decisions about handshakes. */
	final HandshakeReview handshakeReview;

	/** True if another server accepts the connections. */
	private final boolean mounted;

	/** The parts of TLS connections; {@code null} if there are none. */
	final @Nullable TlsServer tls;

	/** The status of the Close frames that are sent when the server stops. */
	final CloseStatus stopStatus;

	ServerContext(WsServerOptions options, HandshakeHandler handshakeHandler, Executor executor,
			Completions completions) {
		this(options, handshakeHandler, executor, completions, false);
	}

	ServerContext(WsServerOptions options, HandshakeHandler handshakeHandler, Executor executor,
			Completions completions, boolean mounted) {
		this.mounted = mounted;
		this.options = options;
		this.handshakeHandler = handshakeHandler;
		this.origins = new OriginPolicy(options.handshake().allowedOrigins());
		this.executor = executor;
		this.peerWaits = PeerWaits.of(executor);
		this.completions = completions;
		this.sendResources = new SendResources(completions, this.counters, this.writeBuffers, this.clock);
		this.sessions = new SessionRegistry(completions);
		this.sessionOptions = options.session();
		this.contextBudget = new ContextBudget(options.compression().maxMemory());
		this.memory = new MemoryBudget(options.connections().maxBufferedBytes(), this::shed);
		this.shedder = new MemoryShedder(this.sessions, this.memory, this.counters, this.clock);
		this.admission = new Admission(options.connections().max(), options.connections().maxPerAddress(),
				options.handshake().maxPerSecond());
		this.proxies = new TrustedProxies(mounted ? ProxyOptions.defaults() : options.proxy());
		this.stopStatus = options.shutdown().restarting() ? CloseStatus.of(CloseCode.SERVICE_RESTART)
				: CloseStatus.GOING_AWAY;
		this.handshakeResources = new HandshakeResources(options.handshake(), handshakeHandler,
				new Handshaker(this::allowsOrigin, new HostPolicy(options.handshake().allowedHosts()),
						options.handshake().allowEncodedSlash()),
				this.proxies, this.rejections, new HandshakeMemory(this.memory));
		this.handshakeReview = new HandshakeReview(this.handshakeResources, this.sessions, this.counters);
		this.sessionResources = new SessionResources(this.sessions, new SessionIds(),
				new SharedLimits(this.sessionOptions),
				new CompressionResources(options.compression(), this.contextBudget, this.counters),
				new SharedPayloads(this.memory),
				new LargeBuffers(this.directMemory, options.eventLoops(),
						this.sessionOptions.messages().maxFrameSize()),
				options.logTraffic() ? new TrafficLog() : null, this.clock);
		Supplier<TlsOptions> tls = mounted ? null : options.tls();
		this.tls = (tls != null || mounted) ? new TlsServer(tls) : null;
	}

	/** Returns true if the server accepts connections with TLS. */
	boolean isSecure() {
		return this.tls != null && !this.mounted;
	}

	private boolean allowsOrigin(String origin, HandshakeRequest request) {
		WsOriginPolicy own = this.handshakeHandler.originPolicy(request);
		return ((own != null) ? own : this.origins).allows(origin, request);
	}

	private void shed() {
		this.shedder.request();
	}

}
