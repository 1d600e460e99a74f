/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.wsboot.autoconfigure.properties.WsProperties;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ConnectionOptions;
import dev.wsboot.engine.options.HandshakeOptions;
import dev.wsboot.engine.options.InboundOptions;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.KeepAliveOptions;
import dev.wsboot.engine.options.MessageOptions;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.SendOptions;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.TcpOptions;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.internal.binding.DiscoveredEndpoints;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import dev.wsboot.server.WsServerCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Turns {@link WsProperties} into the engine's {@link WsServerOptions}.
 */
final class WsServerOptionsMapper {

	private final WsProperties properties;

	private final @Nullable Supplier<TlsOptions> tls;

	/**
	 * Creates a mapper.
	 * @param properties the properties
	 * @param tls supplies the options of TLS, or {@code null} for no TLS
	 */
	WsServerOptionsMapper(WsProperties properties, @Nullable Supplier<TlsOptions> tls) {
		this.properties = properties;
		this.tls = tls;
	}

	/**
	 * Makes the options.
	 * @param executor runs handler methods, unless a customizer sets another executor
	 * @param customizers change the options, in that order
	 * @return the options
	 * @throws InvalidConfigurationPropertyValueException if a property is out of its
	 * range
	 */
	WsServerOptions map(Executor executor, List<WsServerCustomizer> customizers) {
		WsServerOptions.Builder options = WsServerOptions.builder().executor(executor).tls(this.tls);
		try {
			apply(options);
			options.build();
		}
		catch (InvalidOptionException ex) {
			throw invalid(ex.option(), ex.value(), ex.rule());
		}
		// mistakes of customizers are not those of properties
		customizers.forEach((customizer) -> customizer.customize(options));
		return options.build();
	}

	private void apply(WsServerOptions.Builder options) {
		PropertyMapper map = PropertyMapper.get();
		map.from(this.properties::getPort).to(options::port);
		map.from(this.properties::getAddress).to(options::address);
		map.from(this.properties::getEventLoops).to(options::eventLoops);
		map.from(this.properties::getCloseTimeout).to(options::closeTimeout);
		map.from(this.properties.getLog()::isTraffic).to(options::logTraffic);
		options.tcp(this::tcp)
			.handshake(this::handshake)
			.connections(this::connections)
			.messages(this::messages)
			.inbound(this::inbound)
			.send(this::send)
			.keepAlive(this::keepAlive)
			.rateLimit(rateLimit())
			.proxy(proxy())
			.shutdown(this::shutdown)
			.compression(this::compression);
	}

	private TcpOptions tcp(TcpOptions options) {
		WsProperties.Tcp tcp = this.properties.getTcp();
		return options.keepAlive(tcp.isKeepAlive()).noDelay(tcp.isNoDelay()).backlog(tcp.getBacklog());
	}

	private HandshakeOptions handshake(HandshakeOptions options) {
		WsProperties.Handshake handshake = this.properties.getHandshake();
		return options.timeout(handshake.getTimeout())
			.maxPerSecond(handshake.getMaxPerSecond())
			.maxRequestLine(bytes("handshake.max-request-line", handshake.getMaxRequestLine()))
			.maxHeaderSize(bytes("handshake.max-header-size", handshake.getMaxHeaderSize()))
			.maxHeaders(handshake.getMaxHeaders())
			.allowEncodedSlash(handshake.isAllowEncodedSlash())
			.allowedOrigins(this.properties.getAllowedOrigins())
			.allowedHosts(this.properties.getAllowedHosts());
	}

	private ConnectionOptions connections(ConnectionOptions options) {
		DataSize maxBuffered = this.properties.getMemory().getMaxBuffered();
		ConnectionOptions limited = options.max(this.properties.getMaxConnections())
			.maxPerAddress(this.properties.getMaxConnectionsPerAddress());
		return (maxBuffered != null) ? limited.maxBufferedBytes(maxBuffered.toBytes()) : limited;
	}

	private MessageOptions messages(MessageOptions options) {
		DataSize maxFrameSize = this.properties.getMaxFrameSize();
		MessageOptions limited = options.maxSize(bytes("max-message-size", this.properties.getMaxMessageSize()))
			.maxFragments(this.properties.getMaxFragments());
		return (maxFrameSize != null) ? limited.maxFrameSize(bytes("max-frame-size", maxFrameSize)) : limited;
	}

