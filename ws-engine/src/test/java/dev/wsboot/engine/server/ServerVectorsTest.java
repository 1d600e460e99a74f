/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import dev.wsboot.engine.Violation;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.protocol.FrameVector;
import dev.wsboot.engine.protocol.MessageLimits;
import dev.wsboot.engine.protocol.ReadEvent;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Peer.Frame;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every row of {@code vectors/frames.txt} that is for servers, against a running one. Its
 * handler echoes, on the executor.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ServerVectorsTest {

	private final Map<MessageLimits, WsServer> servers = new HashMap<>();

	private final Recorder echo = new Echo();

	static List<FrameVector> vectors() {
		return FrameVector.all().stream().filter((vector) -> vector.role() == Role.SERVER).toList();
	}

	WsServerOptions.Builder options() {
		return Servers.options();
	}

	Peer open(WsServer server) throws IOException {
		return Peer.open(server);
	}

	void sends(Peer peer, byte[] bytes) throws IOException {
		peer.sends(bytes);
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void answers(FrameVector vector) throws Exception {
		WsServer server = server(vector.limits());
		Map<Violation, Long> violations = new EnumMap<>(server.counters().violations());
		if (vector.violation() != null) {
			violations.merge(vector.violation(), 1L, Long::sum);
		}
		try (Peer peer = open(server)) {
			sends(peer, vector.bytes());
			int end = receivesAnswers(peer, vector);
			peer.receivesEnd();
			assertThat(this.echo.awaitClosed().code()).as("what the application sees").isEqualTo(end);
		}
		assertThat(server.counters().violations()).as("counted violations").isEqualTo(violations);
		try (Peer next = open(server)) {
			next.sendsText("alive").receives(Opcode.TEXT, "\"alive\"");
			next.sendsClose(1000);
			assertThat(next.receivesClose()).isEqualTo(1000);
			assertThat(this.echo.awaitClosed().code()).isEqualTo(1000);
		}
	}

	@AfterAll
	void noSessionWasClosedTwice() {
		this.servers.values().forEach(WsServer::close);
		assertThat(this.echo.closed).isEmpty();
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.errors).isEmpty();
	}

	/**
	 * Pongs leave at once and echoes when the executor has made them, but all before the
	 * Close frame.
	 * @return the close code that the application has to see
	 */
	private static int receivesAnswers(Peer peer, FrameVector vector) throws IOException {
		Queue<ReadEvent> messages = new ArrayDeque<>();
		Queue<ReadEvent> pings = new ArrayDeque<>();
		int code = vector.failCode();
		for (ReadEvent event : vector.events()) {
			switch (event.kind()) {
				case TEXT, BINARY -> messages.add(event);
				case PING -> pings.add(event);
				case PONG -> {
				}
				case CLOSE -> code = event.code();
			}
		}
		while (!messages.isEmpty() || !pings.isEmpty()) {
			Frame frame = peer.receives();
			ReadEvent event = ((frame.opcode() == Opcode.PONG) ? pings : messages).remove();
			assertThat(frame.fin()).isTrue();
			assertThat(frame.opcode()).isEqualTo(switch (event.kind()) {
				case TEXT -> Opcode.TEXT;
				case BINARY -> Opcode.BINARY;
				default -> Opcode.PONG;
			});
			assertThat(frame.payload()).isEqualTo(event.payload().array());
		}
		if (code == 0) {
			peer.sendsEnd();
			return 1006;
		}
		Frame close = peer.receives();
		assertThat(close.opcode()).isEqualTo(Opcode.CLOSE);
		assertThat(close.closeCode()).isEqualTo(code);
		if (vector.failCode() != 0) {
			assertThat(close.closeReason()).as("reason").isNotEmpty();
		}
		return code;
	}

	private WsServer server(MessageLimits limits) throws IOException {
		WsServer server = this.servers.get(limits);
		if (server == null) {
			server = Servers.start(options().messages((messages) -> messages.maxFrameSize(limits.maxFrameSize())
				.maxSize(limits.maxMessageSize())
				.maxFragments(limits.maxFragments())), this.echo);
			this.servers.put(limits, server);
		}
		return server;
	}

}
