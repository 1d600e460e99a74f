package dev.wsboot.engine.server;

import java.io.ByteArrayOutputStream;

import dev.wsboot.engine.RateLimit;
import dev.wsboot.engine.WsServerOptions;
import dev.wsboot.engine.frame.Opcode;
import org.junit.jupiter.api.Test;

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

	private static byte[] frames(int count, int size) throws Exception {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < count; i++) {
			frames.write(Peer.frame(true, Opcode.BINARY, new byte[size]));
		}
		return frames.toByteArray();
	}

}
