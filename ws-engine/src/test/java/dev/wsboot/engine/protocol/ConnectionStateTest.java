/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.protocol.ConnectionState.Input;
import dev.wsboot.engine.protocol.ConnectionState.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.wsboot.engine.protocol.ConnectionState.Phase.CLOSE_EXCHANGED;
import static dev.wsboot.engine.protocol.ConnectionState.Phase.CLOSE_RECEIVED;
import static dev.wsboot.engine.protocol.ConnectionState.Phase.CLOSE_SENT;
import static dev.wsboot.engine.protocol.ConnectionState.Phase.CONNECTING;
import static dev.wsboot.engine.protocol.ConnectionState.Phase.ENDED;
import static dev.wsboot.engine.protocol.ConnectionState.Phase.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

class ConnectionStateTest {

	private static final Predicate<ConnectionState> OPENS = ConnectionState::open;

	private static final Predicate<ConnectionState> SENDS_CLOSE = (state) -> state.sendClose(CloseStatus.NORMAL);

	private static final Predicate<ConnectionState> RECEIVES_CLOSE = (state) -> state
		.receiveClose(CloseStatus.GOING_AWAY, Input.CLOSED);

	private static final Predicate<ConnectionState> ENDS = (state) -> state.end(CloseStatus.ABNORMAL);

	static Stream<Arguments> transitions() {
		return Stream.of(
		// @formatter:off
			Arguments.of(CONNECTING, "open", OPENS, true, OPEN),
			Arguments.of(OPEN, "open", OPENS, false, OPEN),
			Arguments.of(CLOSE_SENT, "open", OPENS, false, CLOSE_SENT),
			Arguments.of(CLOSE_RECEIVED, "open", OPENS, false, CLOSE_RECEIVED),
			Arguments.of(CLOSE_EXCHANGED, "open", OPENS, false, CLOSE_EXCHANGED),
			Arguments.of(ENDED, "open", OPENS, false, ENDED),
			Arguments.of(CONNECTING, "sendClose", SENDS_CLOSE, false, CONNECTING),
			Arguments.of(OPEN, "sendClose", SENDS_CLOSE, true, CLOSE_SENT),
			Arguments.of(CLOSE_SENT, "sendClose", SENDS_CLOSE, false, CLOSE_SENT),
			Arguments.of(CLOSE_RECEIVED, "sendClose", SENDS_CLOSE, true, CLOSE_EXCHANGED),
			Arguments.of(CLOSE_EXCHANGED, "sendClose", SENDS_CLOSE, false, CLOSE_EXCHANGED),
			Arguments.of(ENDED, "sendClose", SENDS_CLOSE, false, ENDED),
			Arguments.of(CONNECTING, "receiveClose", RECEIVES_CLOSE, false, CONNECTING),
			Arguments.of(OPEN, "receiveClose", RECEIVES_CLOSE, true, CLOSE_RECEIVED),
			Arguments.of(CLOSE_SENT, "receiveClose", RECEIVES_CLOSE, false, CLOSE_EXCHANGED),
			Arguments.of(CLOSE_RECEIVED, "receiveClose", RECEIVES_CLOSE, false, CLOSE_RECEIVED),
			Arguments.of(CLOSE_EXCHANGED, "receiveClose", RECEIVES_CLOSE, false, CLOSE_EXCHANGED),
			Arguments.of(ENDED, "receiveClose", RECEIVES_CLOSE, false, ENDED),
			Arguments.of(CONNECTING, "end", ENDS, true, ENDED),
			Arguments.of(OPEN, "end", ENDS, true, ENDED),
			Arguments.of(CLOSE_SENT, "end", ENDS, true, ENDED),
			Arguments.of(CLOSE_RECEIVED, "end", ENDS, true, ENDED),
			Arguments.of(CLOSE_EXCHANGED, "end", ENDS, true, ENDED),
			Arguments.of(ENDED, "end", ENDS, false, ENDED));
		// @formatter:on
	}

	@ParameterizedTest(name = "{1} in {0}")
	@MethodSource("transitions")
	void moves(Phase from, String name, Predicate<ConnectionState> operation, boolean told, Phase to) {
		ConnectionState state = in(from);
		assertThat(operation.test(state)).isEqualTo(told);
		assertThat(state.phase()).isEqualTo(to);
	}

	@ParameterizedTest
	@EnumSource
	void sendsFromTheHandshakeUntilOurCloseFrame(Phase phase) {
		assertThat(in(phase).canSend()).isEqualTo(phase == OPEN || phase == CLOSE_RECEIVED);
	}

