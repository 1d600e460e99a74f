/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.FanOutReaders;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One per cent of a fan-out's 1,000 receivers stall: all others get everything, and the
 * stalled are gone after {@code send.timeout}. How long messages take, with and without
 * them, is printed; {@code -Dws.broadcasts} says how many are measured.
 */
@Timeout(600)
@Tag("long")
class StalledReceiversTest {

	private static final int RECEIVERS = 1000;

	private static final int STALLED = RECEIVERS / 100;

	private static final int BROADCASTS = Integer.getInteger("ws.broadcasts", 20);

	private static final Duration PACE = Duration.ofMillis(50);

	/**
	 * More than a round of broadcasts takes, also on a slow machine, so that they stall
	 * all the time.
	 */
	private static final Duration SEND_TIMEOUT = PACE.multipliedBy(BROADCASTS * 2L).plusSeconds(20);

	private final Recorder recorder = new Recorder();

	private final WsServer server;

	private final List<Peer> peers = new ArrayList<>();

	StalledReceiversTest() throws IOException {
		WsServerOptions.Builder options = Servers.options()
			.send((send) -> send.bufferLimit(Integer.MAX_VALUE).timeout(SEND_TIMEOUT))
			// readers know broadcasts only
			.keepAlive((keepAlive) -> keepAlive.pingInterval(Duration.ofHours(1)))
			.connections((connections) -> connections.maxBufferedBytes(Integer.MAX_VALUE));
		this.server = Servers.start(options, this.recorder);
	}

	@AfterEach
	void stop() throws IOException {
		for (Peer peer : this.peers) {
			peer.resets();
		}
		this.server.close();
	}

	@Test
	void theOthersGetEverythingAndTheStalledAreGone() throws Exception {
		try (FanOutReaders readers = new FanOutReaders(this.server.port(), RECEIVERS - STALLED)) {
			// not only accepted: the next session to open is the next peer's
			Await.until("all sessions that read are open", () -> this.recorder.opened.size() == RECEIVERS - STALLED);
			this.recorder.opened.clear();
			round(readers);
			long without = round(readers);
			List<WsSession> stalled = stall();
			long with = round(readers);
			assertThat(stalled).allMatch(WsSession::isOpen);
			System.out.printf("%d receivers, %d broadcasts; p99 without stalled ones: %d us, with %d of them: %d us%n",
					RECEIVERS, BROADCASTS, without, STALLED, with);
			for (int i = 0; i < STALLED; i++) {
				assertThat(this.recorder.awaitClosed().code()).isEqualTo(1008);
			}
			assertThat(stalled).noneMatch(WsSession::isOpen);
			assertThat(this.server.sessions().count()).isEqualTo(RECEIVERS - STALLED);
			round(readers);
		}
	}

	/** Adds receivers that read nothing, and to whom nothing more can be sent. */
	private List<WsSession> stall() throws Exception {
		List<WsSession> stalled = new ArrayList<>();
		for (int i = 0; i < STALLED; i++) {
			this.peers.add(Peer.openNarrow(this.server));
			stalled.add(this.recorder.awaitOpen());
		}
		for (WsSession session : stalled) {
			Servers.fillSocket(session);
		}
		return stalled;
	}

	/**
	 * Broadcasts a number of messages, one at a time.
	 * @return microseconds until they had come, the 99th percentile of all receivers
	 */
	private long round(FanOutReaders readers) throws Exception {
		readers.begin(BROADCASTS);
		long next = System.nanoTime();
		for (int i = 0; i < BROADCASTS; i++) {
			ByteBuffer payload = ByteBuffer.allocate(FanOutReaders.PAYLOAD).putInt(i).putLong(System.nanoTime());
			this.server.sessions().broadcast("test", PreparedMessage.binary(payload.array()));
			next += PACE.toNanos();
			LockSupport.parkNanos(next - System.nanoTime());
		}
		long[] nanos = readers.awaitAll();
		assertThat(nanos).hasSize((RECEIVERS - STALLED) * BROADCASTS);
		Arrays.sort(nanos);
		return TimeUnit.NANOSECONDS.toMicros(nanos[nanos.length / 100 * 99]);
	}

}
