/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions that send more in a second than they may are paused, or closed.
 */
class RateLimitTest {

	private final WsServerOptions.Builder options = Servers.options();

	private final Echo echo = new Echo();

	@Test
	void tooManyMessagesCloseTheSession() throws Exception {
		this.options.rateLimit(RateLimit.defaults().messages(10).action(RateLimit.Action.CLOSE));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer peer = Peer.open(server);
				Peer other = Peer.open(server)) {
			peer.sends(frames(11, 1));
			assertThat(peer.receivesUntilClose()).isEqualTo(1008);
			peer.sendsClose(1008).receivesUntilEnd();
			assertThat(this.echo.awaitClosed().code()).isEqualTo(1008);
			other.sends(frames(10, 1));
			for (int i = 0; i < 10; i++) {
				assertThat(other.receives().payload()).hasSize(1);
			}
		}
	}

	@Test
	void tooManyBytesCloseTheSession() throws Exception {
		this.options.rateLimit(RateLimit.defaults().bytes(1000).action(RateLimit.Action.CLOSE));
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			peer.sends(frames(1, 100)).receives();
			peer.sends(frames(1, 1000));
			assertThat(peer.receivesUntilClose()).isEqualTo(1008);
		}
	}

	@Test
	void controlFramesCountAsMessages() throws Exception {
		this.options.rateLimit(RateLimit.defaults().messages(10).action(RateLimit.Action.CLOSE));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer pings = Peer.open(server);
				Peer pongs = Peer.open(server)) {
			for (int i = 0; i < 200; i++) {
				pings.sendsPing("");
			}
			assertThat(pings.receivesUntilClose()).isEqualTo(1008);
			for (int i = 0; i < 200; i++) {
				pongs.sendsPong(new byte[0]);
			}
			assertThat(pongs.receivesUntilClose()).isEqualTo(1008);
			assertThat(server.counters().rateLimitExceeded()).containsEntry(RateLimit.Kind.MESSAGES, 2L);
		}
	}

	@Test
	void pingsOfOneWriteAreAnsweredAtTheirRate() throws Exception {
		this.options.rateLimit(RateLimit.defaults().messages(1));
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			ByteArrayOutputStream pings = new ByteArrayOutputStream();
			for (int i = 0; i < 1000; i++) {
				pings.write(Peer.frame(true, Opcode.PING, new byte[0]));
			}
			peer.sends(pings.toByteArray());
			peer.receives();
			peer.receives();
			assertThat(server.counters().pingsReceived()).isLessThan(1000);
			assertThat(server.counters().rateLimitExceeded().get(RateLimit.Kind.MESSAGES)).isPositive();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void shortFragmentsCountAsMessages(boolean asTheyArrive) throws Exception {
		this.options.rateLimit(RateLimit.defaults().messages(10).action(RateLimit.Action.CLOSE));
		SessionHandler handler = asTheyArrive ? new Reader() : this.echo;
		try (WsServer server = Servers.start(this.options, handler); Peer peer = Peer.open(server)) {
			peer.sends(fragments(200, 1023));
			assertThat(peer.receivesUntilClose()).isEqualTo(1008);
		}
	}

	@Test
	void otherFragmentsDoNotCountAsMessages() throws Exception {
		this.options.rateLimit(RateLimit.defaults().messages(1).action(RateLimit.Action.CLOSE));
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			peer.sends(fragments(200, 1024)).sends(Peer.frame(true, Opcode.CONTINUATION, new byte[1]));
			assertThat(peer.receives().payload()).hasSize(200 * 1024 + 1);
		}
	}

	@Test
	void tooManyInflatedBytesCloseTheSession() throws Exception {
		this.options.compression(CompressionOptions.defaults().enabled(true))
			.rateLimit(RateLimit.defaults().inflatedBytes(10_000).action(RateLimit.Action.CLOSE));
		try (WsServer server = Servers.start(this.options, this.echo); DeflatePeer peer = DeflatePeer.open(server)) {
			peer.sends(Opcode.TEXT, new byte[1000]).receives(Opcode.TEXT);
			peer.sends(Opcode.TEXT, new byte[1_000_000]);
			assertThat(peer.peer.receivesUntilClose()).isEqualTo(1008);
			assertThat(server.counters().rateLimitExceeded()).containsEntry(RateLimit.Kind.INFLATED_BYTES, 1L);
		}
	}

	@Test
	void aPauseOfInflatedBytesLosesNothing() throws Exception {
		this.options.compression(CompressionOptions.defaults().enabled(true))
			.rateLimit(RateLimit.defaults().inflatedBytes(50_000));
		try (WsServer server = Servers.start(this.options, this.echo); DeflatePeer peer = DeflatePeer.open(server)) {
			for (int i = 0; i < 60; i++) {
				peer.sends(Opcode.TEXT, new byte[2000]);
			}
			for (int i = 0; i < 60; i++) {
				assertThat(peer.receives(Opcode.TEXT)).hasSize(2000);
			}
		}
	}

	@Test
	@Tag("slow")
	void aPauseLosesNothing() throws Exception {
		this.options.rateLimit(RateLimit.defaults().messages(50));
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			for (int i = 0; i < 150; i++) {
				peer.sendsText("message " + i);
			}
			for (int i = 0; i < 150; i++) {
				assertThat(peer.receivesText()).isEqualTo("message " + i);
			}
		}
	}

	@Test
	void messagesOfOneWriteAreHandledAtTheirRate() throws Exception {
		this.options.rateLimit(RateLimit.defaults().messages(1));
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			peer.sends(frames(100, 1));
			peer.receives();
			peer.receives();
			assertThat(server.counters().messagesReceived()).isLessThan(100);
		}
	}

	@Test
	void aPauseOfBytesLosesNothing() throws Exception {
		this.options.rateLimit(RateLimit.defaults().bytes(5000).messages(1000));
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			peer.sends(frames(60, 250));
			for (int i = 0; i < 60; i++) {
				assertThat(peer.receives().payload()).hasSize(250);
			}
		}
	}

	@Test
	void aSessionThatPausesCanBeClosed() throws Exception {
		this.options.rateLimit(RateLimit.defaults().messages(1));
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			peer.sends(frames(3600, 1));
			peer.receives();
			this.echo.awaitOpen().close();
			peer.receivesUntilClose();
			peer.sendsClose(1000).receivesUntilEnd();
			assertThat(this.echo.awaitClosed().code()).isEqualTo(1000);
		}
	}

	/** The beginning of a message. */
	private static byte[] fragments(int count, int size) throws Exception {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < count; i++) {
			frames.write(Peer.frame(false, (i == 0) ? Opcode.BINARY : Opcode.CONTINUATION, new byte[size]));
		}
		return frames.toByteArray();
	}

	private static byte[] frames(int count, int size) throws Exception {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < count; i++) {
			frames.write(Peer.frame(true, Opcode.BINARY, new byte[size]));
		}
		return frames.toByteArray();
	}

	private static final class Reader implements SessionHandler {

		@Override
		public long maxStreamSize(SessionEvent event) {
			return Long.MAX_VALUE;
		}

		@Override
		public void onStream(WsSession session, IncomingMessage message) throws Exception {
			message.stream().transferTo(OutputStream.nullOutputStream());
		}

	}

}