	@Test
	void tellsOneOfThoseThatRace() throws Exception {
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (Predicate<ConnectionState> operation : List.of(SENDS_CLOSE, RECEIVES_CLOSE, ENDS)) {
				for (int round = 0; round < 200; round++) {
					ConnectionState state = in(OPEN);
					CyclicBarrier start = new CyclicBarrier(threads);
					List<Future<Boolean>> told = new ArrayList<>();
					for (int i = 0; i < threads; i++) {
						told.add(executor.submit(() -> {
							start.await();
							return operation.test(state);
						}));
					}
					int first = 0;
					for (Future<Boolean> each : told) {
						first += each.get() ? 1 : 0;
					}
					assertThat(first).isEqualTo(1);
				}
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	/** Both sides close at once: both Close frames count, whoever is first. */
	@Test
	void exchangesCloseFramesThatCross() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			for (int round = 0; round < 500; round++) {
				ConnectionState state = in(OPEN);
				CyclicBarrier start = new CyclicBarrier(2);
				Future<Boolean> sent = executor.submit(() -> {
					start.await();
					return state.sendClose(CloseStatus.NORMAL);
				});
				Future<Boolean> received = executor.submit(() -> {
					start.await();
					return state.receiveClose(CloseStatus.GOING_AWAY, Input.CLOSED);
				});
				// the one that is received first is answered, so ours is sent in any case
				assertThat(sent.get()).isTrue();
				received.get();
				assertThat(state.phase()).isEqualTo(CLOSE_EXCHANGED);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void keepsTheFirstWordOfTheEnd() {
		ConnectionState peerFirst = in(OPEN);
		peerFirst.receiveClose(CloseStatus.GOING_AWAY, Input.CLOSED);
		assertThat(peerFirst.isCloseSent()).isFalse();
		peerFirst.sendClose(CloseStatus.NORMAL);
		peerFirst.end(CloseStatus.ABNORMAL);
		assertThat(peerFirst.status()).isEqualTo(CloseStatus.GOING_AWAY);
		assertThat(peerFirst.isCloseSent()).isTrue();
		ConnectionState weFirst = in(OPEN);
		weFirst.sendClose(CloseStatus.NORMAL);
		weFirst.receiveClose(CloseStatus.GOING_AWAY, Input.CLOSED);
		assertThat(weFirst.status()).isEqualTo(CloseStatus.NORMAL);
		ConnectionState neither = in(OPEN);
		neither.end(CloseStatus.ABNORMAL);
		assertThat(neither.status()).isEqualTo(CloseStatus.ABNORMAL);
		assertThat(neither.isCloseSent()).isFalse();
	}

	@Test
	void closingIsCompleteOnceTheInputIsOverAndOurCloseFrameIsWritten() {
		ConnectionState peerFirst = in(CLOSE_RECEIVED);
		peerFirst.sendClose(CloseStatus.NORMAL);
		assertThat(peerFirst.isClosingComplete()).isFalse();
		peerFirst.closeWritten();
		assertThat(peerFirst.isClosingComplete()).isTrue();
		ConnectionState weFirst = in(CLOSE_SENT);
		weFirst.closeWritten();
		assertThat(weFirst.isClosingComplete()).isFalse();
		weFirst.receiveClose(CloseStatus.NORMAL, Input.CLOSED);
		assertThat(weFirst.isClosingComplete()).isTrue();
		assertThat(weFirst.phase()).isEqualTo(CLOSE_EXCHANGED);
	}

	@Test
	void closingIsCompleteWithoutAnAnswerIfTheInputIsDiscarded() {
		ConnectionState state = in(CLOSE_SENT);
		state.discardInput();
		assertThat(state.input()).isEqualTo(Input.DISCARDED);
		assertThat(state.phase()).isEqualTo(CLOSE_SENT);
		assertThat(state.isClosingComplete()).isFalse();
		state.closeWritten();
		assertThat(state.isClosingComplete()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOSED", "DISCARDED" })
	void inputIsNotOpenAfterTheCloseFrameOfThePeer(Input input) {
		ConnectionState state = in(OPEN);
		assertThat(state.input()).isEqualTo(Input.OPEN);
		state.receiveClose(CloseStatus.NORMAL, input);
		assertThat(state.input()).isEqualTo(input);
	}

	private static ConnectionState in(Phase phase) {
		ConnectionState state = new ConnectionState();
		switch (phase) {
			case CONNECTING -> {
			}
			case OPEN -> state.open();
			case CLOSE_SENT -> {
				state.open();
				state.sendClose(CloseStatus.NORMAL);
			}
			case CLOSE_RECEIVED -> {
				state.open();
				state.receiveClose(CloseStatus.GOING_AWAY, Input.CLOSED);
			}
			case CLOSE_EXCHANGED -> {
				state.open();
				state.sendClose(CloseStatus.NORMAL);
				state.receiveClose(CloseStatus.GOING_AWAY, Input.CLOSED);
			}
			case ENDED -> state.end(CloseStatus.ABNORMAL);
		}
		assertThat(state.phase()).isEqualTo(phase);
		return state;
	}

}
