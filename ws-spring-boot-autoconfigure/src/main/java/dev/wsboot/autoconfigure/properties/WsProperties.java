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

import dev.wsboot.engine.options.ConnectionOptions;
import dev.wsboot.engine.options.HandshakeOptions;
import dev.wsboot.engine.options.MessageOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.server.WsServerMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The {@code ws.*} properties of the WebSocket server. Their defaults and ranges are
 * those of {@link WsServerOptions}.
 */
@ConfigurationProperties("ws")
public class WsProperties {

	private static final WsServerOptions DEFAULTS = WsServerOptions.builder().build();

	private static final MessageOptions MESSAGES = DEFAULTS.session().messages();

	/**
	 * Way in which handshakes come in: on a port of the WebSocket server, or mounted into
	 * the web server, on its port.
	 */
	private WsServerMode mode = WsServerMode.PORT;

	/**
	 * TCP port to listen on. Use 0 for a free port, published as "local.ws.port".
	 */
	private int port = DEFAULTS.port();

	/**
	 * Network address to listen on. All addresses by default.
	 */
	private @Nullable InetAddress address;

	/**
	 * Number of event loops, each with a thread of its own. The number of processors by
	 * default.
	 */
	private @Nullable Integer eventLoops;

	/**
	 * Origins that browsers may connect from, such as "https://example.com",
	 * "https://*.example.com", "http://localhost:*" or "same-host"; "*" allows all. By
	 * default, origins on the same host as the Host header, on any port. Requests without
	 * an Origin header always pass.
	 */
	private List<String> allowedOrigins = new ArrayList<>();

	/**
	 * Hosts that clients may name in the Host header, without a port, such as
	 * "chat.example.com" or "*.example.com"; others get 421. By default all, except for
	 * pages that a browser on the server's machine opens over loopback by another name
	 * than that of the machine (DNS rebinding).
	 */
	private List<String> allowedHosts = new ArrayList<>();

	/**
	 * Maximum size of a message. A larger one closes the session with 1009.
	 */
	private DataSize maxMessageSize = DataSize.ofBytes(MESSAGES.maxSize());

	/**
	 * Maximum size of a frame. A larger one closes the session with 1009. The maximum
	 * size of a message by default, as browsers send each message in one frame.
	 */
	private @Nullable DataSize maxFrameSize;

	/**
	 * Maximum number of fragments of a message. More close the session with 1008.
	 */
	private int maxFragments = MESSAGES.maxFragments();

	/**
	 * Time without a message in either direction after which a session is closed with
	 * 1001. Zero for never. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration idleTimeout = DEFAULTS.session().keepAlive().idleTimeout();

	/**
	 * Maximum duration of the closing handshake, after which the connection is cut. If a
	 * duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration closeTimeout = DEFAULTS.closeTimeout();

	/**
	 * Maximum number of connections. Further ones get 503.
	 */
	private int maxConnections = DEFAULTS.connections().max();

	/**
	 * Maximum number of connections from one address. Further ones get 503. Zero for no
	 * limit, as clients behind a proxy share an address.
	 */
	private int maxConnectionsPerAddress = DEFAULTS.connections().maxPerAddress();

	@NestedConfigurationProperty
	private final WsTcpProperties tcp = new WsTcpProperties();

	@NestedConfigurationProperty
	private final WsHandshakeProperties handshake = new WsHandshakeProperties();

	@NestedConfigurationProperty
	private final WsInboundProperties inbound = new WsInboundProperties();

	@NestedConfigurationProperty
	private final WsSendProperties send = new WsSendProperties();

	@NestedConfigurationProperty
	private final WsKeepAliveProperties keepAlive = new WsKeepAliveProperties();

	@NestedConfigurationProperty
	private final WsCompressionProperties compression = new WsCompressionProperties();

	@NestedConfigurationProperty
	private final WsSslProperties ssl = new WsSslProperties();

	@NestedConfigurationProperty
	private final WsJsonRpcProperties jsonRpc = new WsJsonRpcProperties();

	@NestedConfigurationProperty
	private final WsErrorProperties error = new WsErrorProperties();

	@NestedConfigurationProperty
	private final WsRateLimitProperties rateLimit = new WsRateLimitProperties();

	@NestedConfigurationProperty
	private final WsMemoryProperties memory = new WsMemoryProperties();

	@NestedConfigurationProperty
	private final WsProxyProperties proxy = new WsProxyProperties();

	@NestedConfigurationProperty
	private final WsShutdownProperties shutdown = new WsShutdownProperties();

	@NestedConfigurationProperty
	private final WsLogProperties log = new WsLogProperties();

	public WsServerMode getMode() {
		return this.mode;
	}

	public void setMode(WsServerMode mode) {
		this.mode = mode;
	}

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

	public WsTcpProperties getTcp() {
		return this.tcp;
	}

	public WsHandshakeProperties getHandshake() {
		return this.handshake;
	}

	public WsInboundProperties getInbound() {
		return this.inbound;
	}

	public WsSendProperties getSend() {
		return this.send;
	}

	public WsKeepAliveProperties getKeepAlive() {
		return this.keepAlive;
	}

	public WsCompressionProperties getCompression() {
		return this.compression;
	}

	public WsSslProperties getSsl() {
		return this.ssl;
	}

	public WsJsonRpcProperties getJsonRpc() {
		return this.jsonRpc;
	}

	public WsErrorProperties getError() {
		return this.error;
	}

	public WsRateLimitProperties getRateLimit() {
		return this.rateLimit;
	}

	public WsMemoryProperties getMemory() {
		return this.memory;
	}

	public WsProxyProperties getProxy() {
		return this.proxy;
	}

	public WsShutdownProperties getShutdown() {
		return this.shutdown;
	}

	public WsLogProperties getLog() {
		return this.log;
	}

	/**
	 * Sets all options of the server that have a property, except for TLS.
	 * @param options the options to change
	 * @throws dev.wsboot.engine.options.InvalidOptionException if a value is out of its
	 * range
	 */
	public void applyTo(WsServerOptions.Builder options) {
		PropertyMapper map = PropertyMapper.get();
		map.from(this::getAddress).to(options::address);
		map.from(this::getEventLoops).to(options::eventLoops);
		options.port(this.port)
			.closeTimeout(this.closeTimeout)
			.logTraffic(this.log.isTraffic())
			.tcp(this.tcp::applyTo)
			.handshake(this::handshake)
			.connections(this::connections)
			.messages(this::messages)
			.inbound(this.inbound::applyTo)
			.send(this.send::applyTo)
			.keepAlive((keepAlive) -> this.keepAlive.applyTo(keepAlive).idleTimeout(this.idleTimeout))
			.rateLimit(this.rateLimit::applyTo)
			.proxy(this.proxy.toOptions())
			.shutdown(this.shutdown::applyTo)
			.compression(this.compression::applyTo);
	}

	private HandshakeOptions handshake(HandshakeOptions options) {
		return this.handshake.applyTo(options).allowedOrigins(this.allowedOrigins).allowedHosts(this.allowedHosts);
	}

	private ConnectionOptions connections(ConnectionOptions options) {
		return this.memory.applyTo(options).max(this.maxConnections).maxPerAddress(this.maxConnectionsPerAddress);
	}

	private MessageOptions messages(MessageOptions options) {
		MessageOptions changed = options.maxSize(ByteCount.of("max-message-size", this.maxMessageSize))
			.maxFragments(this.maxFragments);
		return (this.maxFrameSize != null) ? changed.maxFrameSize(ByteCount.of("max-frame-size", this.maxFrameSize))
				: changed;
	}

}
