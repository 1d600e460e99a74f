package dev.wsboot.engine.options;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a server with their defaults, which live here and nowhere else. An
 * immutable value.
 *
 * @param port the TCP port; 0 takes a free one
 * @param address the address to listen on; {@code null} for all
 * @param eventLoops the number of event loops, each with a thread of its own
 * @param executor runs callbacks that may block; {@code null} for virtual threads where
 * the JDK has them, else a bounded pool
 * @param tcpKeepAlive whether sockets have SO_KEEPALIVE
 * @param tcpNoDelay whether sockets have TCP_NODELAY
 * @param tcpBacklog how many connections may wait to be accepted
 * @param handshakeTimeout how long a handshake may take, counted from accept
 * @param maxRequestLine bytes of the request line; beyond it 414
 * @param maxHeaderSize bytes of all header lines; beyond it 431
 * @param maxHeaders number of header lines; beyond it 431
 * @param allowEncodedSlash whether a path may hold {@code %2F}, a slash that separates
 * nothing; otherwise 400
 * @param allowedOrigins origins that may connect, such as {@code https://example.com};
 * patterns such as {@code https://*.example.com}, {@code http://localhost:*} or
 * {@code https://example.com:[8080,8081]}; {@code same-host} for those on the host of the
 * Host header, on any port, which is also what no entries stand for; {@code null} in text
 * for pages without an origin; {@code *} for all; URLs with a path, which are compared as
 * text. Requests without an Origin header always pass
 * @param allowedHosts hosts by which the server is reached, without a port, such as
 * {@code chat.example.com}; patterns such as {@code *.example.com}; {@code *} for all.
 * Others get 421. No entries stand for all, except that a page from a browser on this
 * machine, which has connected directly over loopback with the name of a site, is not
 * taken for one of the same host
 * @param maxMessageSize bytes of a message; beyond it 1009
 * @param maxFrameSize bytes of a frame; beyond it 1009
 * @param maxFragments fragments of a message, empty ones counted; beyond it 1008
 * @param inboundMaxMessages messages of a session that wait for its handler; beyond it
 * reading pauses
 * @param inboundMaxBytes bytes of a session that wait for its handler; beyond it reading
 * pauses
 * @param inboundStreamTimeout the time that the handler of a message that it reads as it
 * arrives waits for its peer, in all and beyond what {@code inboundStreamMinRate} grants,
 * after which the session is closed with 1008; zero for no limit
 * @param inboundStreamMinRate the bytes of such a message that grant one more second; 0
 * for none, however many arrive
 * @param sendBufferLimit bytes of a session that wait to be written; beyond it the
 * overflow policy rules
 * @param sendTimeout how long writing may make no progress before the session is cut
 * @param overflowPolicy what happens to a session whose outbound queue is full
 * @param pingInterval the silence of the peer after which a ping is sent; zero for no
 * pings
 * @param pongTimeout how long a peer may stay silent after such a ping before it is taken
 * for dead (1006)
 * @param idleTimeout after how long without a message either way a session is closed with
 * 1001; zero for never
 * @param closeTimeout how long the closing handshake may take before the connection is
 * cut
 * @param maxConnections connections in all; beyond it 503
 * @param maxConnectionsPerAddress connections from one address, or from the /64 network
 * of an IPv6 address; beyond it 503; 0 for no limit, as proxies share an address
 * @param rateLimit how much one session may send in each second
 * @param maxBufferedBytes bytes of the heap that messages of all connections together may
 * occupy, unfinished, waiting for a handler or waiting to be written; beyond it those
 * that hold the most are closed with 1013. Connections in their handshake may hold half
 * of it
 * @param maxHandshakesPerSecond connections that are let in each second; beyond it 503; 0
 * for no limit
 * @param proxy which proxies stand before the server, and how they tell whom they speak
 * for
 * @param shutdown how a stop goes
 * @param compression the settings of permessage-deflate
 * @param logTraffic whether messages are logged, shortened
 * @param tls is asked at each TLS handshake what to go by, on an event loop; {@code null}
 * for no TLS
 */
public record WsServerOptions(int port, @Nullable InetAddress address, int eventLoops, @Nullable Executor executor,
		boolean tcpKeepAlive, boolean tcpNoDelay, int tcpBacklog, Duration handshakeTimeout, int maxRequestLine,
		int maxHeaderSize, int maxHeaders, boolean allowEncodedSlash, List<String> allowedOrigins,
		List<String> allowedHosts, int maxMessageSize, int maxFrameSize, int maxFragments, int inboundMaxMessages,
		int inboundMaxBytes, Duration inboundStreamTimeout, int inboundStreamMinRate, int sendBufferLimit,
		Duration sendTimeout, OverflowPolicy overflowPolicy, Duration pingInterval, Duration pongTimeout,
		Duration idleTimeout, Duration closeTimeout, int maxConnections, int maxConnectionsPerAddress,
		RateLimit rateLimit, long maxBufferedBytes, int maxHandshakesPerSecond, ProxyOptions proxy,
		ShutdownOptions shutdown, CompressionOptions compression, boolean logTraffic,
		@Nullable Supplier<TlsOptions> tls) {

	private static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Creates options; {@link #builder} spares its callers the order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public WsServerOptions {
		require(port >= 0 && port <= 65535, "port", port, "must be between 0 and 65535");
		requirePositive(eventLoops, "event-loops");
		requirePositive(tcpBacklog, "tcp.backlog");
		requirePositive(handshakeTimeout, "handshake.timeout");
		requirePositive(maxRequestLine, "handshake.max-request-line");
		requirePositive(maxHeaderSize, "handshake.max-header-size");
		requirePositive(maxHeaders, "handshake.max-headers");
		allowedOrigins = List.copyOf(allowedOrigins);
		allowedHosts = List.copyOf(allowedHosts);
		requirePositive(maxMessageSize, "max-message-size");
		requirePositive(maxFrameSize, "max-frame-size");
		requirePositive(maxFragments, "max-fragments");
		requirePositive(inboundMaxMessages, "inbound.max-messages");
		requirePositive(inboundMaxBytes, "inbound.max-bytes");
		requireNotNegative(inboundStreamTimeout, "inbound.stream-timeout");
		requireNotNegative(inboundStreamMinRate, "inbound.stream-min-rate");
		requirePositive(sendBufferLimit, "send.buffer-limit");
		requirePositive(sendTimeout, "send.timeout");
		Objects.requireNonNull(overflowPolicy, "'overflowPolicy' must not be null");
		requireNotNegative(pingInterval, "keep-alive.ping-interval");
		requirePositive(pongTimeout, "keep-alive.pong-timeout");
		requireNotNegative(idleTimeout, "idle-timeout");
		requirePositive(closeTimeout, "close-timeout");
		requirePositive(maxConnections, "max-connections");
		require(maxConnectionsPerAddress >= 0, "max-connections-per-address", maxConnectionsPerAddress,
				"must not be negative");
		Objects.requireNonNull(rateLimit, "'rateLimit' must not be null");
		require(maxBufferedBytes > 0, "memory.max-buffered", maxBufferedBytes, "must be greater than 0");
		require(maxHandshakesPerSecond >= 0, "handshake.max-per-second", maxHandshakesPerSecond,
				"must not be negative");
		Objects.requireNonNull(proxy, "'proxy' must not be null");
		Objects.requireNonNull(shutdown, "'shutdown' must not be null");
		Objects.requireNonNull(compression, "'compression' must not be null");
	}

	/**
	 * Returns the settings of each session for which the accepting decision names none.
	 * @return the part of these options that may differ between sessions
	 */
	public SessionOptions session() {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, this.inboundStreamTimeout, this.inboundStreamMinRate, this.sendBufferLimit,
				this.overflowPolicy, this.pingInterval, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Returns a builder that holds the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	static void requirePositive(int value, String property) {
		require(value > 0, property, value, "must be greater than 0");
	}

	static void requireNotNegative(int value, String property) {
		require(value >= 0, property, value, "must not be negative");
	}

	static void requireNotNegative(Duration value, String property) {
		require(!value.isNegative(), property, value, "must not be negative");
		requireBounded(value, property);
	}

	static void requirePositive(Duration value, String property) {
		require(!value.isNegative() && !value.isZero(), property, value, "must be greater than 0");
		requireBounded(value, property);
	}

	/** Longer ones overflow as nanoseconds, and are mistakes anyway. */
	private static void requireBounded(Duration value, String property) {
		require(value.compareTo(LONGEST) <= 0, property, value, "must be at most 365 days");
	}

	private static void require(boolean valid, String property, Object value, String rule) {
		if (!valid) {
			throw new InvalidOptionException(property, value, rule);
		}
	}

	/**
	 * Builds options, starting from the defaults. Not safe for use by several threads.
	 */
	public static final class Builder {

		private int port = 8090;

		private @Nullable InetAddress address = null;

		private int eventLoops = Runtime.getRuntime().availableProcessors();

		private @Nullable Executor executor = null;

		private boolean tcpKeepAlive = true;

		private boolean tcpNoDelay = true;

		private int tcpBacklog = 1024;

		private Duration handshakeTimeout = Duration.ofSeconds(10);

		private int maxRequestLine = 4 * 1024;

		private int maxHeaderSize = 8 * 1024;

		private int maxHeaders = 100;

		private boolean allowEncodedSlash = false;

		private List<String> allowedOrigins = List.of();

		private List<String> allowedHosts = List.of();

		private int maxMessageSize = 1024 * 1024;

		/** Bytes, or {@code null} for those of a message. */
		private @Nullable Integer maxFrameSize = null;

		private int maxFragments = 16384;

		private int inboundMaxMessages = 64;

		private int inboundMaxBytes = 1024 * 1024;

		private Duration inboundStreamTimeout = Duration.ofSeconds(20);

		private int inboundStreamMinRate = 256;

		/** Bytes, or {@code null} for 1 MiB, but never less than one message. */
		private @Nullable Integer sendBufferLimit = null;

		private Duration sendTimeout = Duration.ofSeconds(20);

		private OverflowPolicy overflowPolicy = OverflowPolicy.CLOSE;

		private Duration pingInterval = Duration.ofSeconds(25);

		private Duration pongTimeout = Duration.ofSeconds(20);

		private Duration idleTimeout = Duration.ZERO;

		private Duration closeTimeout = Duration.ofSeconds(10);

		private int maxConnections = 50000;

		private int maxConnectionsPerAddress = 0;

		private RateLimit rateLimit = RateLimit.defaults();

		private long maxBufferedBytes = Runtime.getRuntime().maxMemory() / 4;

		private int maxHandshakesPerSecond = 0;

		private ProxyOptions proxy = ProxyOptions.defaults();

		private ShutdownOptions shutdown = ShutdownOptions.defaults();

		private CompressionOptions compression = CompressionOptions.defaults();

		private boolean logTraffic = false;

		private @Nullable Supplier<TlsOptions> tls = null;

		private Builder() {
		}

		/**
		 * Sets the TCP port.
		 * @param value the new value; the default is {@code 8090}
		 * @return this builder
		 */
		public Builder port(int value) {
			this.port = value;
			return this;
		}

		/**
		 * Sets the address to listen on.
		 * @param value the new value; the default is {@code null}
		 * @return this builder
		 */
		public Builder address(@Nullable InetAddress value) {
			this.address = value;
			return this;
		}

		/**
		 * Sets the number of event loops, each with a thread of its own.
		 * @param value the new value; the default is
		 * {@code Runtime.getRuntime().availableProcessors()}
		 * @return this builder
		 */
		public Builder eventLoops(int value) {
			this.eventLoops = value;
			return this;
		}

		/**
		 * Sets what runs callbacks that may block.
		 * @param value the new value; the default is {@code null}
		 * @return this builder
		 */
		public Builder executor(@Nullable Executor value) {
			this.executor = value;
			return this;
		}

		/**
		 * Sets whether sockets have SO_KEEPALIVE.
		 * @param value the new value; the default is {@code true}
		 * @return this builder
		 */
		public Builder tcpKeepAlive(boolean value) {
			this.tcpKeepAlive = value;
			return this;
		}

		/**
		 * Sets whether sockets have TCP_NODELAY.
		 * @param value the new value; the default is {@code true}
		 * @return this builder
		 */
		public Builder tcpNoDelay(boolean value) {
			this.tcpNoDelay = value;
			return this;
		}

		/**
		 * Sets how many connections may wait to be accepted.
		 * @param value the new value; the default is {@code 1024}
		 * @return this builder
		 */
		public Builder tcpBacklog(int value) {
			this.tcpBacklog = value;
			return this;
		}

		/**
		 * Sets how long a handshake may take, counted from accept.
		 * @param value the new value; the default is {@code Duration.ofSeconds(10)}
		 * @return this builder
		 */
		public Builder handshakeTimeout(Duration value) {
			this.handshakeTimeout = value;
			return this;
		}

		/**
		 * Sets the bytes of the request line.
		 * @param value the new value; the default is {@code 4 * 1024}
		 * @return this builder
		 */
		public Builder maxRequestLine(int value) {
			this.maxRequestLine = value;
			return this;
		}

		/**
		 * Sets the bytes of all header lines.
		 * @param value the new value; the default is {@code 8 * 1024}
		 * @return this builder
		 */
		public Builder maxHeaderSize(int value) {
			this.maxHeaderSize = value;
			return this;
		}

		/**
		 * Sets the number of header lines.
		 * @param value the new value; the default is {@code 100}
		 * @return this builder
		 */
		public Builder maxHeaders(int value) {
			this.maxHeaders = value;
			return this;
		}

		/**
		 * Sets whether a path may hold {@code %2F}, a slash that separates nothing.
		 * @param value the new value; the default is {@code false}: such a request is
		 * answered with 400
		 * @return this builder
		 */
		public Builder allowEncodedSlash(boolean value) {
			this.allowEncodedSlash = value;
			return this;
		}

		/**
		 * Sets the origins that may connect, such as {@code https://example.com},
		 * {@code https://*.example.com} or {@code same-host}.
		 * @param value the new value; the default is {@code List.of()}
		 * @return this builder
		 */
		public Builder allowedOrigins(List<String> value) {
			this.allowedOrigins = value;
			return this;
		}

		/**
		 * Sets the hosts by which the server is reached, such as {@code chat.example.com}
		 * or {@code *.example.com}.
		 * @param value the new value; the default is {@code List.of()}
		 * @return this builder
		 */
		public Builder allowedHosts(List<String> value) {
			this.allowedHosts = value;
			return this;
		}

		/**
		 * Sets the bytes of a message.
		 * @param value the new value; the default is {@code 1024 * 1024}
		 * @return this builder
		 */
		public Builder maxMessageSize(int value) {
			this.maxMessageSize = value;
			return this;
		}

		/**
		 * Sets the bytes of a frame. Above the bytes of a message, the value has no
		 * effect.
		 * @param value the new value; the default is {@code maxMessageSize}
		 * @return this builder
		 */
		public Builder maxFrameSize(int value) {
			this.maxFrameSize = value;
			return this;
		}

		/**
		 * Sets the fragments of a message, empty ones counted.
		 * @param value the new value; the default is {@code 16384}
		 * @return this builder
		 */
		public Builder maxFragments(int value) {
			this.maxFragments = value;
			return this;
		}

		/**
		 * Sets the messages of a session that wait for its handler.
		 * @param value the new value; the default is {@code 64}
		 * @return this builder
		 */
		public Builder inboundMaxMessages(int value) {
			this.inboundMaxMessages = value;
			return this;
		}

		/**
		 * Sets the bytes of a session that wait for its handler.
		 * @param value the new value; the default is {@code 1024 * 1024}
		 * @return this builder
		 */
		public Builder inboundMaxBytes(int value) {
			this.inboundMaxBytes = value;
			return this;
		}

		/**
		 * Sets the time that a handler waits for the rest of a message that it reads as
		 * it arrives.
		 * @param value the new value, zero for no limit; the default is
		 * {@code Duration.ofSeconds(20)}
		 * @return this builder
		 */
		public Builder inboundStreamTimeout(Duration value) {
			this.inboundStreamTimeout = value;
			return this;
		}

		/**
		 * Sets the bytes of a message that is read as it arrives that grant its peer one
		 * more second.
		 * @param value the new value, 0 for none; the default is {@code 256}
		 * @return this builder
		 */
		public Builder inboundStreamMinRate(int value) {
			this.inboundStreamMinRate = value;
			return this;
		}

		/**
		 * Sets the bytes of a session that wait to be written.
		 * @param value the new value; the default is {@code 1024 * 1024}, or
		 * {@code maxMessageSize} where that is more
		 * @return this builder
		 */
		public Builder sendBufferLimit(int value) {
			this.sendBufferLimit = value;
			return this;
		}

		/**
		 * Sets how long writing may make no progress before the session is cut.
		 * @param value the new value; the default is {@code Duration.ofSeconds(20)}
		 * @return this builder
		 */
		public Builder sendTimeout(Duration value) {
			this.sendTimeout = value;
			return this;
		}

		/**
		 * Sets what happens to a session whose outbound queue is full.
		 * @param value the new value; the default is {@code OverflowPolicy.CLOSE}
		 * @return this builder
		 */
		public Builder overflowPolicy(OverflowPolicy value) {
			this.overflowPolicy = value;
			return this;
		}

		/**
		 * Sets the silence of the peer after which a ping is sent.
		 * @param value the new value, zero for no pings; the default is
		 * {@code Duration.ofSeconds(25)}
		 * @return this builder
		 */
		public Builder pingInterval(Duration value) {
			this.pingInterval = value;
			return this;
		}

		/**
		 * Sets how long a peer may stay silent after such a ping before it is taken for
		 * dead (1006).
		 * @param value the new value; the default is {@code Duration.ofSeconds(20)}
		 * @return this builder
		 */
		public Builder pongTimeout(Duration value) {
			this.pongTimeout = value;
			return this;
		}

		/**
		 * Sets after how long without a message either way a session is closed with 1001.
		 * @param value the new value; the default is {@code Duration.ZERO}
		 * @return this builder
		 */
		public Builder idleTimeout(Duration value) {
			this.idleTimeout = value;
			return this;
		}

		/**
		 * Sets how long the closing handshake may take before the connection is cut.
		 * @param value the new value; the default is {@code Duration.ofSeconds(10)}
		 * @return this builder
		 */
		public Builder closeTimeout(Duration value) {
			this.closeTimeout = value;
			return this;
		}

		/**
		 * Sets the connections in all.
		 * @param value the new value; the default is {@code 50000}
		 * @return this builder
		 */
		public Builder maxConnections(int value) {
			this.maxConnections = value;
			return this;
		}

		/**
		 * Sets the connections from one address.
		 * @param value the new value; the default is {@code 0}
		 * @return this builder
		 */
		public Builder maxConnectionsPerAddress(int value) {
			this.maxConnectionsPerAddress = value;
			return this;
		}

		/**
		 * Sets how much one session may send in each second.
		 * @param value the new value; the default is {@link RateLimit#defaults}
		 * @return this builder
		 */
		public Builder rateLimit(RateLimit value) {
			this.rateLimit = value;
			return this;
		}

		/**
		 * Sets the bytes of the heap that messages of all connections together may
		 * occupy.
		 * @param value the new value; the default is a quarter of the largest heap that
		 * the JVM may use
		 * @return this builder
		 */
		public Builder maxBufferedBytes(long value) {
			this.maxBufferedBytes = value;
			return this;
		}

		/**
		 * Sets the connections that are let in each second.
		 * @param value the new value; the default is {@code 0}: no limit
		 * @return this builder
		 */
		public Builder maxHandshakesPerSecond(int value) {
			this.maxHandshakesPerSecond = value;
			return this;
		}

		/**
		 * Sets which proxies stand before the server.
		 * @param value the new value; the default is {@link ProxyOptions#defaults}
		 * @return this builder
		 */
		public Builder proxy(ProxyOptions value) {
			this.proxy = value;
			return this;
		}

		/**
		 * Sets how a stop goes.
		 * @param value the new value; the default is {@link ShutdownOptions#defaults}
		 * @return this builder
		 */
		public Builder shutdown(ShutdownOptions value) {
			this.shutdown = value;
			return this;
		}

		/**
		 * Sets the settings of permessage-deflate.
		 * @param value the new value; the default is {@link CompressionOptions#defaults}
		 * @return this builder
		 */
		public Builder compression(CompressionOptions value) {
			this.compression = value;
			return this;
		}

		/**
		 * Sets whether messages are logged at INFO, shortened and with control characters
		 * escaped, by the logger {@code dev.wsboot.engine.traffic}.
		 * @param value the new value; the default is {@code false}
		 * @return this builder
		 */
		public Builder logTraffic(boolean value) {
			this.logTraffic = value;
			return this;
		}

		/**
		 * Sets what TLS handshakes go by.
		 * @param value the new value; the default is {@code null}: no TLS
		 * @return this builder
		 */
		public Builder tls(TlsOptions value) {
			return tls(() -> value);
		}

		/**
		 * Sets what tells TLS handshakes what to go by at present, so that certificates
		 * may change while the server runs: handshakes that begin from then on see the
		 * new ones, and open sessions live on.
		 * @param value the new value; it is called on event loops, and must not block;
		 * the default is {@code null}: no TLS
		 * @return this builder
		 */
		public Builder tls(@Nullable Supplier<TlsOptions> value) {
			this.tls = value;
			return this;
		}

		/**
		 * Returns the options.
		 * @return the options
		 * @throws InvalidOptionException if a value is out of its range
		 */
		public WsServerOptions build() {
			int maxFrameSize = (this.maxFrameSize != null) ? this.maxFrameSize : this.maxMessageSize;
			// what one session may send, another may receive
			int sendBufferLimit = (this.sendBufferLimit != null) ? this.sendBufferLimit
					: Math.max(1024 * 1024, this.maxMessageSize);
			return new WsServerOptions(this.port, this.address, this.eventLoops, this.executor, this.tcpKeepAlive,
					this.tcpNoDelay, this.tcpBacklog, this.handshakeTimeout, this.maxRequestLine, this.maxHeaderSize,
					this.maxHeaders, this.allowEncodedSlash, this.allowedOrigins, this.allowedHosts,
					this.maxMessageSize, maxFrameSize, this.maxFragments, this.inboundMaxMessages, this.inboundMaxBytes,
					this.inboundStreamTimeout, this.inboundStreamMinRate, sendBufferLimit, this.sendTimeout,
					this.overflowPolicy, this.pingInterval, this.pongTimeout, this.idleTimeout, this.closeTimeout,
					this.maxConnections, this.maxConnectionsPerAddress, this.rateLimit, this.maxBufferedBytes,
					this.maxHandshakesPerSecond, this.proxy, this.shutdown, this.compression, this.logTraffic,
					this.tls);
		}

	}

}
