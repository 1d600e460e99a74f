/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.endpoint.ErrorPolicy;
import dev.wsboot.engine.options.ClientAuth;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.OverflowPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The settings of the WebSocket server. Their defaults are those of
 * {@link dev.wsboot.engine.options.WsServerOptions}.
 */
@ConfigurationProperties("ws")
public class WsProperties {

	/**
	 * TCP port to listen on. Use 0 for a free one, published as "local.ws.port".
	 */
	private int port = 8090;

	/**
	 * Network address to listen on. All addresses by default.
	 */
	private @Nullable InetAddress address;

	/**
	 * Number of event loops, each with a thread of its own. As many as there are
	 * processors by default.
	 */
	private @Nullable Integer eventLoops;

	/**
	 * Origins that browsers may connect from, such as "https://example.com",
	 * "https://*.example.com", "http://localhost:*" or "same-host"; "*" allows all. By
	 * default those on the same host as the Host header, on any port. Requests without an
	 * Origin header always pass.
	 */
	private List<String> allowedOrigins = new ArrayList<>();

	/**
	 * Hosts that clients may ask for in the Host header, without a port, such as
	 * "chat.example.com" or "*.example.com"; others get 421. By default all, except for
	 * pages that a browser on the server's machine opens over loopback by another name
	 * than that of the machine (DNS rebinding).
	 */
	private List<String> allowedHosts = new ArrayList<>();

	/**
	 * Maximum size of a message. A larger one closes the session with 1009.
	 */
	private DataSize maxMessageSize = DataSize.ofMegabytes(1);

	/**
	 * Maximum size of a frame. A larger one closes the session with 1009. That of a
	 * message by default, as browsers send each message in one frame.
	 */
	private @Nullable DataSize maxFrameSize;

	/**
	 * Maximum number of fragments of a message. More close the session with 1008.
	 */
	private int maxFragments = 16384;

	/**
	 * Time without a message either way after which a session is closed with 1001. Zero
	 * for never. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration idleTimeout = Duration.ZERO;

	/**
	 * Maximum duration of the closing handshake, after which the connection is cut. If a
	 * duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration closeTimeout = Duration.ofSeconds(10);

	/**
	 * Maximum number of connections. More are answered with 503.
	 */
	private int maxConnections = 50000;

	/**
	 * Maximum number of connections from one address. More are answered with 503. Zero
	 * for no limit, as proxies share an address.
	 */
	private int maxConnectionsPerAddress = 0;

	private final Tcp tcp = new Tcp();

	private final Handshake handshake = new Handshake();

	private final Inbound inbound = new Inbound();

	private final Send send = new Send();

	private final KeepAlive keepAlive = new KeepAlive();

	private final Compression compression = new Compression();

	private final Ssl ssl = new Ssl();

	private final JsonRpc jsonRpc = new JsonRpc();

	private final Errors error = new Errors();

	private final RateLimit rateLimit = new RateLimit();

	private final Memory memory = new Memory();

	private final Proxy proxy = new Proxy();

	private final Shutdown shutdown = new Shutdown();

	private final Logging log = new Logging();

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public @Nullable Integer getEventLoops() {
		return this.eventLoops;
	}

	public void setEventLoops(@Nullable Integer eventLoops) {
		this.eventLoops = eventLoops;
	}

	public List<String> getAllowedOrigins() {
		return this.allowedOrigins;
	}

	public void setAllowedOrigins(List<String> allowedOrigins) {
		this.allowedOrigins = allowedOrigins;
	}

	public List<String> getAllowedHosts() {
		return this.allowedHosts;
	}

	public void setAllowedHosts(List<String> allowedHosts) {
		this.allowedHosts = allowedHosts;
	}

	public DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	public @Nullable DataSize getMaxFrameSize() {
		return this.maxFrameSize;
	}

	public void setMaxFrameSize(@Nullable DataSize maxFrameSize) {
		this.maxFrameSize = maxFrameSize;
	}

	public int getMaxFragments() {
		return this.maxFragments;
	}

	public void setMaxFragments(int maxFragments) {
		this.maxFragments = maxFragments;
	}

	public Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public Duration getCloseTimeout() {
		return this.closeTimeout;
	}

	public void setCloseTimeout(Duration closeTimeout) {
		this.closeTimeout = closeTimeout;
	}

	public int getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(int maxConnections) {
		this.maxConnections = maxConnections;
	}

	public int getMaxConnectionsPerAddress() {
		return this.maxConnectionsPerAddress;
	}

