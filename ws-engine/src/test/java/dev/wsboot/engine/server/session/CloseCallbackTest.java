/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.ShutdownOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarantee 2: exactly one close callback on every path after open, and none after it;
 * none when open never ran. Each test ends a session in another way, and the server
 * afterwards: had a second callback been under way, it would have come by then.
 */
class CloseCallbackTest {

	private static final Duration SHORT = Duration.ofMillis(60);

	private Recorder recorder = new Recorder();

	private WsServerOptions.Builder options = Servers.options();

	private WsServer server;

	private Peer peer;

	private WsSession session;

	private void open() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
		this.peer = Peer.openNarrow(this.server);
		this.session = this.recorder.awaitOpen();
	}

	@AfterEach
	void stop() throws Exception {
		if (this.peer != null) {
			this.peer.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	private void assertClosedOnce(int code) throws Exception {
		assertClosedOnce(CloseStatus.of(code));
	}

	private void assertClosedOnce(CloseStatus status) throws Exception {
		assertThat(this.recorder.awaitClosed()).isEqualTo(status);
		assertThat(this.session.isOpen()).isFalse();
		assertThat(Servers.closes(this.server, status.code())).isEqualTo(1);
		assertThat(this.server.counters().closes()).hasSize(1);
		assertThat(this.server.sessions().count()).isZero();
		stop();
		assertThat(this.recorder.closed).as("more close callbacks").isEmpty();
		assertThat(this.recorder.faults).isEmpty();
	}

	// The closing handshake

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1005, 1011, 3000, 4999 })
	void peerCloses(int code) throws Exception {
		open();
		this.peer.sendsClose(code);
		assertThat(this.peer.receivesClose()).isEqualTo(code);
		this.peer.receivesEnd();
		assertClosedOnce(code);
	}

	@Test
	void peerClosesWithReason() throws Exception {
		open();
		this.peer.sends(Peer.frame(true, Opcode.CLOSE, new byte[] { 0x0f, (byte) 0xa0, 'b', 'y', 'e' }));
		assertThat(this.peer.receivesClose()).isEqualTo(4000);
		assertClosedOnce(CloseStatus.of(4000).withReason("bye"));
	}

	@Test
	void peerClosesAndHalfCloses() throws Exception {
		open();
		this.peer.sendsClose(1000).sendsEnd();
		assertThat(this.peer.receivesClose()).isEqualTo(1000);
		this.peer.receivesEnd();
		assertClosedOnce(1000);
	}

	@Test
	void peerClosesAndResets() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				Await.on(release);
			}
		};
		open();
		// those of the request, unless another server has received it
		long before = this.server.counters().bytesReceived();
		this.peer.sendsText("wait").sendsClose(1000);
		this.recorder.awaitMessage();
		Await.until("the Close frame has come", () -> this.server.counters().bytesReceived() == before + 10 + 8);
		this.peer.resets();
		release.countDown();
		assertClosedOnce(1000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 3000, 4000 })
	void applicationCloses(int code) throws Exception {
		open();
		this.session.close(CloseStatus.of(code).withReason("enough"));
		this.session.close(CloseStatus.of(4999));
		assertThat(this.peer.receivesClose()).isEqualTo(code);
		this.peer.sendsClose(1000);
		this.peer.receivesEnd();
		assertClosedOnce(CloseStatus.of(code).withReason("enough"));
	}

	@Test
	void bothCloseAtOnce() throws Exception {
		open();
		Thread closing = new Thread(() -> this.session.close(CloseStatus.of(4000)));
		closing.start();
		this.peer.sendsClose(4000);
		assertThat(this.peer.receivesClose()).isEqualTo(4000);
		this.peer.receivesEnd();
		Await.end(closing);
		assertClosedOnce(4000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "onOpen", "onMessage", "onPong", "onClose" })
	void applicationClosesInsideACallback(String callback) throws Exception {
		this.recorder = new Recorder() {
			@Override
			protected void whenOpen(WsSession session) {
				closeIf("onOpen", session);
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				closeIf("onMessage", session);
			}

			@Override
			protected void whenPong(WsSession session, String payload) {
				closeIf("onPong", session);
			}

			@Override
			protected void whenClosed(WsSession session, CloseStatus status) {
				closeIf("onClose", session);
			}

			private void closeIf(String name, WsSession session) {
				if (name.equals(callback)) {
					session.close(CloseStatus.of(4000));
				}
			}
		};
		open();
		switch (callback) {
			case "onMessage" -> this.peer.sendsText("hello");
			case "onPong" -> this.peer.sendsPong(new byte[1]);
			case "onClose" -> this.peer.sendsClose(4000);
			default -> {
			}
		}
		assertThat(this.peer.receivesClose()).isEqualTo(4000);
		if (!callback.equals("onClose")) {
			this.peer.sendsClose(4000);
		}
		this.peer.receivesEnd();
		assertClosedOnce(4000);
	}

	@Test
	void noMessageBehindOurClose() throws Exception {
		this.recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				session.close(CloseStatus.of(4000));
				Await.until("the connection has ended", () -> CloseCallbackTest.this.server.sessions().count() == 0);
			}
		};
		open();
		this.peer.sends(Peer.concat(Peer.text("1"), Peer.text("2"), Peer.text("3"), Peer.close(4000)));
		assertThat(this.peer.receivesClose()).isEqualTo(4000);
		this.peer.receivesEnd();
		assertClosedOnce(4000);
		assertThat(this.recorder.messages).containsExactly("1");
	}

	// The connection just ends

	@Test
	void reset() throws Exception {
		open();
		this.peer.resets();
		assertClosedOnce(1006);
	}

	@Test
	void resetWhileSending() throws Exception {
		this.options.send((send) -> send.bufferLimit(Integer.MAX_VALUE));
		open();
		Thread sender = new Thread(() -> Servers.sendUntilClosed(this.session));
		sender.start();
		Await.until("the session has sent a message", () -> this.server.counters().messagesSent() > 0);
		this.peer.resets();
		assertClosedOnce(1006);
		Await.end(sender);
	}

	@Test
	void endOfStream() throws Exception {
		open();
		this.peer.sendsEnd();
		this.peer.receivesEnd();
		assertClosedOnce(1006);
	}

	@Test
	void endOfStreamInsideAFrame() throws Exception {
		open();
		this.peer.sends(Peer.header(Opcode.TEXT, 1000)).sendsEnd();
		this.peer.receivesEnd();
		assertClosedOnce(1006);
	}

	@Test
	void endOfStreamInsideAFragmentedMessage() throws Exception {
		open();
		this.peer.sends(Peer.frame(false, Opcode.TEXT, new byte[10])).sendsEnd();
		this.peer.receivesEnd();
		assertClosedOnce(1006);
	}

	@Test
	void endOfStreamBehindMessagesThatWait() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				Await.on(release);
			}
		};
		open();
		this.peer.sendsText("1").sendsText("2").sendsText("3").sendsEnd();
		Await.until("the session has ended", () -> !this.session.isOpen());
		assertThat(this.recorder.closed).isEmpty();
		release.countDown();
		assertThat(this.recorder.awaitMessage()).isEqualTo("1");
		assertThat(this.recorder.awaitMessage()).isEqualTo("2");
		assertThat(this.recorder.awaitMessage()).isEqualTo("3");
		assertClosedOnce(1006);
	}

	// Timeouts

	@Test
	void noPong() throws Exception {
		this.options.keepAlive((keepAlive) -> keepAlive.pingInterval(SHORT).pongTimeout(SHORT));
		open();
		assertClosedOnce(1006);
	}

	@Test
	void idle() throws Exception {
		this.options.keepAlive((keepAlive) -> keepAlive.idleTimeout(SHORT));
		open();
		assertThat(this.peer.receivesClose()).isEqualTo(1001);
		this.peer.sendsClose(1001);
		this.peer.receivesEnd();
		assertClosedOnce(CloseStatus.GOING_AWAY.withReason("Idle"));
	}

	@Test
	void peerDoesNotAnswerOurClose() throws Exception {
		this.options.closeTimeout(SHORT);
		open();
		this.session.close(CloseStatus.of(4000));
		assertThat(this.peer.receivesClose()).isEqualTo(4000);
		this.peer.receivesEnd();
		assertClosedOnce(4000);
	}

	@Test
	void peerGoesOnSendingBehindOurClose() throws Exception {
		this.options.closeTimeout(SHORT);
		open();
		this.session.close(CloseStatus.of(4000));
		Thread sender = new Thread(() -> {
			try {
				while (true) {
					this.peer.sendsText("too late");
				}
			}
			catch (Exception ex) {
				// cut at last
			}
		});
		sender.start();
		assertThat(this.peer.receivesClose()).isEqualTo(4000);
		Await.end(sender);
		assertClosedOnce(4000);
		assertThat(this.recorder.messages).isEmpty();
	}

	@Test
	void handlerDoesNotReturnWhenPeerCloses() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.options.closeTimeout(SHORT);
		this.recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				Await.on(release);
			}
		};
		open();
		this.peer.sendsText("wait");
		// a message that has not begun when our Close frame goes is dropped
		this.recorder.awaitMessage();
		this.peer.sendsClose(1000);
		// our Close frame waits for the handler no longer than the close timeout
		assertThat(this.peer.receivesClose()).isEqualTo(1000);
		this.peer.receivesEnd();
		assertThat(this.recorder.closed).isEmpty();
		release.countDown();
		assertClosedOnce(1000);
	}

	@Test
	void peerDoesNotTakeOurClose() throws Exception {
		this.options.closeTimeout(SHORT);
		open();
		Servers.fillSocket(this.session);
		this.session.close(CloseStatus.of(4000));
		assertClosedOnce(4000);
	}

	@Test
	void peerReadsNothing() throws Exception {
		this.options.send((send) -> send.timeout(SHORT).bufferLimit(Integer.MAX_VALUE));
		open();
		Servers.sendUntilClosed(this.session);
		assertClosedOnce(CloseStatus.of(1008).withReason("Peer reads too slowly"));
	}

	@Test
	void peerReadsNothingAndOverflows() throws Exception {
		this.options.closeTimeout(SHORT).send((send) -> send.bufferLimit(1000));
		open();
		while (this.session.isOpen()) {
			this.session.sendBinary(new byte[900]);
		}
		assertClosedOnce(CloseStatus.of(1008).withReason("Peer reads too slowly"));
	}

	// The peer breaks the protocol

	static Stream<Arguments> violations() {
		return Stream.of(Arguments.of(1002, new byte[] { (byte) 0x83, (byte) 0x80, 0, 0, 0, 0 }),
				Arguments.of(1002, new byte[] { (byte) 0x81, 0 }),
				Arguments.of(1007, Peer.frame(true, Opcode.TEXT, new byte[] { (byte) 0xff })),
				Arguments.of(1007, Peer.frame(true, Opcode.CLOSE, new byte[] { 3, (byte) 0xe8, (byte) 0xff })),
				Arguments.of(1008,
						Peer.concat(Peer.frame(false, Opcode.TEXT, new byte[1]),
								Peer.frame(false, Opcode.CONTINUATION, new byte[0]),
								Peer.frame(false, Opcode.CONTINUATION, new byte[0]))),
				Arguments.of(1009, Peer.header(Opcode.BINARY, 1001)));
	}

	@ParameterizedTest
	@MethodSource("violations")
	void peerBreaksTheProtocol(int code, byte[] bytes) throws Exception {
		this.options.messages((messages) -> messages.maxFragments(2).maxFrameSize(1000));
		open();
		this.peer.sends(bytes);
		assertThat(this.peer.receivesClose()).isEqualTo(code);
		this.peer.receivesEnd();
		assertThat(this.recorder.awaitClosed().code()).isEqualTo(code);
		assertThat(Servers.closes(this.server, code)).isEqualTo(1);
		stop();
		assertThat(this.recorder.closed).isEmpty();
		assertThat(this.recorder.faults).isEmpty();
	}

	@Test
	void peerBreaksTheProtocolInItsAnswerToOurClose() throws Exception {
		open();
		this.session.close(CloseStatus.of(4000));
		assertThat(this.peer.receivesClose()).isEqualTo(4000);
		this.peer.sends(new byte[] { (byte) 0x83, (byte) 0x80, 0, 0, 0, 0 });
		this.peer.receivesEnd();
		assertClosedOnce(4000);
	}

	// Callbacks throw

	@ParameterizedTest
	@CsvSource({ "onOpen, java.lang.IllegalStateException", "onOpen, java.lang.StackOverflowError",
			"onOpen, java.lang.OutOfMemoryError", "onMessage, java.io.IOException",
			"onMessage, java.lang.StackOverflowError", "onMessage, java.lang.OutOfMemoryError",
			"onPong, java.lang.AssertionError" })
	void callbackThrows(String callback, Class<? extends Throwable> type) throws Exception {
		this.recorder = throwing(callback, type, false);
		open();
		makeThrow(callback);
		assertThat(this.peer.receivesClose()).isEqualTo(1011);
		this.peer.sendsClose(1011);
		this.peer.receivesEnd();
		assertClosedOnce(1011);
		assertThat(this.recorder.errors).hasExactlyElementsOfTypes(type);
		assertThat(this.server.counters().handlerErrors()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "onOpen, java.lang.OutOfMemoryError", "onMessage, java.lang.StackOverflowError",
			"onPong, java.lang.IllegalStateException" })
	void callbackThrowsOnTheLoop(String callback, Class<? extends Throwable> type) throws Exception {
		this.recorder = throwing(callback, type, true);
		open();
		makeThrow(callback);
		assertThat(this.peer.receivesClose()).isEqualTo(1011);
		this.peer.sendsClose(1011);
		this.peer.receivesEnd();
		assertClosedOnce(1011);
	}

	private void makeThrow(String callback) throws Exception {
		switch (callback) {
			case "onMessage" -> this.peer.sendsText("throw");
			case "onPong" -> this.peer.sendsPong(new byte[0]);
			default -> {
			}
		}
	}

	private static Recorder throwing(String callback, Class<? extends Throwable> type, boolean onTheLoop) {
		return new Recorder() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return onTheLoop;
			}

			@Override
			protected void whenOpen(WsSession session) throws Exception {
				throwIf("onOpen");
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				throwIf("onMessage");
			}

			@Override
			protected void whenPong(WsSession session, String payload) throws Exception {
				throwIf("onPong");
			}

			private void throwIf(String name) throws Exception {
				if (name.equals(callback)) {
					Throwable failure = type.getDeclaredConstructor().newInstance();
					if (failure instanceof Error error) {
						throw error;
					}
					throw (Exception) failure;
				}
			}
		};
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void closeCallbackThrows(boolean onErrorThrows) throws Exception {
		this.recorder = new Recorder() {
			@Override
			protected void whenClosed(WsSession session, CloseStatus status) {
				throw new StackOverflowError();
			}

			@Override
			protected void whenError(WsSession session, Throwable error) {
				if (onErrorThrows) {
					throw new OutOfMemoryError("not really");
				}
			}
		};
		open();
		this.peer.sendsClose(1000);
		this.peer.receivesClose();
		assertClosedOnce(1000);
		assertThat(this.recorder.errors).hasExactlyElementsOfTypes(StackOverflowError.class);
	}

	@Test
	void errorThatWasDealtWithDoesNotCloseTheSession() throws Exception {
		this.recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				throw new IllegalStateException();
			}

			@Override
			protected void whenError(WsSession session, Throwable error) {
				session.sendText("sorry");
			}
		};
		open();
		this.peer.sendsText("1").sendsText("2");
		assertThat(this.peer.receivesText()).isEqualTo("sorry");
		assertThat(this.peer.receivesText()).isEqualTo("sorry");
		assertThat(this.server.counters().handlerErrors()).isZero();
		this.peer.sendsClose(1000);
		assertClosedOnce(1000);
	}

	@Test
	void noMessageBehindTheOneWhoseHandlerThrew() throws Exception {
		this.recorder = throwing("onMessage", IllegalStateException.class, false);
		open();
		this.peer.sends(Peer.concat(Peer.text("1"), Peer.text("2"), Peer.text("3"), Peer.close(1000)));
		assertThat(this.peer.receivesClose()).isEqualTo(1011);
		stop();
		assertThat(this.recorder.messages).containsExactly("1");
		assertThat(this.recorder.closed).hasSize(1);
	}

	// The server stops

	@Test
	void gracefulStop() throws Exception {
		open();
		this.server.stop();
		assertThat(this.peer.receivesClose()).isEqualTo(1001);
		this.peer.sendsClose(1001);
		this.peer.receivesEnd();
		assertClosedOnce(1001);
	}

	@Test
	@Tag("slow")
	void stopThatThePeerDoesNotAnswer() throws Exception {
		// time to write our Close frame, also on a slow machine
		this.options.shutdown(ShutdownOptions.defaults().gracePeriod(Duration.ofSeconds(2)));
		open();
		Await.end(this.server.stop());
		assertThat(this.peer.receivesClose()).isEqualTo(1001);
		this.peer.receivesEnd();
		assertClosedOnce(1001);
	}

	@Test
	@Tag("slow")
	void stopWhileAHandlerDoesNotReturn() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.options.shutdown(ShutdownOptions.defaults().gracePeriod(SHORT));
		this.recorder = new Recorder() {
			@Override
			protected void whenMessage(WsSession session, WsMessage message) {
				Await.on(release);
			}
		};
		open();
		this.peer.sendsText("wait").sendsText("next");
		this.recorder.awaitMessage();
		Await.end(this.server.stop());
		assertThat(this.server.state()).isEqualTo(WsServer.State.STOPPED);
		assertThat(this.recorder.closed).isEmpty();
		release.countDown();
		assertClosedOnce(1001);
	}

	// Executors that do not do as they are told

	@ParameterizedTest
	@ValueSource(classes = { RejectedExecutionException.class, IllegalStateException.class, OutOfMemoryError.class })
	void executorRefuses(Class<? extends Throwable> type) throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		AtomicBoolean refuses = new AtomicBoolean();
		CountDownLatch openHandled = new CountDownLatch(1);
		this.options.executor((task) -> {
			if (refuses.get()) {
				sneakyThrow(type);
			}
			threads.execute(() -> {
				task.run();
				openHandled.countDown();
			});
		});
		try {
			open();
			Await.on(openHandled);
			refuses.set(true);
			this.peer.sendsText("hello");
			assertThat(this.peer.receivesClose()).isEqualTo(1011);
			this.peer.sendsClose(1011);
			this.peer.receivesEnd();
			assertClosedOnce(1011);
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void executorRefusesFromTheStart() throws Exception {
		this.options.executor((task) -> {
			throw new RejectedExecutionException();
		});
		open();
		assertThat(this.peer.receivesClose()).isEqualTo(1011);
		this.peer.sendsClose(1011);
		this.peer.receivesEnd();
		assertClosedOnce(1011);
	}

	@Test
	void executorRunsCallbacksWhereItIsCalled() throws Exception {
		this.options.executor(Runnable::run);
		open();
		this.peer.sendsText("1").sendsText("2").sendsClose(1000);
		assertThat(this.peer.receivesClose()).isEqualTo(1000);
		assertClosedOnce(1000);
		assertThat(this.recorder.messages).containsExactly("1", "2");
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneakyThrow(Class<? extends Throwable> type) throws T {
		try {
			throw (T) type.getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void handlerFailsToSayWhetherItBlocks() throws Exception {
		this.recorder = new Recorder() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				throw new IllegalStateException("of " + event);
			}
		};
		open();
		this.peer.sendsText("1").sendsClose(1000);
		assertThat(this.peer.receivesClose()).isEqualTo(1000);
		assertClosedOnce(1000);
		assertThat(this.recorder.messages).containsExactly("1");
	}

	// Open never ran

	@Test
	@DisabledIfSystemProperty(named = "ws.test.starter", matches = ".+", disabledReason = "needs a port of its own")
	void noCallbackWithoutASession() throws Exception {
		this.server = Servers.start(this.options.handshake((handshake) -> handshake.maxRequestLine(100)).build(),
				(request) -> HandshakeDecision.reject(404));
		try (Peer refused = Peer.connect(this.server);
				Peer tooLong = Peer.connect(this.server);
				Peer ended = Peer.connect(this.server);
				Peer reset = Peer.connect(this.server)) {
			assertThat(refused.sends(Peer.REQUEST).receivesResponse().status()).isEqualTo(404);
			assertThat(tooLong.sends("GET /" + "x".repeat(100)).receivesResponse().status()).isEqualTo(414);
			ended.sends("GET / HTT").sendsEnd();
			reset.sends("GET / HTT").resets();
			for (Peer each : new Peer[] { refused, tooLong, ended }) {
				each.receivesEnd();
			}
		}
		Servers.awaitEmpty(this.server);
		assertThat(Servers.rejected(this.server, RejectReason.NOT_FOUND)).isEqualTo(1);
		assertThat(Servers.rejected(this.server, RejectReason.TOO_LARGE)).isEqualTo(1);
		assertThat(this.recorder.callbacks).hasValue(0);
	}

	@Test
	@DisabledIfSystemProperty(named = "ws.test.starter", matches = ".+", disabledReason = "needs a port of its own")
	void noCallbackWithoutASessionInTime() throws Exception {
		this.server = Servers.start(this.options.handshake((handshake) -> handshake.timeout(SHORT)).build(),
				(request) -> HandshakeDecision.later(new CompletableFuture<>()));
		try (Peer silent = Peer.connect(this.server);
				Peer half = Peer.connect(this.server);
				Peer undecided = Peer.connect(this.server)) {
			half.sends("GET / HTTP/1.1\r\nHost:");
			undecided.sends(Peer.REQUEST);
			// a reset if the time was over before they had sent that
			for (Peer each : new Peer[] { silent, half, undecided }) {
				assertThat(each.receivesUntilEnd()).isZero();
			}
		}
		Servers.awaitEmpty(this.server);
		Await.until("3 timeouts are counted", () -> Servers.rejected(this.server, RejectReason.TIMEOUT) == 3);
		assertThat(this.recorder.callbacks).hasValue(0);
	}

}
