package dev.wsboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.ShutdownOptions;
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
		map.from(this.properties::getAllowedOrigins).to(options::allowedOrigins);
		map.from(this.properties::getAllowedHosts).to(options::allowedHosts);
		map.from(this.properties::getMaxMessageSize)
			.as((size) -> bytes("max-message-size", size))
			.to(options::maxMessageSize);
		map.from(this.properties::getMaxFrameSize)
			.as((size) -> bytes("max-frame-size", size))
			.to(options::maxFrameSize);
		map.from(this.properties::getMaxFragments).to(options::maxFragments);
		map.from(this.properties::getIdleTimeout).to(options::idleTimeout);
		map.from(this.properties::getCloseTimeout).to(options::closeTimeout);
		map.from(this.properties::getMaxConnections).to(options::maxConnections);
		map.from(this.properties::getMaxConnectionsPerAddress).to(options::maxConnectionsPerAddress);
		apply(this.properties.getTcp(), map, options);
		apply(this.properties.getHandshake(), map, options);
		apply(this.properties.getInbound(), map, options);
		apply(this.properties.getSend(), map, options);
		apply(this.properties.getKeepAlive(), map, options);
		map.from(this.properties.getMemory()::getMaxBuffered).as(DataSize::toBytes).to(options::maxBufferedBytes);
		options.rateLimit(rateLimit(this.properties.getRateLimit()));
		options.proxy(proxy(this.properties.getProxy()));
		options.shutdown(shutdown(this.properties.getShutdown()));
		options.compression(compression(this.properties.getCompression()));
		map.from(this.properties.getLog()::isTraffic).to(options::logTraffic);
	}

	private void apply(WsProperties.Tcp tcp, PropertyMapper map, WsServerOptions.Builder options) {
		map.from(tcp::isKeepAlive).to(options::tcpKeepAlive);
		map.from(tcp::isNoDelay).to(options::tcpNoDelay);
		map.from(tcp::getBacklog).to(options::tcpBacklog);
	}

	private void apply(WsProperties.Handshake handshake, PropertyMapper map, WsServerOptions.Builder options) {
		map.from(handshake::getTimeout).to(options::handshakeTimeout);
		map.from(handshake::getMaxPerSecond).to(options::maxHandshakesPerSecond);
		map.from(handshake::getMaxRequestLine)
			.as((size) -> bytes("handshake.max-request-line", size))
			.to(options::maxRequestLine);
		map.from(handshake::getMaxHeaderSize)
			.as((size) -> bytes("handshake.max-header-size", size))
			.to(options::maxHeaderSize);
		map.from(handshake::getMaxHeaders).to(options::maxHeaders);
		map.from(handshake::isAllowEncodedSlash).to(options::allowEncodedSlash);
	}

	private void apply(WsProperties.Inbound inbound, PropertyMapper map, WsServerOptions.Builder options) {
		map.from(inbound::getMaxMessages).to(options::inboundMaxMessages);
		map.from(inbound::getMaxBytes).as((size) -> bytes("inbound.max-bytes", size)).to(options::inboundMaxBytes);
		map.from(inbound::getStreamTimeout).to(options::inboundStreamTimeout);
		map.from(inbound::getStreamMinRate)
			.as((size) -> bytes("inbound.stream-min-rate", size))
			.to(options::inboundStreamMinRate);
	}

	private void apply(WsProperties.Send send, PropertyMapper map, WsServerOptions.Builder options) {
		map.from(send::getBufferLimit).as((size) -> bytes("send.buffer-limit", size)).to(options::sendBufferLimit);
		map.from(send::getTimeout).to(options::sendTimeout);
		map.from(send::getOverflowPolicy).to(options::overflowPolicy);
	}

	private void apply(WsProperties.KeepAlive keepAlive, PropertyMapper map, WsServerOptions.Builder options) {
		map.from(keepAlive::getPingInterval).to(options::pingInterval);
		map.from(keepAlive::getPongTimeout).to(options::pongTimeout);
	}

	private static CompressionOptions compression(WsProperties.Compression compression) {
		return CompressionOptions.defaults()
			.enabled(compression.isEnabled())
			.level(compression.getLevel())
			.minSize(bytes("compression.min-size", compression.getMinSize()))
			.contextTakeover(compression.getContextTakeover())
			.maxMemory(compression.getMaxMemory().toBytes());
	}

	private static RateLimit rateLimit(WsProperties.RateLimit limit) {
		return new RateLimit(limit.getMessages(), limit.getBytes().toBytes(), limit.getInflatedBytes().toBytes(),
				limit.getWork(), limit.getAction());
	}

	private static ProxyOptions proxy(WsProperties.Proxy proxy) {
		return new ProxyOptions(proxy.getTrusted(), proxy.isProtocol(), proxy.getHeader());
	}

	private static ShutdownOptions shutdown(WsProperties.Shutdown shutdown) {
		return ShutdownOptions.defaults()
			.drainPeriod(shutdown.getDrainPeriod())
			.gracePeriod(shutdown.getGracePeriod())
			.restarting(shutdown.isRestarting());
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
