/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.SendException.Reason;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantee 3: each send completes once, written or failed.
 */
class SendCompletionTest {

	private static final int SENDERS = 4;

	private static final byte[] PADDING = new byte[4000];

	private Recorder recorder = new Recorder();

	private WsServerOptions.Builder options = Servers.options();

	private WsServer server;

	private Peer peer;

	private WsSession session;

	/** Outcome of each message. */
	private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

	private void open() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
		this.peer = Peer.openNarrow(this.server);
		this.session = this.recorder.awaitOpen();
	}

	@AfterEach
	void stop() throws Exception {
		this.peer.close();
		this.server.close();
	}

	/** Has four threads send at once, each its numbered messages. */
	private List<Thread> startSenders(int messages) {
		List<Thread> senders = new ArrayList<>();
		for (int i = 0; i < SENDERS; i++) {
			int sender = i;
			senders.add(new Thread(() -> {
				for (int number = 0; number < messages; number++) {
					send(sender, number);
				}
			}));
		}
		senders.forEach(Thread::start);
		return senders;
	}

	private CompletionStage<Void> send(int sender, int number) {
		Message message = new Message(sender, number);
		CompletionStage<Void> stage = this.session.sendBinary(message.payload());
		stage.whenComplete((result, failure) -> this.outcomes.add(new Outcome(message, failure)));
		return stage;
	}

	private void awaitOutcomes(int count) throws Exception {
		Await.until(count + " sends are complete", () -> this.outcomes.size() == count);
	}

	private List<Message> written() {
		return this.outcomes.stream().filter((outcome) -> outcome.failure == null).map(Outcome::message).toList();
	}

	/** In the order of their numbers, as they may be told in any. */
	private List<Message> failed(Reason reason) {
		return this.outcomes.stream()
			.filter((outcome) -> outcome.failure instanceof SendException exception && exception.reason() == reason)
			.map(Outcome::message)
			.sorted(Comparator.comparingInt(Message::number))
			.toList();
	}

	/** Receives messages until a Close frame or the end. */
	private List<Message> receivesAll() throws Exception {
		List<Message> received = new ArrayList<>();
		try {
			for (Peer.Frame frame = this.peer.receives(); frame.opcode() != Opcode.CLOSE; frame = this.peer
				.receives()) {
				received.add(Message.of(frame.payload()));
			}
		}
		catch (EOFException ex) {
			// the end
		}
		return received;
	}

	private static void assertOrderOfEachSender(List<Message> received) {
		int[] last = new int[SENDERS];
		for (Message message : received) {
			assertThat(message.number).as("behind %s", last[message.sender])
				.isGreaterThanOrEqualTo(last[message.sender]);
			last[message.sender] = message.number + 1;
		}
	}

	@Test
	void allAreWrittenToAPeerThatReads() throws Exception {
		this.options.send((send) -> send.bufferLimit(Integer.MAX_VALUE));
		open();
		int messages = 500;
		List<Thread> senders = startSenders(messages);
		for (int i = 0; i < SENDERS * messages; i++) {
			this.peer.receives();
		}
		for (Thread sender : senders) {
			Await.end(sender);
		}
		awaitOutcomes(SENDERS * messages);
		assertThat(written()).hasSize(SENDERS * messages);
		assertThat(this.server.counters().messagesSent()).isEqualTo(SENDERS * messages);
		assertThat(this.session.queuedBytes()).isZero();
	}

	@Test
	void eachCompletesWhenThePeerResets() throws Exception {
		this.options.send((send) -> send.bufferLimit(Integer.MAX_VALUE));
		open();
		int messages = 2000;
		List<Thread> senders = startSenders(messages);
		for (int i = 0; i < 100; i++) {
			this.peer.receives();
		}
		this.peer.resets();
		for (Thread sender : senders) {
			Await.end(sender);
		}
		awaitOutcomes(SENDERS * messages);
		assertThat(written().size() + failed(Reason.CLOSED).size()).isEqualTo(SENDERS * messages);
		assertThat(this.server.counters().messagesSent()).isEqualTo(written().size());
		this.recorder.awaitClosed();
		assertThat(this.session.queuedBytes()).isZero();
		assertThat(this.server.counters().outboundQueuedBytes()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void eachCompletesUnderEveryOverflowPolicy(OverflowPolicy policy) throws Exception {
		this.options.send((send) -> send.bufferLimit(100_000).overflowPolicy(policy));
		open();
		int messages = 1000;
		// more than the kernels take, so that the limit is met before the peer reads
		List<Thread> senders = startSenders(messages);
		Await.until("the limit is met", () -> this.server.counters().messagesDropped() > 0);
		Thread closer = new Thread(() -> {
			try {
				for (Thread sender : senders) {
					Await.end(sender);
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			this.session.close();
		});
		closer.start();
		List<Message> received = receivesAll();
		this.peer.sendsClose(1000);
		Await.end(closer);
		awaitOutcomes(SENDERS * messages);
		assertThat(received).containsExactlyInAnyOrderElementsOf(written());
		assertOrderOfEachSender(received);
		int dropped = failed(Reason.OVERFLOW).size();
		assertThat(this.server.counters().messagesDropped()).isEqualTo(dropped).isPositive();
		assertThat(this.server.counters().messagesSent()).isEqualTo(received.size());
		assertThat(written().size() + dropped + failed(Reason.CLOSED).size()).isEqualTo(SENDERS * messages);
		CloseStatus status = this.recorder.awaitClosed();
		if (policy == OverflowPolicy.CLOSE) {
			assertThat(status.code()).isEqualTo(1008);
		}
		else {
			assertThat(status.code()).isEqualTo(1000);
			assertThat(failed(Reason.CLOSED)).isEmpty();
		}
	}

	/** Sends until the kernels are full and the queue is over its limit. */
	private int sendUntilDropped() throws Exception {
		return sendUntilDropped(0);
	}

	private int sendUntilDropped(int first) throws Exception {
		int number = first;
		while (this.server.counters().messagesDropped() == 0) {
			send(0, number++);
		}
		return number;
	}

	@Test
	void overflowClosesTheSession() throws Exception {
		this.options.send((send) -> send.bufferLimit(100_000).overflowPolicy(OverflowPolicy.CLOSE));
		open();
		int sent = sendUntilDropped();
		assertThat(this.session.isOpen()).isFalse();
		send(0, sent);
		assertThat(failed(Reason.OVERFLOW)).containsExactly(new Message(0, sent - 1));
		assertThat(failed(Reason.CLOSED)).containsExactly(new Message(0, sent));
		// what was accepted before is not lost
		assertThat(receivesAll()).isEqualTo(numbers(0, sent - 1));
	}

	@Test
	void overflowDropsTheNewest() throws Exception {
		this.options.send((send) -> send.bufferLimit(100_000).overflowPolicy(OverflowPolicy.DROP_NEWEST));
		open();
		int sent = sendUntilDropped();
		assertThat(failed(Reason.OVERFLOW)).containsExactly(new Message(0, sent - 1));
		this.session.close();
		assertThat(receivesAll()).isEqualTo(numbers(0, sent - 1));
	}

	@Test
	void overflowDropsTheOldestThatWaits() throws Exception {
		this.options.send((send) -> send.bufferLimit(1_000_000).overflowPolicy(OverflowPolicy.DROP_OLDEST));
		open();
		// were there room in the socket again, fewer would be dropped, and not in a row
		AtomicInteger next = new AtomicInteger();
		Servers.fillSocket(this.session, () -> send(0, next.getAndIncrement()));
		int sent = sendUntilDropped(next.get());
		send(0, sent++);
		send(0, sent++);
		this.session.close();
		List<Message> received = receivesAll();
		awaitOutcomes(sent);
		List<Message> dropped = failed(Reason.OVERFLOW);
		// in a row, just behind those that were with the writer already
		assertThat(dropped).hasSizeGreaterThanOrEqualTo(3)
			.isEqualTo(numbers(dropped.get(0).number, dropped.get(0).number + dropped.size()));
		assertThat(received).isEqualTo(numbers(0, sent).stream().filter((each) -> !dropped.contains(each)).toList());
		assertThat(received).endsWith(new Message(0, sent - 1));
	}

	@Test
	void overflowKeepsOnlyTheNewestThatWaits() throws Exception {
		this.options.send((send) -> send.bufferLimit(100_000).overflowPolicy(OverflowPolicy.CONFLATE));
		open();
		int sent = sendUntilDropped();
		this.session.close();
		List<Message> received = receivesAll();
		awaitOutcomes(sent);
		List<Message> dropped = failed(Reason.OVERFLOW);
		assertThat(dropped).isEqualTo(numbers(sent - 1 - dropped.size(), sent - 1));
		assertThat(received).isEqualTo(numbers(0, sent).stream().filter((each) -> !dropped.contains(each)).toList());
		assertThat(received).endsWith(new Message(0, sent - 1));
	}

	private static List<Message> numbers(int from, int to) {
		List<Message> numbers = new ArrayList<>();
		for (int number = from; number < to; number++) {
			numbers.add(new Message(0, number));
		}
		return numbers;
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSE")
	void controlFramesAndFragmentsAreNeverDropped(OverflowPolicy policy) throws Exception {
		this.options.send((send) -> send.bufferLimit(1_000_000).overflowPolicy(policy));
		open();
		CompletionStage<Void> first = this.session.sendText("frag", false);
		CompletionStage<Void> last = this.session.sendText("ment", true);
		Servers.fillSocket(this.session);
		CompletionStage<Void> ping = this.session.ping(ByteBuffer.wrap(new byte[] { 'p' }));
		CompletionStage<Void> part = this.session.sendBinary(ByteBuffer.wrap(new byte[] { 'p' }), false);
		while (this.server.counters().messagesDropped() == 0) {
			this.session.sendBinary(PADDING);
		}
		this.session.close();
		List<Opcode> opcodes = new ArrayList<>();
		for (Peer.Frame frame = this.peer.receives(); frame.opcode() != Opcode.CLOSE; frame = this.peer.receives()) {
			if (frame.opcode() != Opcode.BINARY || !frame.fin()) {
				opcodes.add(frame.opcode());
			}
		}
		assertThat(opcodes).containsExactly(Opcode.TEXT, Opcode.CONTINUATION, Opcode.PING, Opcode.BINARY);
		for (CompletionStage<Void> stage : List.of(first, last, ping, part)) {
			Await.end(stage);
		}
	}

	@Test
	void messagesBehindAFragmentedOneFailWhenItNeverEnds() throws Exception {
		open();
		Await.end(this.session.sendText("begun", false));
		CompletionStage<Void> behind = this.session.sendText("behind");
		assertThat(behind.toCompletableFuture()).isNotDone();
		this.session.close();
		Await.until("the send behind the unfinished message has failed",
				behind.toCompletableFuture()::isCompletedExceptionally);
		assertThat(this.peer.receives().fin()).isFalse();
		assertThat(this.peer.receivesClose()).isEqualTo(1000);
		Await.until("the send queue is empty", () -> this.session.queuedBytes() == 0);
	}

	@Test
	void eachCompletesWhenTheServerStops() throws Exception {
		this.options.send((send) -> send.bufferLimit(1_000_000))
			.shutdown(ShutdownOptions.defaults().gracePeriod(Duration.ofMillis(50)));
		open();
		Servers.fillSocket(this.session);
		send(0, 0);
		Await.end(this.server.stop());
		send(0, 1);
		awaitOutcomes(2);
		assertThat(failed(Reason.CLOSED)).containsExactly(new Message(0, 0), new Message(0, 1));
	}

	@Test
	void eachFailsBehindTheEnd() throws Exception {
		open();
		CompletionStage<Void> close = this.session.close();
		Await.end(close);
		send(0, 0);
		this.peer.resets();
		this.recorder.awaitClosed();
		send(0, 1);
		assertThat(failed(Reason.CLOSED)).containsExactly(new Message(0, 0), new Message(0, 1));
		assertThat(this.session.ping(ByteBuffer.allocate(0)).toCompletableFuture()).isCompletedExceptionally();
		assertThat(this.session.sendText("x", false).toCompletableFuture()).isCompletedExceptionally();
		assertThat(this.session.close().toCompletableFuture()).isCompleted();
	}

	@Test
	void closeCompletesWhenItsFrameIsWrittenAndFailsWhenItCannotBe() throws Exception {
		this.options.send((send) -> send.bufferLimit(1_000_000));
		open();
		Servers.fillSocket(this.session);
		CompletionStage<Void> close = this.session.close();
		assertThat(close.toCompletableFuture()).isNotDone();
		this.peer.resets();
		Throwable told = Await.end(close.handle((result, failure) -> failure));
		assertThat(told).isInstanceOfSatisfying(SendException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED));
	}

	// What the application does when a send completes must not harm anyone

	@Test
	void whatWaitsForASendMayBlockTheOneThatCompletesIt() throws Exception {
		CountDownLatch sent = new CountDownLatch(1);
		CountDownLatch otherSent = new CountDownLatch(1);
		AtomicBoolean done = new AtomicBoolean();
		this.recorder = new Recorder() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				// on the loop, so it is written at the end of this callback or by another
				// sender
				session.sendText("first").thenRun(() -> {
					try {
						Await.end(session.sendText("third"));
						done.set(true);
					}
					catch (Exception ex) {
						throw new IllegalStateException(ex);
					}
				});
				sent.countDown();
				Await.on(otherSent);
			}
		};
		open();
		this.peer.sendsText("go");
		Await.on(sent);
		this.session.sendText("second");
		otherSent.countDown();
		assertThat(this.peer.receivesText()).isEqualTo("first");
		assertThat(this.peer.receivesText()).isEqualTo("second");
		assertThat(this.peer.receivesText()).isEqualTo("third");
		Await.until("the send inside has completed", done::get);
	}

	@Test
	void aSendMayBeAwaitedByOneThatCompletesBefore() throws Exception {
		this.options.send((send) -> send.bufferLimit(1_000_000));
		open();
		Servers.fillSocket(this.session);
		CompletionStage<Void> first = this.session.sendText("1");
		CompletionStage<Void> second = this.session.sendText("2");
		CompletionStage<Void> both = first.thenRun(() -> second.toCompletableFuture().join());
		Thread reader = new Thread(() -> {
			try {
				this.peer.receivesUntilEnd();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		reader.start();
		Await.end(both);
		this.session.close();
		this.peer.sendsEnd();
		Await.end(reader);
	}

	/** Tells whether a thread is inside a call of send. */
	private static final ThreadLocal<Boolean> sending = ThreadLocal.withInitial(() -> false);

	@ParameterizedTest
	@EnumSource(names = { "DROP_NEWEST", "DROP_OLDEST" })
	void whatWaitsForASendRunsNeitherOnTheLoopNorInsideAnotherSend(OverflowPolicy policy) throws Exception {
		this.options.send((send) -> send.bufferLimit(50_000).overflowPolicy(policy));
		open();
		int messages = 5000;
		Set<String> faults = ConcurrentHashMap.newKeySet();
		AtomicInteger completed = new AtomicInteger();
		List<Thread> senders = new ArrayList<>();
		for (int i = 0; i < SENDERS; i++) {
			senders.add(new Thread(() -> {
				for (int number = 0; number < messages; number++) {
					byte[] payload = new byte[ThreadLocalRandom.current().nextInt(1000)];
					sending.set(true);
					CompletionStage<Void> stage = this.session.sendBinary(payload);
					sending.set(false);
					stage.whenComplete((result, failure) -> {
						String thread = Thread.currentThread().getName();
						if (sending.get() || thread.startsWith("ws-loop")) {
							faults.add(thread);
						}
						completed.incrementAndGet();
					});
				}
			}));
		}
		Thread reader = new Thread(() -> {
			try {
				this.peer.receivesUntilEnd();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		reader.start();
		senders.forEach(Thread::start);
		for (Thread sender : senders) {
			Await.end(sender);
		}
		Await.until("all sends are complete", () -> completed.get() == SENDERS * messages);
		this.session.close();
		this.peer.sendsEnd();
		Await.end(reader);
		assertThat(faults).isEmpty();
	}

	@Test
	void eachCompletesAlsoWhenTheExecutorRefuses() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		AtomicBoolean refuses = new AtomicBoolean();
		this.options.send((send) -> send.bufferLimit(1_000_000)).executor((task) -> {
			if (refuses.get()) {
				throw new RejectedExecutionException();
			}
			threads.execute(task);
		});
		open();
		Servers.fillSocket(this.session);
		send(0, 0);
		send(0, 1);
		refuses.set(true);
		this.peer.resets();
		awaitOutcomes(2);
		assertThat(failed(Reason.CLOSED)).hasSize(2);
		assertThat(this.recorder.awaitClosed()).isEqualTo(CloseStatus.ABNORMAL);
		threads.shutdown();
	}

	@Test
	void writtenByTheLoopAlsoWhenTheExecutorRefuses() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		AtomicBoolean refuses = new AtomicBoolean();
		this.options.send((send) -> send.bufferLimit(1_000_000)).executor((task) -> {
			if (refuses.get()) {
				throw new RejectedExecutionException();
			}
			threads.execute(task);
		});
		open();
		Servers.fillSocket(this.session);
		send(0, 0);
		send(0, 1);
		refuses.set(true);
		Message last = new Message(0, 1);
		while (!Message.of(this.peer.receives().payload()).equals(last)) {
			// those that fill the socket
		}
		awaitOutcomes(2);
		assertThat(written()).hasSize(2);
		threads.shutdown();
	}

	@Test
	void anInterruptedSenderSendsAllTheSame() throws Exception {
		open();
		Thread sender = new Thread(() -> {
			Thread.currentThread().interrupt();
			this.session.sendText("interrupted");
			if (Thread.currentThread().isInterrupted()) {
				this.session.sendText("and still so");
			}
		});
		sender.start();
		assertThat(this.peer.receivesText()).isEqualTo("interrupted");
		assertThat(this.peer.receivesText()).isEqualTo("and still so");
		Await.end(sender);
		assertThat(this.session.isOpen()).isTrue();
	}

	/** One of a sender's numbered messages. */
	private record Message(int sender, int number) {

		byte[] payload() {
			return ByteBuffer.allocate(8 + PADDING.length).putInt(this.sender).putInt(this.number).array();
		}

		static Message of(byte[] payload) {
			ByteBuffer buffer = ByteBuffer.wrap(payload);
			return new Message(buffer.getInt(), buffer.getInt());
		}

	}

	private record Outcome(Message message, Throwable failure) {
	}

}