	private InboundOptions inbound(InboundOptions options) {
		WsProperties.Inbound inbound = this.properties.getInbound();
		return options.maxMessages(inbound.getMaxMessages())
			.maxBytes(bytes("inbound.max-bytes", inbound.getMaxBytes()))
			.streamTimeout(inbound.getStreamTimeout())
			.streamMinRate(bytes("inbound.stream-min-rate", inbound.getStreamMinRate()));
	}

	private SendOptions send(SendOptions options) {
		WsProperties.Send send = this.properties.getSend();
		DataSize bufferLimit = send.getBufferLimit();
		SendOptions limited = options.timeout(send.getTimeout()).overflowPolicy(send.getOverflowPolicy());
		return (bufferLimit != null) ? limited.bufferLimit(bytes("send.buffer-limit", bufferLimit)) : limited;
	}

	private KeepAliveOptions keepAlive(KeepAliveOptions options) {
		WsProperties.KeepAlive keepAlive = this.properties.getKeepAlive();
		return options.pingInterval(keepAlive.getPingInterval())
			.pongTimeout(keepAlive.getPongTimeout())
			.idleTimeout(this.properties.getIdleTimeout());
	}

	private RateLimit rateLimit() {
		WsProperties.RateLimit limit = this.properties.getRateLimit();
		return new RateLimit(limit.getMessages(), limit.getBytes().toBytes(), limit.getInflatedBytes().toBytes(),
				limit.getWork(), limit.getAction());
	}

	private ProxyOptions proxy() {
		WsProperties.Proxy proxy = this.properties.getProxy();
		return new ProxyOptions(proxy.getTrusted(), proxy.isProtocol(), proxy.getHeader());
	}

	private ShutdownOptions shutdown(ShutdownOptions options) {
		WsProperties.Shutdown shutdown = this.properties.getShutdown();
		return options.drainPeriod(shutdown.getDrainPeriod())
			.gracePeriod(shutdown.getGracePeriod())
			.restarting(shutdown.isRestarting());
	}

	private CompressionOptions compression(CompressionOptions options) {
		WsProperties.Compression compression = this.properties.getCompression();
		return options.enabled(compression.isEnabled())
			.level(compression.getLevel())
			.minSize(bytes("compression.min-size", compression.getMinSize()))
			.contextTakeover(compression.getContextTakeover())
			.maxMemory(compression.getMaxMemory().toBytes());
	}

	/**
	 * Returns the limits of JSON-RPC.
	 * @param properties the properties
	 * @return the limits
	 * @throws InvalidConfigurationPropertyValueException if a property is out of its
	 * range
	 */
	static JsonRpcOptions jsonRpc(WsProperties properties) {
		WsProperties.JsonRpc jsonRpc = properties.getJsonRpc();
		try {
			return new JsonRpcOptions(jsonRpc.getMaxBatch(), jsonRpc.getMaxPendingCalls(), jsonRpc.getCallTimeout());
		}
		catch (InvalidOptionException ex) {
			throw invalid(ex.option(), ex.value(), ex.rule());
		}
	}

	/**
	 * Returns the endpoints of an application, still unknown.
	 * @param properties the properties
	 * @param beanFactory where endpoint beans are looked for
	 * @return the endpoints
	 * @throws InvalidConfigurationPropertyValueException if a property is out of its
	 * range
	 */
	static DiscoveredEndpoints endpoints(WsProperties properties, ConfigurableListableBeanFactory beanFactory) {
		try {
			return new DiscoveredEndpoints(beanFactory, properties.getError().getPolicy(),
					properties.getSend().getMaxStreams());
		}
		catch (InvalidOptionException ex) {
			throw invalid(ex.option(), ex.value(), ex.rule());
		}
	}

	/**
	 * Returns the time between turning readiness and the stop.
	 * @param properties the properties
	 * @return the duration
	 * @throws InvalidConfigurationPropertyValueException if it is negative
	 */
	static Duration stopDelay(WsProperties properties) {
		Duration delay = properties.getShutdown().getDelay();
		if (delay.isNegative()) {
			throw invalid("shutdown.delay", delay, "must not be negative");
		}
		return delay;
	}

	private static int bytes(String option, DataSize size) {
		if (size.toBytes() > Integer.MAX_VALUE) {
			throw invalid(option, size, "must be less than 2GB");
		}
		return (int) Math.max(size.toBytes(), Integer.MIN_VALUE);
	}

	private static InvalidConfigurationPropertyValueException invalid(String option, Object value, String rule) {
		String property = "ws." + option;
		return new InvalidConfigurationPropertyValueException(property, value, "'" + property + "' " + rule);
	}

}
