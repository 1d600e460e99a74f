/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

import dev.wsboot.benchmarks.load.figure.Measurement;
import dev.wsboot.benchmarks.load.scenario.Payload;
import dev.wsboot.benchmarks.load.scenario.Scenario;
import dev.wsboot.benchmarks.load.scenario.Scenarios;
import dev.wsboot.benchmarks.load.scenario.Target;
import dev.wsboot.benchmarks.load.scenario.Wire;
import dev.wsboot.benchmarks.server.EngineServer;
import dev.wsboot.benchmarks.server.RawServer;
import dev.wsboot.benchmarks.server.StarterServer;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The generator against servers of this JVM, every byte compared. Nothing is measured.
 */
@Tag("slow")
class LoadRunTest {

	private static final int MAX_MESSAGE_SIZE = 4 * 1024 * 1024;

	private static WsServer engine;

	private static WsServer secureEngine;

	private static ConfigurableApplicationContext starter;

	private static RawServer raw;

	@BeforeAll
	static void start() throws IOException {
		engine = EngineServer.start(0, MAX_MESSAGE_SIZE, false);
		secureEngine = EngineServer.start(0, MAX_MESSAGE_SIZE, true);
		starter = StarterServer.start(0, MAX_MESSAGE_SIZE);
		raw = new RawServer(0, 0);
		new Thread(raw, "raw").start();
	}

	@AfterAll
	static void stop() throws IOException {
		engine.close();
		secureEngine.close();
		starter.close();
		raw.close();
	}

	static Stream<Scenario> scenarios() {
		Stream<Scenario> others = Stream.of(Scenario.connect("connect"), Scenarios.atRate("rate", 2000));
		return Stream.of(Scenarios.toVerify().stream(), Scenarios.toVerifyLarge().stream(), others)
			.flatMap((all) -> all);
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void theEngineAnswersEachMessage(Scenario scenario) {
		assertCorrect(scenario, webSocket(engine.port(), ""));
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void theEngineAnswersEachMessageOverTls(Scenario scenario) {
		int port = secureEngine.port();
		assertCorrect(scenario, new Target(port, port, "/echo", "/all", Wire.WSS, 0));
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void theStarterAnswersEachMessage(Scenario scenario) {
		int port = starter.getEnvironment().getRequiredProperty("local.ws.port", Integer.class);
		assertCorrect(scenario, webSocket(port, ""));
		assertCorrect(scenario, webSocket(port, "/loop"));
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void theRawServerAnswersEachMessage(Scenario scenario) {
		assertCorrect(scenario, new Target(raw.port(), raw.fanOutPort(), "/echo", "/all", Wire.RAW, 0));
	}

	@Test
	void aChangedByteIsNoticed() throws IOException {
		try (WsServer changing = start((session, message) -> {
			byte[] changed = message.bytes().clone();
			changed[changed.length - 1] ^= 1;
			session.sendBinary(changed);
		})) {
			assertThat(problem(changing)).contains("Message 0 came back changed");
		}
	}

	@Test
	void aWrongLengthIsNoticed() throws IOException {
		try (WsServer cutting = start((session, message) -> session.sendBinary(Arrays.copyOf(message.bytes(), 124)))) {
			assertThat(problem(cutting)).contains("124 bytes instead of 125 came back");
		}
	}

	@Test
	void aMissingAnswerIsNoticed() throws IOException {
		try (WsServer silent = start((session, message) -> {
		})) {
			assertThat(problem(silent)).contains("2 messages did not come back");
		}
	}

	@Test
	void aRefusalIsNoticed() {
		Measurement measurement = LoadRun.run(binary(), new Target(engine.port(), 0, "/nowhere", "", Wire.WS, 0), true,
				0, 0.1);
		assertThat(measurement.problem()).contains("404");
	}

	private static void assertCorrect(Scenario scenario, Target target) {
		Measurement measurement = LoadRun.run(scenario, target, true, 0, 0.05);
		assertThat(measurement.problem()).isNull();
	}

	private static Target webSocket(int port, String prefix) {
		return new Target(port, port, prefix + "/echo", prefix + "/all", Wire.WS, 0);
	}

	private static Scenario binary() {
		return Scenario.echo("binary-125", 2, 1, 125, Payload.BINARY);
	}

	private static String problem(WsServer server) {
		return LoadRun.run(binary(), webSocket(server.port(), ""), true, 0, 0.1).problem();
	}

	private static WsServer start(Answer answer) throws IOException {
		return WsServer.start(WsServerOptions.builder().port(0).build(),
				(request) -> HandshakeDecision.accept(new SessionHandler() {

					@Override
					public void onMessage(WsSession session, WsMessage message) {
						answer.to(session, message);
					}

				}));
	}

	private interface Answer {

		void to(WsSession session, WsMessage message);

	}

}
