/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The options of a server, in groups that know their defaults and ranges. An immutable
 * value.
 *
 * @param port the TCP port; 0 takes a free one
 * @param address the address to listen on; {@code null} for all
 * @param eventLoops the number of event loops, each with a thread of its own
 * @param executor runs callbacks that may block; {@code null} for virtual threads where
 * the JDK has them, else a bounded pool
 * @param tcp the options of the sockets
 * @param handshake the limits of the opening handshake, and the origins and hosts that it
 * accepts
 * @param connections the limits of all connections together
 * @param closeTimeout the maximum duration of the closing handshake, after which the
 * connection is cut
 * @param session the options of each session for which the accepting decision names no
 * others
 * @param proxy the proxies in front of the server, and how they name the client's address
 * @param shutdown the phases of a graceful stop
 * @param compression the options of permessage-deflate
 * @param logTraffic {@code true} if messages are logged, shortened
 * @param tls supplies the options of each TLS handshake, on an event loop; {@code null}
 * for no TLS
 */
public record WsServerOptions(int port, @Nullable InetAddress address, int eventLoops, @Nullable Executor executor,
		TcpOptions tcp, HandshakeOptions handshake, ConnectionOptions connections, Duration closeTimeout,
		SessionOptions session, ProxyOptions proxy, ShutdownOptions shutdown, CompressionOptions compression,
		boolean logTraffic, @Nullable Supplier<TlsOptions> tls) {

	/**
	 * Creates options; {@link #builder} spares its callers the order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public WsServerOptions {
		OptionChecks.require(port >= 0 && port <= 65535, "port", port, "must be between 0 and 65535");
		OptionChecks.requirePositive(eventLoops, "event-loops");
		Objects.requireNonNull(tcp, "'tcp' must not be null");
		Objects.requireNonNull(handshake, "'handshake' must not be null");
		Objects.requireNonNull(connections, "'connections' must not be null");
		OptionChecks.requirePositive(closeTimeout, "close-timeout");
		Objects.requireNonNull(session, "'session' must not be null");
		Objects.requireNonNull(proxy, "'proxy' must not be null");
		Objects.requireNonNull(shutdown, "'shutdown' must not be null");
		Objects.requireNonNull(compression, "'compression' must not be null");
	}

	/**
	 * Returns a builder that holds the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds options, starting from the defaults. Not safe for use by several threads.
	 */
	public static final class Builder {

		private int port = 8090;

		private @Nullable InetAddress address = null;

		private int eventLoops = Runtime.getRuntime().availableProcessors();

		private @Nullable Executor executor = null;

		private TcpOptions tcp = TcpOptions.defaults();

		private HandshakeOptions handshake = HandshakeOptions.defaults();

		private ConnectionOptions connections = ConnectionOptions.defaults();

		private Duration closeTimeout = Duration.ofSeconds(10);

		private MessageOptions messages = MessageOptions.defaults();

		private InboundOptions inbound = InboundOptions.defaults();

		private SendOptions send = SendOptions.defaults();

		private KeepAliveOptions keepAlive = KeepAliveOptions.defaults();

		private RateLimit rateLimit = RateLimit.defaults();

		private ProxyOptions proxy = ProxyOptions.defaults();

		private ShutdownOptions shutdown = ShutdownOptions.defaults();

		private CompressionOptions compression = CompressionOptions.defaults();

		private boolean logTraffic = false;

		private @Nullable Supplier<TlsOptions> tls = null;

		private Builder() {
		}

		/**
		 * Sets the TCP port.
		 * @param value the new value; the default is {@code 8090}; 0 takes a free one
		 * @return this builder
		 */
		public Builder port(int value) {
			this.port = value;
			return this;
		}

		/**
		 * Sets the address to listen on.
		 * @param value the new value; the default is {@code null}: all addresses
		 * @return this builder
		 */
		public Builder address(@Nullable InetAddress value) {
			this.address = value;
			return this;
		}

		/**
		 * Sets the number of event loops, each with a thread of its own.
		 * @param value the new value; the default is the number of processors
		 * @return this builder
		 */
		public Builder eventLoops(int value) {
			this.eventLoops = value;
			return this;
		}

		/**
		 * Sets the executor of callbacks that may block.
		 * @param value the new value; the default is {@code null}: virtual threads where
		 * the JDK has them, else a bounded pool
		 * @return this builder
		 */
		public Builder executor(@Nullable Executor value) {
			this.executor = value;
			return this;
		}

		/**
		 * Changes the options of the sockets.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder tcp(UnaryOperator<TcpOptions> change) {
			this.tcp = change.apply(this.tcp);
			return this;
		}

		/**
		 * Changes the limits of the opening handshake, its origins and hosts.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder handshake(UnaryOperator<HandshakeOptions> change) {
			this.handshake = change.apply(this.handshake);
			return this;
		}

		/**
		 * Changes the limits of all connections together.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder connections(UnaryOperator<ConnectionOptions> change) {
			this.connections = change.apply(this.connections);
			return this;
		}

		/**
		 * Sets the maximum duration of the closing handshake.
		 * @param value the new value; the default is 10 seconds
		 * @return this builder
		 */
		public Builder closeTimeout(Duration value) {
			this.closeTimeout = value;
			return this;
		}

		/**
		 * Changes the limits of received messages.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder messages(UnaryOperator<MessageOptions> change) {
			this.messages = change.apply(this.messages);
			return this;
		}

		/**
		 * Changes the limits of messages that are queued for their handler.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder inbound(UnaryOperator<InboundOptions> change) {
			this.inbound = change.apply(this.inbound);
			return this;
		}

		/**
		 * Changes the limits of what is queued to be written.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder send(UnaryOperator<SendOptions> change) {
			this.send = change.apply(this.send);
			return this;
		}

		/**
		 * Changes the timeouts by which a dead or an idle peer is found.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder keepAlive(UnaryOperator<KeepAliveOptions> change) {
			this.keepAlive = change.apply(this.keepAlive);
			return this;
		}

		/**
		 * Changes how much one session may send in each second.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder rateLimit(UnaryOperator<RateLimit> change) {
			this.rateLimit = change.apply(this.rateLimit);
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
		 * Changes which proxies are in front of the server.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder proxy(UnaryOperator<ProxyOptions> change) {
			this.proxy = change.apply(this.proxy);
			return this;
		}

		/**
		 * Sets which proxies are in front of the server.
		 * @param value the new value; the default is {@link ProxyOptions#defaults}
		 * @return this builder
		 */
		public Builder proxy(ProxyOptions value) {
			this.proxy = value;
			return this;
		}

		/**
		 * Changes the phases of a graceful stop.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder shutdown(UnaryOperator<ShutdownOptions> change) {
			this.shutdown = change.apply(this.shutdown);
			return this;
		}

		/**
		 * Sets the phases of a graceful stop.
		 * @param value the new value; the default is {@link ShutdownOptions#defaults}
		 * @return this builder
		 */
		public Builder shutdown(ShutdownOptions value) {
			this.shutdown = value;
			return this;
		}

		/**
		 * Changes the options of permessage-deflate.
		 * @param change returns the new options for the present ones
		 * @return this builder
		 */
		public Builder compression(UnaryOperator<CompressionOptions> change) {
			this.compression = change.apply(this.compression);
			return this;
		}

		/**
		 * Sets the options of permessage-deflate.
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
		 * Sets the options of TLS handshakes.
		 * @param value the new value; the default is {@code null}: no TLS
		 * @return this builder
		 */
		public Builder tls(TlsOptions value) {
			return tls(() -> value);
		}

		/**
		 * Sets the supplier of the options of TLS handshakes, so that certificates may
		 * change while the server runs: handshakes that begin from then on use the new
		 * ones, and open sessions live on.
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
			SessionOptions session = new SessionOptions(this.messages, this.inbound, this.send, this.keepAlive,
					this.rateLimit);
			return new WsServerOptions(this.port, this.address, this.eventLoops, this.executor, this.tcp,
					this.handshake, this.connections, this.closeTimeout, session, this.proxy, this.shutdown,
					this.compression, this.logTraffic, this.tls);
		}

	}

}
