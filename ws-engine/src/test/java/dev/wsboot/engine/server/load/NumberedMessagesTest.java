/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbered messages through 200 sessions, and back, while clients close and reset them,
 * handlers close them, and servers are drained and replaced, all by a seeded chance: no
 * duplicate, no disorder, and no loss where the session has closed cleanly.
 * {@code -Dws.messages} says how many, {@code -Dws.seed} repeats a run.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class NumberedMessagesTest {

	private static final int CLIENTS = 200;

	private static final int MESSAGES = Integer.getInteger("ws.messages", 50_000);

	private static final long SEED = Long.getLong("ws.seed", System.nanoTime());

	/** A server is drained, and another one takes its place, after so many messages. */
	private static final int DRAIN_AFTER = 10_000;

	private final AtomicReferenceArray<WsServer> servers = new AtomicReferenceArray<>(2);

	private final Map<String, NumberedSession> sessions = new ConcurrentHashMap<>();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger reset = new AtomicInteger();

	private final AtomicInteger closedByClient = new AtomicInteger();

	private final AtomicInteger closedByServer = new AtomicInteger();

	@Test
	void areNeitherDoubledNorReorderedNorLost() throws Exception {
		this.servers.set(0, start());
		this.servers.set(1, start());
		List<Thread> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			int number = i;
			Thread client = new Thread(() -> untilEnoughIsSent(number, new Random(SEED + number)), "client-" + i);
			clients.add(client);
			client.start();
		}
		int drained = 0;
		for (int next = DRAIN_AFTER; next < MESSAGES; next += DRAIN_AFTER) {
			int due = next;
			Await.until(due + " messages are sent", () -> this.sent.get() >= due || !this.failures.isEmpty());
			WsServer old = this.servers.getAndSet(drained % 2, start());
			Await.end(old.stop());
			assertThat(old.counters().openConnections()).isZero();
			assertThat(old.counters().bufferedBytes()).isZero();
			drained++;
		}
		for (Thread client : clients) {
			Await.end(client);
		}
		for (int i = 0; i < 2; i++) {
			this.servers.get(i).close();
		}
		System.out.printf(
				"%d messages, %d answers; sessions closed by clients: %d, by servers: %d, reset: %d; servers drained: %d; seed %d%n",
				this.sent.get(), this.answered.get(), this.closedByClient.get(), this.closedByServer.get(),
				this.reset.get(), drained, SEED);
		assertThat(this.failures).as("seed " + SEED).isEmpty();
		assertThat(this.sessions).isEmpty();
		assertThat(this.closedByClient.get()).isPositive();
		assertThat(this.closedByServer.get()).isPositive();
		assertThat(this.reset.get()).isPositive();
	}

	private WsServer start() throws IOException {
		WsServerOptions options = Servers.options()
			.shutdown(ShutdownOptions.defaults().drainPeriod(Duration.ofMillis(200)))
			.build();
		return WsServer.start(options, (request) -> {
			String name = request.path().substring(1);
			// every third lives on the loop
			NumberedSession session = new NumberedSession(name, name.hashCode() % 3 == 0);
			this.sessions.put(name, session);
			return HandshakeDecision.accept(session).endpoint("numbered");
		});
	}

	private void untilEnoughIsSent(int client, Random random) {
		try {
			for (int i = 0; this.sent.get() < MESSAGES && this.failures.isEmpty(); i++) {
				String name = client + "." + i;
				try (Peer peer = Peer.connect(this.servers.get(random.nextInt(2)))) {
					Conversation conversation = new Conversation(name, peer, random);
					if (conversation.opens()) {
						conversation.run();
					}
					else {
						this.sessions.remove(name);
					}
				}
				catch (IOException ex) {
					// this server has just been drained; what became of an opened session
					// is
					// judged where it was
					NumberedSession session = this.sessions.remove(name);
					assertThat(session == null || session.handled() == 0).as("session " + name + ": " + ex).isTrue();
				}
			}
		}
		catch (Throwable ex) {
			this.failures.add(ex);
		}
	}

	/** One session, as its client sees it. */
	private final class Conversation {

		private final String name;

		private final Peer peer;

		private final Random random;

		private int sent;

		private int received;

		private int closeCode;

		Conversation(String name, Peer peer, Random random) {
			this.name = name;
			this.peer = peer;
			this.random = random;
		}

		/** Opens a session, and returns whether the server has accepted the handshake. */
		boolean opens() throws IOException {
			this.peer.sends(Peer.REQUEST.replace("GET /", "GET /" + this.name));
			int status = this.peer.receivesResponse().status();
			assertThat(status).isIn(101, 503);
			return status == 101;
		}

		void run() throws Exception {
			try {
				for (int batches = 1 + this.random.nextInt(6); batches > 0; batches--) {
					this.peer.sends(batch(1 + this.random.nextInt(20), false));
					while (this.received < this.sent) {
						if (!receives()) {
							closedByServer();
							return;
						}
					}
				}
				switch (this.random.nextInt(4)) {
					case 0, 1 -> closesByItself();
					case 2 -> asksToBeClosed();
					default -> resets();
				}
			}
			catch (IOException ex) {
				throw new AssertionError("Session " + this.name + " was cut", ex);
			}
		}

		/** Messages that were sent before a Close frame are answered before that. */
		private void closesByItself() throws Exception {
			this.peer.sends(Peer.concat(batch(1 + this.random.nextInt(20), false), Peer.close(1000)));
			while (receives()) {
				// until the Close frame
			}
			if (this.closeCode == 1000) {
				this.peer.receivesEnd();
				NumberedSession session = ended();
				assertThat(this.received).as("answers of " + this.name).isEqualTo(this.sent);
				assertThat(session.written()).isEqualTo(this.sent);
				assertThat(session.closeCode()).isEqualTo(1000);
				NumberedMessagesTest.this.closedByClient.incrementAndGet();
			}
			else {
				closedByServer();
			}
		}

		private void asksToBeClosed() throws Exception {
			this.peer.sends(batch(1 + this.random.nextInt(20), true));
			this.peer.sends(batch(1 + this.random.nextInt(20), false));
			while (receives()) {
				// until the Close frame
			}
			closedByServer();
		}

		/** Checks the messages that the server has written before its Close frame. */
		private void closedByServer() throws Exception {
			assertThat(this.closeCode).isIn(1001, NumberedSession.CLOSED_BY_HANDLER);
			this.peer.sendsClose(this.closeCode);
			this.peer.receivesUntilEnd();
			NumberedSession session = ended();
			assertThat(this.received).as("answers of " + this.name).isEqualTo(session.written());
			// where both have begun the end at once, either may have been the first
			assertThat(session.closeCode()).isIn(this.closeCode, 1000);
			NumberedMessagesTest.this.closedByServer.incrementAndGet();
		}

		private void resets() throws Exception {
			this.peer.sends(batch(1 + this.random.nextInt(20), false));
			int enough = this.received + this.random.nextInt(this.sent - this.received);
			while (this.received < enough) {
				if (!receives()) {
					closedByServer();
					return;
				}
			}
			this.peer.resets();
			ended();
			NumberedMessagesTest.this.reset.incrementAndGet();
		}

		private NumberedSession ended() throws Exception {
			NumberedSession session = NumberedMessagesTest.this.sessions.get(this.name);
			session.awaitEnd();
			NumberedMessagesTest.this.sessions.remove(this.name);
			assertThat(session.faults).as("faults of " + this.name).isEmpty();
			assertThat(session.handled()).as("messages of " + this.name + " that were handled")
				.isBetween(this.received, this.sent);
			NumberedMessagesTest.this.answered.addAndGet(this.received);
			return session;
		}

		/** The next messages, the last of which may ask for the end. */
		private byte[] batch(int count, boolean close) {
			byte[][] frames = new byte[count][];
			for (int i = 0; i < count; i++) {
				String order = (close && i == count - 1) ? NumberedSession.CLOSE : "x".repeat(this.random.nextInt(300));
				String text = this.name + " " + this.sent + " " + order;
				frames[i] = Peer.frame(true, this.random.nextBoolean() ? Opcode.TEXT : Opcode.BINARY,
						text.getBytes(StandardCharsets.US_ASCII));
				this.sent++;
			}
			NumberedMessagesTest.this.sent.addAndGet(count);
			return Peer.concat(frames);
		}

		/** Returns whether a message has arrived rather than a Close frame. */
		private boolean receives() throws IOException {
			Peer.Frame frame = this.peer.receives();
			if (frame.opcode() == Opcode.CLOSE) {
				this.closeCode = frame.closeCode();
				return false;
			}
			assertThat(frame.text()).startsWith(this.name + " " + this.received + " ");
			this.received++;
			return true;
		}

	}

}
