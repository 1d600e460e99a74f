/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.WsServerOptions;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties that have no effect because of others.
 */
class OptionConflictsTest {

	private static final int MEBIBYTE = 1024 * 1024;

	@Test
	void defaultsHaveNoConflicts() {
		assertThat(conflicts((options) -> {
		}, Plain.class)).isEmpty();
	}

	@Test
	void frameIsNoLargerThanItsMessage() {
		assertThat(conflicts((options) -> options.messages((messages) -> messages.maxFrameSize(2 * MEBIBYTE))))
			.containsExactly(
					"'ws.max-frame-size' (2MB) has no effect, as it is larger than 'ws.max-message-size' (1MB)");
		assertThat(conflicts((options) -> options.messages((messages) -> messages.maxSize(2 * MEBIBYTE)))).isEmpty();
		assertThat(conflicts((options) -> options.messages((messages) -> messages.maxFrameSize(1024)))).isEmpty();
	}

	@Test
	void messageFitsItsFragments() {
		assertThat(
				conflicts((options) -> options.messages((messages) -> messages.maxFrameSize(1024).maxFragments(1023))))
			.singleElement()
			.asString()
			.contains("'ws.max-message-size' (1MB)", "'ws.max-fragments' (1023)", "'ws.max-frame-size' (1KB)");
		assertThat(
				conflicts((options) -> options.messages((messages) -> messages.maxFrameSize(1024).maxFragments(1024))))
			.isEmpty();
	}

	@Test
	void sessionFitsTheMemoryOfAll() {
		assertThat(conflicts(
				(options) -> options.connections((connections) -> connections.maxBufferedBytes(MEBIBYTE - 1))))
			.hasSize(3)
			.allSatisfy((sentence) -> assertThat(sentence).contains("'ws.memory.max-buffered' (1048575B)"))
			.anySatisfy((sentence) -> assertThat(sentence).startsWith("'ws.max-message-size' (1MB)"))
			.anySatisfy((sentence) -> assertThat(sentence).startsWith("'ws.inbound.max-bytes' (1MB)"))
			.anySatisfy((sentence) -> assertThat(sentence).startsWith("'ws.send.buffer-limit' (1MB)"));
		assertThat(conflicts((options) -> options.connections((connections) -> connections.maxBufferedBytes(MEBIBYTE))))
			.isEmpty();
	}

	@Test
	void actionOfRateNeedsRate() {
		RateLimit close = RateLimit.defaults().action(RateLimit.Action.CLOSE);
		assertThat(conflicts((options) -> options.rateLimit(close))).singleElement()
			.asString()
			.startsWith("'ws.rate-limit.action' has no effect without 'ws.rate-limit.messages'");
		assertThat(conflicts((options) -> options.rateLimit(close.messages(1)))).isEmpty();
		assertThat(conflicts((options) -> options.rateLimit(close), Limited.class)).isEmpty();
	}

	@Test
	void largestMessageFitsTheRateThatCloses() {
		RateLimit limit = RateLimit.defaults().bytes(1000);
		assertThat(conflicts((options) -> options.rateLimit(limit.action(RateLimit.Action.CLOSE)))).singleElement()
			.asString()
			.contains("'ws.max-message-size' (1MB)", "'ws.rate-limit.bytes' (1000B)");
		assertThat(conflicts((options) -> options.rateLimit(limit))).isEmpty();
	}

	@Test
	void compressionIsOnBeforeItIsRefined() {
		CompressionOptions fast = CompressionOptions.defaults().level(1);
		assertThat(conflicts((options) -> options.compression(fast), Plain.class)).singleElement()
			.asString()
			.contains("below 'ws.compression' have no effect", "'ws.compression.enabled'");
		assertThat(conflicts((options) -> options.compression(fast), Compressed.class)).isEmpty();
		assertThat(conflicts((options) -> options.compression(fast.enabled(true)))).isEmpty();
	}

	@Test
	void memoryForContextsNeedsTakeover() {
		CompressionOptions little = CompressionOptions.defaults().enabled(true).maxMemory(1);
		assertThat(conflicts((options) -> options.compression(little))).singleElement()
			.asString()
			.contains("'ws.compression.max-memory'", "'ws.compression.context-takeover'");
		assertThat(conflicts((options) -> options.compression(little.contextTakeover(ContextTakeover.BOTH)))).isEmpty();
	}

	@Test
	void oneAddressHasNoMoreConnectionsThanAll() {
		assertThat(conflicts((options) -> options.connections((connections) -> connections.max(10).maxPerAddress(11))))
			.singleElement()
			.asString()
			.contains("'ws.max-connections-per-address' (11)", "'ws.max-connections' (10)");
		assertThat(conflicts((options) -> options.connections((connections) -> connections.max(10).maxPerAddress(10))))
			.isEmpty();
	}