	public void setMaxConnectionsPerAddress(int maxConnectionsPerAddress) {
		this.maxConnectionsPerAddress = maxConnectionsPerAddress;
	}

	public Tcp getTcp() {
		return this.tcp;
	}

	public Handshake getHandshake() {
		return this.handshake;
	}

	public Inbound getInbound() {
		return this.inbound;
	}

	public Send getSend() {
		return this.send;
	}

	public KeepAlive getKeepAlive() {
		return this.keepAlive;
	}

	public Compression getCompression() {
		return this.compression;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public JsonRpc getJsonRpc() {
		return this.jsonRpc;
	}

	public Errors getError() {
		return this.error;
	}

	public RateLimit getRateLimit() {
		return this.rateLimit;
	}

	public Memory getMemory() {
		return this.memory;
	}

	public Proxy getProxy() {
		return this.proxy;
	}

	public Logging getLog() {
		return this.log;
	}

	public Shutdown getShutdown() {
		return this.shutdown;
	}

	/**
	 * Options of the sockets.
	 */
	public static class Tcp {

		/**
		 * Whether to probe idle connections by TCP (SO_KEEPALIVE).
		 */
		private boolean keepAlive = true;

		/**
		 * Whether to send small packets at once (TCP_NODELAY).
		 */
		private boolean noDelay = true;

		/**
		 * Maximum number of connections that wait to be accepted.
		 */
		private int backlog = 1024;

		public boolean isKeepAlive() {
			return this.keepAlive;
		}

		public void setKeepAlive(boolean keepAlive) {
			this.keepAlive = keepAlive;
		}

		public boolean isNoDelay() {
			return this.noDelay;
		}

		public void setNoDelay(boolean noDelay) {
			this.noDelay = noDelay;
		}

		public int getBacklog() {
			return this.backlog;
		}

		public void setBacklog(int backlog) {
			this.backlog = backlog;
		}

	}

	/**
	 * Limits of the opening handshake.
	 */
	public static class Handshake {

		/**
		 * Maximum number of connections that are let in each second. More are answered
		 * with 503. Zero for no limit.
		 */
		private int maxPerSecond;

		/**
		 * Maximum duration of a handshake, counted from accept, after which the
		 * connection is closed. If a duration suffix is not specified, seconds will be
		 * used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration timeout = Duration.ofSeconds(10);

		/**
		 * Maximum size of the request line. A longer one is answered with 414.
		 */
		private DataSize maxRequestLine = DataSize.ofKilobytes(4);

		/**
		 * Maximum size of all request headers. Larger ones are answered with 431.
		 */
		private DataSize maxHeaderSize = DataSize.ofKilobytes(8);

		/**
		 * Maximum number of request headers. More are answered with 431.
		 */
		private int maxHeaders = 100;

		/**
		 * Whether a path may hold '%2F', a slash that separates no segments. Path
		 * variables hold it decoded, so they must not be taken for names of files.
		 * Otherwise such a request is answered with 400.
		 */
		private boolean allowEncodedSlash;

		public int getMaxPerSecond() {
			return this.maxPerSecond;
		}

		public void setMaxPerSecond(int maxPerSecond) {
			this.maxPerSecond = maxPerSecond;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public DataSize getMaxRequestLine() {
			return this.maxRequestLine;
		}

		public void setMaxRequestLine(DataSize maxRequestLine) {
			this.maxRequestLine = maxRequestLine;
		}

		public DataSize getMaxHeaderSize() {
			return this.maxHeaderSize;
		}

		public void setMaxHeaderSize(DataSize maxHeaderSize) {
			this.maxHeaderSize = maxHeaderSize;
		}

		public int getMaxHeaders() {
			return this.maxHeaders;
		}

		public void setMaxHeaders(int maxHeaders) {
			this.maxHeaders = maxHeaders;
		}

		public boolean isAllowEncodedSlash() {
			return this.allowEncodedSlash;
		}

		public void setAllowEncodedSlash(boolean allowEncodedSlash) {
			this.allowEncodedSlash = allowEncodedSlash;
		}

	}

	/**
	 * Limits of what waits for a handler.
	 */
	public static class Inbound {

		/**
		 * Maximum number of messages of a session that wait for their handler. With more,
		 * reading from the connection pauses.
		 */
		private int maxMessages = 64;

		/**
		 * Maximum size of the messages of a session that wait for their handler. With
		 * more, reading from the connection pauses.
		 */
		private DataSize maxBytes = DataSize.ofMegabytes(1);

		/**
		 * Time that the handler of a message that it reads as it arrives waits for its
		 * peer, in all and beyond what "ws.inbound.stream-min-rate" grants, after which
		 * the session is closed with 1008. Zero for no limit. If a duration suffix is not
		 * specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration streamTimeout = Duration.ofSeconds(20);

		/**
		 * Size of the part of such a message that grants its peer one more second. Zero
		 * for none, however much arrives.
		 */
		private DataSize streamMinRate = DataSize.ofBytes(256);

		public int getMaxMessages() {
			return this.maxMessages;
		}

		public void setMaxMessages(int maxMessages) {
			this.maxMessages = maxMessages;
		}

		public DataSize getMaxBytes() {
			return this.maxBytes;
		}

		public void setMaxBytes(DataSize maxBytes) {
			this.maxBytes = maxBytes;
		}

		public Duration getStreamTimeout() {
			return this.streamTimeout;
		}

		public void setStreamTimeout(Duration streamTimeout) {
			this.streamTimeout = streamTimeout;
		}

		public DataSize getStreamMinRate() {
			return this.streamMinRate;
		}

		public void setStreamMinRate(DataSize streamMinRate) {
			this.streamMinRate = streamMinRate;
		}

	}

	/**
	 * Limits of what waits to be written.
	 */
	public static class Send {

		/**
		 * Maximum size of the messages of a session that wait to be written. With half of
		 * it, the session's next messages wait; where others send more, the overflow
		 * policy rules. 1MB by default, or "ws.max-message-size" where that is more.
		 */
		private @Nullable DataSize bufferLimit;

		/**
		 * Time that writing may make no progress before the session is cut. If a duration
		 * suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration timeout = Duration.ofSeconds(20);

		/**
		 * Treatment of a client that reads too slowly what others send to it: its session
		 * is closed with 1008, or messages are dropped.
		 */
		private OverflowPolicy overflowPolicy = OverflowPolicy.CLOSE;

		/**
		 * Maximum number of streamed answers of a session that are under way. With more,
		 * the session's next messages wait.
		 */
		private int maxStreams = 16;

		public @Nullable DataSize getBufferLimit() {
			return this.bufferLimit;
		}

		public void setBufferLimit(@Nullable DataSize bufferLimit) {
			this.bufferLimit = bufferLimit;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public OverflowPolicy getOverflowPolicy() {
			return this.overflowPolicy;
		}

		public void setOverflowPolicy(OverflowPolicy overflowPolicy) {
			this.overflowPolicy = overflowPolicy;
		}

		public int getMaxStreams() {
			return this.maxStreams;
		}

		public void setMaxStreams(int maxStreams) {
			this.maxStreams = maxStreams;
		}

	}

	/**
	 * Finding dead connections.
	 */
	public static class KeepAlive {

		/**
		 * Silence of a client after which a ping is sent. Zero for no pings. If a
		 * duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration pingInterval = Duration.ofSeconds(25);

		/**
		 * Time that a client may stay silent after such a ping before its connection is
		 * cut. If a duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration pongTimeout = Duration.ofSeconds(20);

		public Duration getPingInterval() {
			return this.pingInterval;
		}

		public void setPingInterval(Duration pingInterval) {
			this.pingInterval = pingInterval;
		}

		public Duration getPongTimeout() {
			return this.pongTimeout;
		}

		public void setPongTimeout(Duration pongTimeout) {
			this.pongTimeout = pongTimeout;
		}

	}

	/**
	 * Compressing messages (permessage-deflate).
	 */
	public static class Compression {

		/**
		 * Whether to compress sessions whose client offers it, unless their endpoint says
		 * otherwise.
		 */
		private boolean enabled = false;

		/**
		 * Compression level, from 1 (the fastest) to 9 (the smallest).
		 */
		private int level = 6;

		/**
		 * Minimum size of a message that is sent compressed.
		 */
		private DataSize minSize = DataSize.ofKilobytes(1);

		/**
		 * Sides that may keep their compression context from one message to the next. It
		 * compresses better, and occupies native memory as long as the session lives.
		 */
		private ContextTakeover contextTakeover = ContextTakeover.NONE;

		/**
		 * Maximum native memory for the contexts that sessions keep. Beyond it, new
		 * sessions are compressed without keeping any.
		 */
		private DataSize maxMemory = DataSize.ofMegabytes(64);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getLevel() {
			return this.level;
		}

		public void setLevel(int level) {
			this.level = level;
		}

		public DataSize getMinSize() {
			return this.minSize;
		}

		public void setMinSize(DataSize minSize) {
			this.minSize = minSize;
		}

		public ContextTakeover getContextTakeover() {
			return this.contextTakeover;
		}

		public void setContextTakeover(ContextTakeover contextTakeover) {
			this.contextTakeover = contextTakeover;
		}

		public DataSize getMaxMemory() {
			return this.maxMemory;
		}

		public void setMaxMemory(DataSize maxMemory) {
			this.maxMemory = maxMemory;
		}

	}

	/**
	 * TLS, which turns {@code ws://} into {@code wss://}.
	 */
	public static class Ssl {

		/**
		 * Whether to speak TLS. By default, if there is a bundle for it.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Name of the SSL bundle with the server's key. Its options say which protocols,
		 * of TLSv1.3 and TLSv1.2, and ciphers are used. Without a bundle, no TLS.
		 */
		private @Nullable String bundle;

		/**
		 * Whether clients have to show a certificate that the bundle trusts. Its subject
		 * is the Principal of their session.
		 */
		private ClientAuth clientAuth = ClientAuth.NONE;

		/**
		 * SSL bundles for clients that ask for certain names (SNI). Others get "bundle".
		 */
		private List<ServerNameBundle> serverNameBundles = new ArrayList<>();

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

		public ClientAuth getClientAuth() {
			return this.clientAuth;
		}

		public void setClientAuth(ClientAuth clientAuth) {
			this.clientAuth = clientAuth;
		}

		public List<ServerNameBundle> getServerNameBundles() {
			return this.serverNameBundles;
		}

		public void setServerNameBundles(List<ServerNameBundle> serverNameBundles) {
			this.serverNameBundles = serverNameBundles;
		}

		/** Whether something is said that makes no sense without a bundle. */
		public boolean isSpecified() {
			return Boolean.TRUE.equals(this.enabled) || this.clientAuth != ClientAuth.NONE
					|| !this.serverNameBundles.isEmpty();
		}

	}

	/**
	 * The SSL bundle of one server name.
	 *
	 * @param serverName name that clients ask for, such as "chat.example.com"; a first
	 * label "*" stands for any
	 * @param bundle name of the SSL bundle that they get
	 */
	public record ServerNameBundle(String serverName, String bundle) {

	}

	/**
	 * JSON-RPC.
	 */
	public static class JsonRpc {

		/**
		 * Maximum number of messages of a batch. A larger one is answered with an error.
		 */
		private int maxBatch = 100;

		/**
		 * Maximum number of calls of one client's methods that wait for answers. More
		 * fail at once.
		 */
		private int maxPendingCalls = 1000;

		/**
		 * Time that a call of a client's method waits for its answer. If a duration
		 * suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration callTimeout = Duration.ofSeconds(30);

		public int getMaxBatch() {
			return this.maxBatch;
		}

		public void setMaxBatch(int maxBatch) {
			this.maxBatch = maxBatch;
		}

		public int getMaxPendingCalls() {
			return this.maxPendingCalls;
		}

		public void setMaxPendingCalls(int maxPendingCalls) {
			this.maxPendingCalls = maxPendingCalls;
		}

		public Duration getCallTimeout() {
			return this.callTimeout;
		}

		public void setCallTimeout(Duration callTimeout) {
			this.callTimeout = callTimeout;
		}

	}

	/**
	 * Errors in handler methods.
	 */
	public static class Errors {

		/**
		 * What becomes of a session after an error that no @OnError method handles.
		 */
		private ErrorPolicy policy = ErrorPolicy.CLOSE;

		public ErrorPolicy getPolicy() {
			return this.policy;
		}

		public void setPolicy(ErrorPolicy policy) {
			this.policy = policy;
		}

	}

	/**
	 * How much one session may send.
	 */
	public static class RateLimit {

		/**
		 * Maximum number of messages of a session in each second, including pings, pongs
		 * and short fragments. Zero for no limit.
		 */
		private int messages;

		/**
		 * Maximum size of what a session sends in each second. Zero for no limit.
		 */
		private DataSize bytes = DataSize.ofBytes(0);

		/**
		 * Maximum size that compressed messages of a session inflate to in each second.
		 * Zero for no limit.
		 */
		private DataSize inflatedBytes = DataSize.ofBytes(0);

		/**
		 * Work out of proportion to its bytes that a session may cause in each second,
		 * such as by messages that inflate to a thousand times their size. Beyond that,
		 * the session is closed with 1008. Zero for no limit. If a duration suffix is not
		 * specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration work = dev.wsboot.engine.options.RateLimit.defaults().work();

		/**
		 * What happens to a session that sends more: reading pauses, or it is closed with
		 * 1008.
		 */
		private dev.wsboot.engine.options.RateLimit.Action action = dev.wsboot.engine.options.RateLimit.Action.PAUSE;

		public int getMessages() {
			return this.messages;
		}

		public void setMessages(int messages) {
			this.messages = messages;
		}

		public DataSize getBytes() {
			return this.bytes;
		}

		public void setBytes(DataSize bytes) {
			this.bytes = bytes;
		}

		public DataSize getInflatedBytes() {
			return this.inflatedBytes;
		}

		public void setInflatedBytes(DataSize inflatedBytes) {
			this.inflatedBytes = inflatedBytes;
		}

		public Duration getWork() {
			return this.work;
		}

		public void setWork(Duration work) {
			this.work = work;
		}

		public dev.wsboot.engine.options.RateLimit.Action getAction() {
			return this.action;
		}

		public void setAction(dev.wsboot.engine.options.RateLimit.Action action) {
			this.action = action;
		}

	}

	/**
	 * Settings of the log.
	 */
	public static class Logging {

		/**
		 * Whether to log all messages at INFO by the logger dev.wsboot.engine.traffic:
		 * texts up to 200 characters, with control characters escaped, and the first 32
		 * bytes of binary messages.
		 */
		private boolean traffic = false;

		public boolean isTraffic() {
			return this.traffic;
		}

		public void setTraffic(boolean traffic) {
			this.traffic = traffic;
		}

	}

	/**
	 * Memory of all sessions together.
	 */
	public static class Memory {

		/**
		 * Maximum memory that messages of all sessions together occupy: unfinished,
		 * waiting for a handler, or waiting to be written. Beyond it, those that hold the
		 * most are closed with 1013. A quarter of the largest heap by default.
		 */
		private @Nullable DataSize maxBuffered;

		public @Nullable DataSize getMaxBuffered() {
			return this.maxBuffered;
		}

		public void setMaxBuffered(@Nullable DataSize maxBuffered) {
			this.maxBuffered = maxBuffered;
		}

	}

	/**
	 * Proxies before the server.
	 */
	public static class Proxy {

		/**
		 * Addresses of the proxies that are believed, each alone or as a range such as
		 * 10.0.0.0/8.
		 */
		private List<String> trusted = List.of();

		/**
		 * Whether connections from trusted addresses begin with a header of the PROXY
		 * protocol, version 1 or 2. Those that do not are cut.
		 */
		private boolean protocol;

		/**
		 * Request headers by which trusted proxies tell whom they speak for.
		 */
		private ForwardedHeader header = ForwardedHeader.NONE;

		public List<String> getTrusted() {
			return this.trusted;
		}

		public void setTrusted(List<String> trusted) {
			this.trusted = trusted;
		}

		public boolean isProtocol() {
			return this.protocol;
		}

		public void setProtocol(boolean protocol) {
			this.protocol = protocol;
		}

		public ForwardedHeader getHeader() {
			return this.header;
		}

		public void setHeader(ForwardedHeader header) {
			this.header = header;
		}

	}

	/**
	 * Stopping.
	 */
	public static class Shutdown {

		/**
		 * Duration between the moment readiness turns to OUT_OF_SERVICE and the start of
		 * the stop, so that load balancers notice. Connections are still accepted. If a
		 * duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration delay = Duration.ZERO;

		/**
		 * Duration over which the closing of sessions is spread, so that their clients do
		 * not all come back at once. If a duration suffix is not specified, seconds will
		 * be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration drainPeriod = Duration.ZERO;

		/**
		 * Maximum duration of the rest of a graceful stop: accepted work is done, and
		 * closing handshakes come to their end. If a duration suffix is not specified,
		 * seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration gracePeriod = Duration.ofSeconds(20);

		/**
		 * Whether sessions are told that the server comes back (1012) rather than that it
		 * goes away (1001).
		 */
		private boolean restarting;

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public Duration getDrainPeriod() {
			return this.drainPeriod;
		}

		public void setDrainPeriod(Duration drainPeriod) {
			this.drainPeriod = drainPeriod;
		}

		public Duration getGracePeriod() {
			return this.gracePeriod;
		}

		public void setGracePeriod(Duration gracePeriod) {
			this.gracePeriod = gracePeriod;
		}

		public boolean isRestarting() {
			return this.restarting;
		}

		public void setRestarting(boolean restarting) {
			this.restarting = restarting;
		}

	}

}
