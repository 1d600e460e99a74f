/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.server.WsServer.State;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.session.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A loop that dies is replaced. No input is known to kill one, so the tests put a bomb
 * into its queue of tasks.
 */
class EventLoopDeathTest {

	private static final int END = -1;

	private final Recorder recorder = new Recorder();

	private final WsServer server;

	EventLoopDeathTest() throws Exception {
		this.server = Servers.start(this.recorder);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void itsSessionsEndAndOthersComeAndGo(int index) throws Exception {
		List<Peer> peers = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				peers.add(Peer.open(this.server));
				this.recorder.awaitOpen();
			}
			kill(index);
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1011);
			assertThat(this.recorder.awaitClosed().code()).isEqualTo(1011);
			Await.until("the event loop is replaced", () -> this.server.replacedEventLoops() == 1);
			assertThat(this.server.state()).isEqualTo(State.RUNNING);
			assertThat(this.server.sessions().count()).isEqualTo(2);
			for (int i = 0; i < 4; i++) {
				peers.add(Peer.open(this.server));
				peers.get(peers.size() - 1).sendsText("new");
				assertThat(this.recorder.awaitMessage()).isEqualTo("new");
			}
			assertThat(this.server.sessions().count()).isEqualTo(6);
		}
		finally {
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void aStopDoesNotWaitForIt(int index) throws Exception {
		try (Peer one = Peer.open(this.server)) {
			Session first = (Session) this.recorder.awaitOpen();
			try (Peer other = Peer.open(this.server)) {
				LoopParts dead = kill(index);
				this.server.stop();
				boolean firstDies = first.host == dead;
				assertThat((firstDies ? other : one).receivesClose()).isEqualTo(1001);
				// it may die while its Close frame is about to be written
				assertThat(closeOrEnd(firstDies ? one : other)).isIn(1001, 1011, END);
			}
			one.close();
			Await.end(this.server.stop());
			assertThat(this.server.state()).isEqualTo(State.STOPPED);
		}
	}

	private static int closeOrEnd(Peer peer) throws IOException {
		try {
			return peer.receivesClose();
		}
		catch (EOFException ex) {
			return END;
		}
	}

	/** Returns when the loop has met the bomb. */
	private LoopParts kill(int index) throws Exception {
		Field loopsField = WsServer.class.getDeclaredField("loops");
		loopsField.setAccessible(true);
		LoopParts parts = ((EventLoops) loopsField.get(this.server)).get(index);
		CountDownLatch met = new CountDownLatch(1);
		Field tasks = EventLoop.class.getDeclaredField("tasks");
		tasks.setAccessible(true);
		tasks.set(parts.loop, new ConcurrentLinkedQueue<Runnable>() {
			@Override
			public boolean isEmpty() {
				if (met.getCount() > 0) {
					met.countDown();
					throw new OutOfMemoryError("for the test");
				}
				return super.isEmpty();
			}
		});
		parts.loop.wakeup();
		assertThat(met.await(60, TimeUnit.SECONDS)).isTrue();
		return parts;
	}

}
