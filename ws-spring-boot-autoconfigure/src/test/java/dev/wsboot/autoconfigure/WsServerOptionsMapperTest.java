/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.wsboot.autoconfigure.properties.WsProperties;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ConnectionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.HandshakeOptions;
import dev.wsboot.engine.options.InboundOptions;
import dev.wsboot.engine.options.KeepAliveOptions;
import dev.wsboot.engine.options.MessageOptions;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.SendOptions;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.TcpOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import dev.wsboot.server.WsServerCustomizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WsServerOptionsMapperTest {

	private static final Executor EXECUTOR = Runnable::run;

	@Test
	void defaultsAreThoseOfTheEngine() {
		assertThat(map(Map.of())).isEqualTo(WsServerOptions.builder().executor(EXECUTOR).build());
	}

	@Test
	void defaultsOfJsonRpcAreThoseOfItsOptions() {
		assertThat(WsServerOptionsMapper.jsonRpc(new WsProperties())).isEqualTo(JsonRpcOptions.defaults());
	}

	@ParameterizedTest
	@CsvSource({ "max-batch, 0", "max-pending-calls, -1", "call-timeout, 0s" })
	void mistakesOfJsonRpcNameTheProperty(String name, String value) {
		WsProperties properties = new Binder(new MapConfigurationPropertySource(Map.of("ws.json-rpc." + name, value)))
			.bind("ws", WsProperties.class)
			.get();
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> WsServerOptionsMapper.jsonRpc(properties))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("ws.json-rpc." + name);
				assertThat(ex.getReason()).isEqualTo("'ws.json-rpc." + name + "' must be greater than 0");
			});
	}

	@Test
	void mistakesOfStreamsNameTheProperty() {
		WsProperties properties = new WsProperties();
		properties.getSend().setMaxStreams(0);
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> WsServerOptionsMapper.endpoints(properties, beanFactory))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("ws.send.max-streams");
				assertThat(ex.getReason()).isEqualTo("'ws.send.max-streams' must be greater than 0");
			});
	}

	@Test
	void eachPropertyReachesItsOption() throws Exception {
		WsServerOptions options = map(Map.ofEntries(Map.entry("ws.port", "1"), Map.entry("ws.address", "127.0.0.2"),
				Map.entry("ws.event-loops", "3"), Map.entry("ws.tcp.keep-alive", "false"),
				Map.entry("ws.tcp.no-delay", "false"), Map.entry("ws.tcp.backlog", "6"),
				Map.entry("ws.handshake.timeout", "7s"), Map.entry("ws.handshake.max-request-line", "8B"),
				Map.entry("ws.handshake.max-header-size", "9B"), Map.entry("ws.handshake.max-headers", "10"),
				Map.entry("ws.handshake.allow-encoded-slash", "true"),
				Map.entry("ws.allowed-origins", "https://a.example,https://b.example"),
				Map.entry("ws.max-message-size", "12B"), Map.entry("ws.max-frame-size", "13B"),
				Map.entry("ws.max-fragments", "14"), Map.entry("ws.inbound.max-messages", "15"),
				Map.entry("ws.inbound.max-bytes", "16B"), Map.entry("ws.inbound.stream-timeout", "34s"),
				Map.entry("ws.inbound.stream-min-rate", "35B"), Map.entry("ws.send.buffer-limit", "17B"),
				Map.entry("ws.send.timeout", "18s"), Map.entry("ws.send.overflow-policy", "drop-oldest"),
				Map.entry("ws.keep-alive.ping-interval", "20s"), Map.entry("ws.keep-alive.pong-timeout", "21s"),
				Map.entry("ws.idle-timeout", "22s"), Map.entry("ws.close-timeout", "23s"),
				Map.entry("ws.max-connections", "24"), Map.entry("ws.max-connections-per-address", "25"),
				Map.entry("ws.rate-limit.messages", "31"), Map.entry("ws.rate-limit.bytes", "32B"),
				Map.entry("ws.rate-limit.inflated-bytes", "321B"), Map.entry("ws.rate-limit.work", "322ms"),
				Map.entry("ws.rate-limit.action", "close"), Map.entry("ws.memory.max-buffered", "33B"),
				Map.entry("ws.handshake.max-per-second", "30"), Map.entry("ws.proxy.trusted", "10.0.0.0/8,::1"),
				Map.entry("ws.proxy.protocol", "true"), Map.entry("ws.proxy.header", "x-forwarded"),
				Map.entry("ws.shutdown.grace-period", "26s"), Map.entry("ws.shutdown.drain-period", "27s"),
				Map.entry("ws.shutdown.restarting", "true"), Map.entry("ws.compression.enabled", "true"),
				Map.entry("ws.compression.level", "9"), Map.entry("ws.compression.min-size", "28B"),
				Map.entry("ws.compression.context-takeover", "client"), Map.entry("ws.compression.max-memory", "29B"),
				Map.entry("ws.log.traffic", "true"), Map.entry("ws.allowed-hosts", "a.example,*.b.example")));
		TcpOptions tcp = new TcpOptions(false, false, 6);
		HandshakeOptions handshake = new HandshakeOptions(Duration.ofSeconds(7), 8, 9, 10, true, 30,
				List.of("https://a.example", "https://b.example"), List.of("a.example", "*.b.example"));
		SessionOptions session = new SessionOptions(new MessageOptions(12, 13, 14),
				new InboundOptions(15, 16, Duration.ofSeconds(34), 35),
				new SendOptions(17, Duration.ofSeconds(18), OverflowPolicy.DROP_OLDEST),
				new KeepAliveOptions(Duration.ofSeconds(20), Duration.ofSeconds(21), Duration.ofSeconds(22)),
				new RateLimit(31, 32, 321, Duration.ofMillis(322), RateLimit.Action.CLOSE));
		assertThat(options).isEqualTo(new WsServerOptions(1, InetAddress.getByName("127.0.0.2"), 3, EXECUTOR, tcp,
				handshake, new ConnectionOptions(24, 25, 33), Duration.ofSeconds(23), session,
				new ProxyOptions(List.of("10.0.0.0/8", "::1"), true, ForwardedHeader.X_FORWARDED),
				new ShutdownOptions(Duration.ofSeconds(27), Duration.ofSeconds(26), true),
				new CompressionOptions(true, 9, 28, ContextTakeover.CLIENT, 29), true, null));
	}

	@ParameterizedTest
	@CsvSource({ "port, 65536, between 0 and 65535", "port, -1, between 0 and 65535", "event-loops, 0, greater than 0",
			"tcp.backlog, 0, greater than 0", "handshake.timeout, 0s, greater than 0",
			"handshake.max-request-line, 0B, greater than 0", "handshake.max-header-size, 0B, greater than 0",
			"handshake.max-headers, 0, greater than 0", "max-message-size, 0B, greater than 0",
			"max-message-size, 2GB, less than 2GB", "max-message-size, -3GB, greater than 0",
			"max-frame-size, 0B, greater than 0", "max-fragments, 0, greater than 0",
			"inbound.max-messages, 0, greater than 0", "inbound.max-bytes, 0B, greater than 0",
			"inbound.stream-timeout, -1s, must not be negative", "inbound.stream-min-rate, -1B, must not be negative",
			"send.buffer-limit, 0B, greater than 0", "send.timeout, -1s, greater than 0",
			"keep-alive.ping-interval, -1s, not be negative", "keep-alive.pong-timeout, 0s, greater than 0",
			"idle-timeout, -1s, must not be negative", "close-timeout, 0s, greater than 0",
			"max-connections, 0, greater than 0", "max-connections-per-address, -1, must not be negative",
			"handshake.max-per-second, -1, must not be negative", "rate-limit.messages, -1, must not be negative",
			"rate-limit.bytes, -1B, must not be negative", "rate-limit.inflated-bytes, -1B, must not be negative",
			"rate-limit.work, -1ms, must not be negative", "memory.max-buffered, 0B, greater than 0",
			"shutdown.grace-period, 0s, greater than 0", "shutdown.drain-period, -1s, must not be negative",
			"compression.level, 0, between 1 and 9", "compression.level, 10, between 1 and 9",
			"compression.min-size, -1B, must not be negative", "compression.min-size, 2GB, less than 2GB",
			"compression.max-memory, 0B, greater than 0" })
	void mistakesNameTheProperty(String name, String value, String rule) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> map(Map.of("ws." + name, value)))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("ws." + name);
				assertThat(ex.getReason()).startsWith("'ws." + name + "' must ").contains(rule);
			});
	}

	@Test
	void whoBelievesProxiesNamesThem() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> map(Map.of("ws.proxy.protocol", "true")))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("ws.proxy.trusted"));
	}

	@Test
	void theDelayOfAStopIsNotNegative() {
		WsProperties properties = new WsProperties();
		assertThat(WsServerOptionsMapper.stopDelay(properties)).isZero();
		properties.getShutdown().setDelay(Duration.ofSeconds(-1));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> WsServerOptionsMapper.stopDelay(properties))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("ws.shutdown.delay"));
	}

	@Test
	void customizersHaveTheLastWordInTheirOrder() {
		WsServerOptions options = map(Map.of("ws.port", "1"),
				(builder) -> builder.port(2).messages((messages) -> messages.maxFragments(5)),
				(builder) -> builder.port(3));
		assertThat(options.port()).isEqualTo(3);
		assertThat(options.session().messages().maxFragments()).isEqualTo(5);
	}

	@Test
	void mistakesOfCustomizersAreNotThoseOfProperties() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> map(Map.of(), (builder) -> builder.port(-2)))
			.withMessageContaining("'port' is '-2'");
	}

	private static WsServerOptions map(Map<String, String> properties, WsServerCustomizer... customizers) {
		WsProperties bound = new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("ws",
				WsProperties.class);
		return new WsServerOptionsMapper(bound, null).map(EXECUTOR, List.of(customizers));
	}

}