	@Test
	void trustedProxiesSaySomething() {
		ProxyOptions trusted = ProxyOptions.defaults().trusted("10.0.0.1");
		assertThat(conflicts((options) -> options.proxy(trusted))).singleElement()
			.asString()
			.contains("'ws.proxy.trusted'", "'ws.proxy.header'", "'ws.proxy.protocol'");
		assertThat(conflicts((options) -> options.proxy(trusted.protocol(true)))).isEmpty();
		assertThat(conflicts((options) -> options.proxy(trusted.header(ForwardedHeader.FORWARDED)))).isEmpty();
	}

	@Test
	void allOriginsNeedNoOthers() {
		assertThat(conflicts((options) -> options
			.handshake((handshake) -> handshake.allowedOrigins(List.of("https://a.example", "*"))))).singleElement()
			.asString()
			.contains("'ws.allowed-origins'");
		assertThat(conflicts((options) -> options.handshake((handshake) -> handshake.allowedOrigins(List.of("*")))))
			.isEmpty();
		assertThat(conflicts(
				(options) -> options.handshake((handshake) -> handshake.allowedHosts(List.of("a.example", "*")))))
			.singleElement()
			.asString()
			.contains("'ws.allowed-hosts'");
		assertThat(conflicts((options) -> options.handshake((handshake) -> handshake.allowedHosts(List.of("*")))))
			.isEmpty();
	}

	@Test
	void pongsNeedPings() {
		assertThat(conflicts((options) -> options
			.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ZERO).pongTimeout(Duration.ofSeconds(1)))))
			.singleElement()
			.asString()
			.contains("'ws.keep-alive.pong-timeout'", "'ws.keep-alive.ping-interval'");
		assertThat(conflicts((options) -> options.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ZERO))))
			.isEmpty();
		assertThat(conflicts(
				(options) -> options
					.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ZERO).pongTimeout(Duration.ofSeconds(1))),
				Limited.class))
			.isEmpty();
	}

	@Test
	void sessionLivesAsLongAsItsCallsWait() {
		Consumer<WsServerOptions.Builder> idle = (options) -> options
			.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofSeconds(29)));
		assertThat(conflicts(idle, Rpc.class)).singleElement()
			.asString()
			.contains("'ws.json-rpc.call-timeout' (30.0 s)", "'ws.idle-timeout' (29.0 s)");
		assertThat(conflicts(idle, Plain.class)).isEmpty();
		assertThat(conflicts(idle, Limited.class)).isEmpty();
		assertThat(
				conflicts((options) -> options.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofSeconds(30))),
						Rpc.class))
			.isEmpty();
	}

	@Test
	void propertiesOfWebServersNeedOne() {
		MockEnvironment environment = new MockEnvironment();
		assertThat(LookAlikeProperties.withoutWebServer(environment)).isEmpty();
		environment.setProperty("server.port", "8080");
		environment.setProperty("server.tomcat.threads.max", "10");
		assertThat(LookAlikeProperties.withoutWebServer(environment)).hasSize(2)
			.anySatisfy((sentence) -> assertThat(sentence).contains("'server.port' has no effect", "'ws.port'"))
			.anySatisfy((sentence) -> assertThat(sentence).contains("'server.tomcat.threads.max'", "'wsExecutor'"));
	}

	@Test
	void pagesOverTlsNeedWebSocketsOverTls() {
		MockEnvironment environment = new MockEnvironment();
		environment.setProperty("server.ssl.bundle", "web");
		assertThat(LookAlikeProperties.withoutTls(environment)).isEmpty();
		environment.setProperty("local.server.port", "8443");
		assertThat(LookAlikeProperties.withoutTls(environment)).singleElement()
			.asString()
			.contains("'server.ssl'", "'ws.ssl.bundle'");
		environment.setProperty("ws.ssl.enabled", "false");
		assertThat(LookAlikeProperties.withoutTls(environment)).isEmpty();
	}

	private static List<String> conflicts(Consumer<WsServerOptions.Builder> settings, Class<?>... endpoints) {
		WsServerOptions.Builder options = WsServerOptions.builder()
			.connections((connections) -> connections.maxBufferedBytes(100L * MEBIBYTE));
		settings.accept(options);
		return OptionConflicts.of(options.build(), Duration.ofSeconds(30),
				Arrays.stream(endpoints).map((type) -> type.getAnnotation(WsEndpoint.class)).toList());
	}

	@WsEndpoint("/plain")
	static class Plain {

	}

	@WsEndpoint(path = "/compressed", compression = Compression.ENABLED)
	static class Compressed {

	}

	@WsEndpoint(path = "/limited", protocol = MessageProtocol.JSON_RPC, rateLimitMessages = "10", pingInterval = "5s",
			idleTimeout = "1h")
	static class Limited {

	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Rpc {

	}

}
