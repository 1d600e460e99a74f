/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeDecision.Accept;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.InboundOptions;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.KeepAliveOptions;
import dev.wsboot.engine.options.MessageOptions;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.SendOptions;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A session may have settings of its own, and the others of its server have not.
 */
class SessionOptionsTest {

	private static final String OWN = "/";

	private final WsServerOptions.Builder server = Servers.options();

	private final Recorder recorder = new Recorder();

	private final Echo echo = new Echo();

	/** Starts a server one of whose two paths has settings of its own. */
	private WsServer start(Recorder handler, UnaryOperator<SessionOptions> change) throws Exception {
		WsServerOptions options = this.server.build();
		SessionOptions own = change.apply(options.session());
		return WsServer.start(options, (request) -> {
			Accept accept = HandshakeDecision.accept(handler).compression(Compression.ENABLED);
			return request.path().equals(OWN) ? accept.options(own) : accept;
		});
	}

	@Test
	void theServersAreTheDefault() {
		WsServerOptions options = this.server
			.messages((messages) -> messages.maxSize(5).maxFrameSize(4).maxFragments(3))
			.inbound((inbound) -> inbound.maxMessages(2)
				.maxBytes(6)
				.streamTimeout(Duration.ofSeconds(12))
				.streamMinRate(13))
			.send((send) -> send.bufferLimit(7).overflowPolicy(OverflowPolicy.CONFLATE))
			.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofSeconds(8))
				.pongTimeout(Duration.ofSeconds(9))
				.idleTimeout(Duration.ofSeconds(10)))
			.rateLimit(RateLimit.defaults().messages(11))
			.build();
		assertThat(options.session()).isEqualTo(
				new SessionOptions(new MessageOptions(5, 4, 3), new InboundOptions(2, 6, Duration.ofSeconds(12), 13),
						new SendOptions(7, SendOptions.defaults().timeout(), OverflowPolicy.CONFLATE),
						new KeepAliveOptions(Duration.ofSeconds(8), Duration.ofSeconds(9), Duration.ofSeconds(10)),
						RateLimit.defaults().messages(11)));
	}

	@Test
	void eachPartCanBeChangedAlone() {
		SessionOptions options = this.server.build().session();
		SessionOptions changed = options.maxMessageSize(1)
			.inbound((inbound) -> inbound.maxMessages(2)
				.maxBytes(3)
				.streamTimeout(Duration.ofSeconds(8))
				.streamMinRate(9))
			.send((send) -> send.bufferLimit(4).overflowPolicy(OverflowPolicy.DROP_OLDEST))
			.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ZERO)
				.pongTimeout(Duration.ofSeconds(5))
				.idleTimeout(Duration.ofSeconds(6)))
			.rateLimit(RateLimit.defaults().bytes(7));
		assertThat(changed).isEqualTo(new SessionOptions(new MessageOptions(1, 1, options.messages().maxFragments()),
				new InboundOptions(2, 3, Duration.ofSeconds(8), 9),
				new SendOptions(4, options.send().timeout(), OverflowPolicy.DROP_OLDEST),
				new KeepAliveOptions(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(6)),
				RateLimit.defaults().bytes(7)));
	}

	@Test
	void whatIsOutOfRangeIsRefused() {
		SessionOptions options = this.server.build().session();
		Map<String, Runnable> mistakes = Map.of("max-message-size", () -> options.maxMessageSize(0),
				"inbound.max-messages", () -> options.inbound((inbound) -> inbound.maxMessages(0)), "inbound.max-bytes",
				() -> options.inbound((inbound) -> inbound.maxBytes(-1)), "send.buffer-limit",
				() -> options.send((send) -> send.bufferLimit(0)), "keep-alive.ping-interval",
				() -> options.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofSeconds(-1))),
				"keep-alive.pong-timeout", () -> options.keepAlive((keepAlive) -> keepAlive.pongTimeout(Duration.ZERO)),
				"idle-timeout", () -> options.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofDays(366))));
		mistakes.forEach(
				(option, mistake) -> assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(mistake::run)
					.satisfies((ex) -> assertThat(ex.option()).isEqualTo(option)));
	}

	@Test
	void aLargerMessageMayComeInOneFrame() throws Exception {
		this.server.messages((messages) -> messages.maxSize(100).maxFrameSize(100));
		byte[] large = new byte[200_000];
		try (WsServer running = start(this.echo, (options) -> options.maxMessageSize(large.length));
				Peer own = Peer.open(running);
				Peer other = Peer.openAt(running, "/other")) {
			own.sends(Peer.frame(true, Opcode.BINARY, large));
			assertThat(own.receives().payload()).hasSize(large.length);
			other.sends(Peer.frame(true, Opcode.BINARY, new byte[101]));
			assertThat(other.receivesClose()).isEqualTo(1009);
			own.sends(Peer.frame(true, Opcode.BINARY, new byte[large.length + 1]));
			assertThat(own.receivesClose()).isEqualTo(1009);
		}
	}

	@Test
	void aSmallerMessageIsTheMost() throws Exception {
		try (WsServer running = start(this.echo, (options) -> options.maxMessageSize(100));
				Peer own = Peer.open(running);
				Peer other = Peer.openAt(running, "/other")) {
			own.sends(Peer.frame(true, Opcode.BINARY, new byte[101]));
			assertThat(own.receivesClose()).isEqualTo(1009);
			other.sends(Peer.frame(true, Opcode.BINARY, new byte[101]));
			assertThat(other.receives().payload()).hasSize(101);
		}
	}

	@Test
	void whatInflatesIsLimitedToo() throws Exception {
		this.server.messages((messages) -> messages.maxSize(100).maxFrameSize(100));
		try (WsServer running = start(this.echo, (options) -> options.maxMessageSize(1000));
				DeflatePeer own = DeflatePeer.open(running)) {
			own.sends(Opcode.BINARY, new byte[1000]);
			assertThat(own.receives(Opcode.BINARY)).hasSize(1000);
			own.sends(Opcode.BINARY, new byte[1001]);
			assertThat(own.peer.receivesClose()).isEqualTo(1009);
		}
	}

	@Test
	void anIdleSessionIsClosedAlthoughTheServerClosesNone() throws Exception {
		try (WsServer running = start(this.recorder,
				(options) -> options.keepAlive((keepAlive) -> keepAlive.idleTimeout(Duration.ofMillis(50))));
				Peer other = Peer.openAt(running, "/other");
				Peer own = Peer.open(running)) {
			assertThat(own.receivesClose()).isEqualTo(1001);
			other.sendsText("still there");
			assertThat(this.recorder.awaitMessage()).isEqualTo("still there");
		}
	}

	@Test
	void aSilentPeerIsAskedAlthoughTheServerAsksNone() throws Exception {
		this.server.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ZERO));
		try (WsServer running = start(this.recorder,
				(options) -> options.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofMillis(50))));
				Peer own = Peer.open(running)) {
			assertThat(own.receives().opcode()).isEqualTo(Opcode.PING);
		}
	}

	@Test
	void aRateIsKeptByOneAlone() throws Exception {
		RateLimit one = RateLimit.defaults().messages(1).action(RateLimit.Action.CLOSE);
		try (WsServer running = start(this.echo, (options) -> options.rateLimit(one));
				Peer own = Peer.open(running);
				Peer other = Peer.openAt(running, "/other")) {
			byte[] three = Peer.concat(Peer.text("1"), Peer.text("2"), Peer.text("3"));
			own.sends(three);
			assertThat(own.receivesUntilClose()).isEqualTo(1008);
			other.sends(three);
			assertThat(other.receivesText()).isEqualTo("1");
			assertThat(other.receivesText()).isEqualTo("2");
			assertThat(other.receivesText()).isEqualTo("3");
		}
	}

	@Test
	void aFullQueueDropsWhereThatIsWished() throws Exception {
		this.server.send((send) -> send.bufferLimit(1_000_000));
		try (WsServer running = start(this.recorder,
				(options) -> options
					.send((send) -> send.overflowPolicy(OverflowPolicy.DROP_NEWEST).bufferLimit(500_000)));
				Peer own = Peer.open(running)) {
			WsSession session = this.recorder.awaitOpen();
			List<CompletionStage<Void>> sent = Servers.fillSocket(session);
			assertThat(sent).isNotEmpty();
			while (running.counters().messagesDropped() == 0) {
				session.sendBinary(new byte[16 * 1024]);
			}
			assertThat(session.isOpen()).isTrue();
			assertThat(session.queuedBytes()).isLessThan(600_000);
		}
	}

}
