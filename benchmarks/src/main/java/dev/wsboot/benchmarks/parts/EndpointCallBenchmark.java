/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.parts;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.HandlerExecutor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Calls of a bean's method for a message, including the reply, as in the starter. For one
 * thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EndpointCallBenchmark {

	private static final byte[] TEXT = "x".repeat(125).getBytes(StandardCharsets.UTF_8);

	private static final byte[] JSON = "{\"id\":17,\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

	private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
		.web(WebApplicationType.NONE)
		.run("--ws.port=0", "--spring.main.banner-mode=off");

	private final ObjectReader reader = this.context.getBean(JsonMapper.class)
		.readerFor(new TypeReference<Map<String, Object>>() {
		});

	private final ObjectWriter writer = this.context.getBean(JsonMapper.class)
		.writerFor(new TypeReference<Map<String, Object>>() {
		});

	/**
	 * An executor of the default kind, which runs no tasks in this benchmark.
	 */
	private final ExecutorService executor = HandlerExecutor.createPool();

	private final SilentSession session = new SilentSession(request("/text"));

	private final SessionHandler text = handler("/text");

	private final SessionHandler variable = handler("/variable/lobby");

	private final SessionHandler json = handler("/json");

	private static HandshakeRequest request(String path) {
		return new HandshakeRequest(path, null, Headers.empty(),
				new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), false, null);
	}

	private SessionHandler handler(String path) {
		try {
			HandshakeDecision decision = this.context.getBean(WsEndpoints.class)
				.handshakeHandler(this.executor, WsServerOptions.builder().build().session())
				.decide(request(path));
			return ((HandshakeDecision.Accept) decision).handler();
		}
		catch (Exception ex) {
			throw new IllegalStateException("There is no endpoint for " + path, ex);
		}
	}

	/** Stops the application. */
	@TearDown
	public void stop() {
		this.context.close();
		this.executor.shutdown();
	}

	/**
	 * Takes text and returns text.
	 * @return the sent message
	 * @throws Exception if the call fails
	 */
	@Benchmark
	public @Nullable Object text() throws Exception {
		this.text.onMessage(this.session, WsMessage.ofText(TEXT));
		return this.session.lastSent();
	}

	/**
	 * Takes text, the session and a path variable, and returns text.
	 * @return the sent message
	 * @throws Exception if the call fails
	 */
	@Benchmark
	public @Nullable Object threeArguments() throws Exception {
		this.variable.onMessage(this.session, WsMessage.ofText(TEXT));
		return this.session.lastSent();
	}

	/**
	 * Takes JSON and returns JSON.
	 * @return the sent message
	 * @throws Exception if the call fails
	 */
	@Benchmark
	public @Nullable Object json() throws Exception {
		this.json.onMessage(this.session, WsMessage.ofText(JSON));
		return this.session.lastSent();
	}

	/**
	 * Takes the text of {@link #json} and returns it, for the costs without parsing JSON.
	 * @return the sent message
	 * @throws Exception if the call fails
	 */
	@Benchmark
	public @Nullable Object jsonAsText() throws Exception {
		this.text.onMessage(this.session, WsMessage.ofText(JSON));
		return this.session.lastSent();
	}

	/**
	 * Reads and writes the JSON of {@link #json} with Jackson alone.
	 * @return the written JSON
	 */
	@Benchmark
	public Object jacksonAlone() {
		Map<String, Object> value = this.reader.readValue(JSON);
		return this.writer.writeValueAsBytes(value);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ TextEndpoint.class, VariableEndpoint.class, JsonEndpoint.class })
	static class Application {

	}

	@WsEndpoint("/text")
	static class TextEndpoint {

		@OnMessage
		String answer(String message) {
			return message;
		}

	}

	@WsEndpoint("/variable/{room}")
	static class VariableEndpoint {

		@OnMessage
		String answer(String message, WsSession session, @PathVariable String room) {
			return room;
		}

	}

	@WsEndpoint("/json")
	static class JsonEndpoint {

		@OnMessage
		Map<String, Object> answer(Map<String, Object> message) {
			return message;
		}

	}

}
