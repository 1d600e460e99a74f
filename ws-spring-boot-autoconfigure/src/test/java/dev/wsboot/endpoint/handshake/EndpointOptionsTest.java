/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.time.Duration;
import java.util.Map;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.ErrorPolicy;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.endpoint.fixture.Mistake;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.internal.binding.DiscoveredEndpoints;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The attributes of an endpoint for its sessions, and the sentences of mistakes in them.
 */
class EndpointOptionsTest {

	private static final SessionOptions SERVER = WsServerOptions.builder()
		.rateLimit(RateLimit.defaults().bytes(500).messages(5))
		.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofHours(1)))
		.build()
		.session();

	private static HandshakeHandler handler(Class<?> endpoint, Map<String, Object> properties) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		context.registerBean(WsEndpoints.class,
				() -> new DiscoveredEndpoints(context.getBeanFactory(), ErrorPolicy.CLOSE));
		context.register(endpoint);
		context.refresh();
		return context.getBean(WsEndpoints.class).handshakeHandler(Runnable::run, SERVER);
	}

	private static SessionOptions options(HandshakeHandler handler) throws Exception {
		HandshakeRequest request = EndpointTester.request("/", null);
		return ((HandshakeDecision.Accept) handler.decide(request)).options();
	}

	private static SessionOptions options(Class<?> endpoint, Map<String, Object> properties) throws Exception {
		return options(handler(endpoint, properties));
	}

	@Test
	void anEndpointWithoutAttributesHasTheOptionsOfTheServer() throws Exception {
		assertThat(options(Plain.class, Map.of())).isEqualTo(SERVER);
	}

	@Test
	void eachAttributeReplacesOneOption() throws Exception {
		assertThat(options(All.class, Map.of())).isEqualTo(SERVER.maxMessageSize(16 * 1024 * 1024)
			.inbound((inbound) -> inbound.streamTimeout(Duration.ofMinutes(1)).streamMinRate(10 * 1024))
			.send((send) -> send.bufferLimit(256 * 1024).overflowPolicy(OverflowPolicy.CONFLATE))
			.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofMinutes(5)).pingInterval(Duration.ZERO))
			.rateLimit(new RateLimit(100, 1024, 2048, Duration.ofMillis(500), RateLimit.Action.CLOSE)));
	}

	@Test
	void onePartOfTheRateLimitKeepsTheOthers() throws Exception {
		assertThat(options(RateAction.class, Map.of()).rateLimit())
			.isEqualTo(SERVER.rateLimit().action(RateLimit.Action.CLOSE));
	}

	@Test
	void placeholdersAreReplaced() throws Exception {
		SessionOptions options = options(Placeholders.class, Map.of("chat.size", "2MB", "chat.rate", "7"));
		assertThat(options.messages().maxSize()).isEqualTo(2 * 1024 * 1024);
		assertThat(options.messages().maxFrameSize()).isEqualTo(2 * 1024 * 1024);
		assertThat(options.keepAlive().idleTimeout()).isEqualTo(Duration.ofSeconds(90));
		assertThat(options.rateLimit().messages()).isEqualTo(7);
		assertThat(options.keepAlive().pingInterval()).isEqualTo(SERVER.keepAlive().pingInterval());
	}

	@Test
	void allSessionsOfAnEndpointShareOneInstance() throws Exception {
		HandshakeHandler handler = handler(All.class, Map.of());
		assertThat(options(handler)).isSameAs(options(handler));
	}

	@Test
	void mistakesNameTheAttribute() {
		Mistake.of(BadSize.class)
			.says("'endpointOptionsTest.BadSize'", "maxMessageSize '16XB', which cannot be read")
			.cure("maxMessageSize = \"1MB\"");
		Mistake.of(HugeSize.class).says("maxMessageSize '2GB', which must be less than 2GB").cure("@WsEndpoint");
		Mistake.of(NoSize.class).says("maxMessageSize '0', which must be greater than 0").cure("@WsEndpoint");
		Mistake.of(BadLimit.class).says("sendBufferLimit '-1', which must be greater than 0").cure("@WsEndpoint");
		Mistake.of(BadIdle.class).says("idleTimeout 'soon', which cannot be read").cure("idleTimeout = \"30s\"");
		Mistake.of(NegativeIdle.class).says("idleTimeout '-1s', which must not be negative").cure("@WsEndpoint");
		Mistake.of(BadStreamTimeout.class)
			.says("streamTimeout 'soon', which cannot be read")
			.cure("streamTimeout = \"30s\"");
		Mistake.of(NegativeStreamRate.class)
			.says("streamMinRate '-1B', which must not be negative")
			.cure("@WsEndpoint");
		Mistake.of(LongPing.class).says("pingInterval '500d', which must be at most 365 days").cure("@WsEndpoint");
		Mistake.of(BadPlaceholder.class).says("idleTimeout '5x' (from '${no.such:5x}')").cure("idleTimeout = \"30s\"");
		Mistake.of(BadRate.class)
			.says("rateLimitMessages '1.5', which cannot be read")
			.cure("rateLimitMessages = \"100\"");
		Mistake.of(NegativeRate.class).says("rateLimitBytes '-1B', which must not be negative").cure("@WsEndpoint");
		Mistake.of(BadWork.class).says("rateLimitWork 'much', which cannot be read").cure("rateLimitWork = \"200ms\"");
		Mistake.of(NoStreams.class).says("maxStreams '0', which must be greater than 0").cure("@WsEndpoint");
		Mistake.of(BadStreams.class)
			.says("maxStreams 'many' (from '${no.such:many}'), which cannot be read")
			.cure("maxStreams = \"100\"");
		Mistake.of(TwoPolicies.class).says("has 2 values for its overflowPolicy").cure("Write one");
	}

	@Test
	void wrongOriginsAreMistakes() {
		Mistake.of(BadOrigin.class)
			.says("has 'example.com' among its allowedOrigins, but an entry must be an origin such as")
			.cure("Correct allowedOrigins");
		Mistake.of(OpenPattern.class)
			.says("has 'https://*example.com' among its allowedOrigins, but an entry must end with a complete name")
			.cure("Correct allowedOrigins");
	}

	@WsEndpoint("/")
	static class Plain extends Handler {

	}

	@WsEndpoint(path = "/", maxMessageSize = "16MB", streamTimeout = "1m", streamMinRate = "10KB",
			sendBufferLimit = "256KB", overflowPolicy = OverflowPolicy.CONFLATE, idleTimeout = "5m", pingInterval = "0",
			rateLimitMessages = "100", rateLimitBytes = "1KB", rateLimitInflatedBytes = "2KB", rateLimitWork = "500",
			rateLimitAction = RateLimit.Action.CLOSE)
	static class All extends Handler {

	}

	@WsEndpoint(path = "/", streamTimeout = "soon")
	static class BadStreamTimeout extends Handler {

	}

	@WsEndpoint(path = "/", streamMinRate = "-1B")
	static class NegativeStreamRate extends Handler {

	}

	@WsEndpoint(path = "/", rateLimitAction = RateLimit.Action.CLOSE)
	static class RateAction extends Handler {

	}

	@WsEndpoint(path = "/", maxMessageSize = "${chat.size}", idleTimeout = "${chat.idle:90}",
			rateLimitMessages = "${chat.rate:0}", pingInterval = "${chat.ping:}")
	static class Placeholders extends Handler {

	}

	@WsEndpoint(path = "/", maxMessageSize = "16XB")
	static class BadSize extends Handler {

	}

	@WsEndpoint(path = "/", maxMessageSize = "2GB")
	static class HugeSize extends Handler {

	}

	@WsEndpoint(path = "/", maxMessageSize = "0")
	static class NoSize extends Handler {

	}

	@WsEndpoint(path = "/", sendBufferLimit = "-1")
	static class BadLimit extends Handler {

	}

	@WsEndpoint(path = "/", idleTimeout = "soon")
	static class BadIdle extends Handler {

	}

	@WsEndpoint(path = "/", idleTimeout = "-1s")
	static class NegativeIdle extends Handler {

	}

	@WsEndpoint(path = "/", pingInterval = "500d")
	static class LongPing extends Handler {

	}

	@WsEndpoint(path = "/", idleTimeout = "${no.such:5x}")
	static class BadPlaceholder extends Handler {

	}

	@WsEndpoint(path = "/", rateLimitMessages = "1.5")
	static class BadRate extends Handler {

	}

	@WsEndpoint(path = "/", rateLimitWork = "much")
	static class BadWork extends Handler {

	}

	@WsEndpoint(path = "/", rateLimitBytes = "-1B")
	static class NegativeRate extends Handler {

	}

	@WsEndpoint(path = "/", maxStreams = "0")
	static class NoStreams extends Handler {

	}

	@WsEndpoint(path = "/", maxStreams = "${no.such:many}")
	static class BadStreams extends Handler {

	}

	@WsEndpoint(path = "/", overflowPolicy = { OverflowPolicy.CLOSE, OverflowPolicy.CONFLATE })
	static class TwoPolicies extends Handler {

	}

	@WsEndpoint(path = "/", allowedOrigins = { "https://good.example", "example.com" })
	static class BadOrigin extends Handler {

	}

	@WsEndpoint(path = "/", allowedOrigins = "https://*example.com")
	static class OpenPattern extends Handler {

	}

	static class Handler {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

}
