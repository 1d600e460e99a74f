/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.KeyedMessage;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SendException;
import dev.wsboot.engine.SendException.Reason;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A message with a key takes the place of the one that waits with an equal key.
 */
@Timeout(120)
class KeyedMessagesTest {

	private static final int KB = 1024;

	private final Recorder recorder = new Recorder();

	private final WsServerOptions.Builder options = Servers.options();

	private WsServer server;

	private Peer peer;

	private WsSession session;

	/** The number of messages that fill the socket before the test sends its own. */
	private int filling;

	/** Opens a session whose peer does not read, so that what is sent waits. */
	private void stall() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
		this.peer = Peer.openNarrow(this.server);
		this.session = this.recorder.awaitOpen();
		this.filling = Servers.fillSocket(this.session).size();
	}

	@AfterEach
	void stop() throws Exception {
		this.peer.close();
		this.server.close();
	}

	private static PreparedMessage keyed(String key, String text) {
		return PreparedMessage.text(text).withKey(key);
	}

	/** Receives the texts that come behind what fills the socket, until the last one. */
	private List<String> receivesUntil(String last) throws Exception {
		for (int i = 0; i < this.filling; i++) {
			assertThat(this.peer.receives().opcode()).isEqualTo(Opcode.BINARY);
		}
		List<String> texts = new ArrayList<>();
		while (!texts.contains(last)) {
			Peer.Frame frame = this.peer.receives();
			assertThat(frame.opcode()).as(frame.closeReason()).isNotEqualTo(Opcode.CLOSE);
			texts.add(frame.text());
		}
		return texts;
	}

	private static void assertFailed(CompletionStage<Void> send, Reason reason) {
		assertThatThrownBy(() -> send.toCompletableFuture().join()).isInstanceOf(CompletionException.class)
			.cause()
			.isInstanceOfSatisfying(SendException.class, (error) -> assertThat(error.reason()).isEqualTo(reason));
	}

	@ParameterizedTest
	@EnumSource
	void theNewestHasThePlaceOfTheOldest(OverflowPolicy policy) throws Exception {
		this.options.send((send) -> send.overflowPolicy(policy));
		stall();
		CompletionStage<Void> first = this.session.send(keyed("a", "a1"));
		CompletionStage<Void> other = this.session.send(keyed("b", "b1"));
		this.session.sendText("without a key");
		CompletionStage<Void> second = this.session.send(keyed("a", "a2"));
		CompletionStage<Void> third = this.session.send(keyed("a", "a3"));
		this.session.sendText("last");
		assertFailed(first, Reason.REPLACED);
		assertFailed(second, Reason.REPLACED);
		assertThat(receivesUntil("last")).containsExactly("a3", "b1", "without a key", "last");
		Await.end(other);
		Await.end(third);
		assertThat(this.server.counters().messagesDropped()).isZero();
		assertThat(this.session.queuedBytes()).isZero();
	}

	@Test
	void theFirstAndTheLastThatWaitCanBeReplaced() throws Exception {
		stall();
		for (int i = 0; i < 3; i++) {
			this.session.send(keyed("a", "a" + i));
			this.session.send(keyed("b", "b" + i));
			this.session.send(keyed("c", "c" + i));
		}
		this.session.send(keyed("c", "c3"));
		this.session.send(keyed("a", "a3"));
		this.session.sendText("last");
		assertThat(receivesUntil("last")).containsExactly("a3", "b2", "c3", "last");
	}

	@Test
	void updatesOfAFewKeysNeverOverflow() throws Exception {
		stall();
		long before = this.session.queuedBytes();
		String padding = "x".repeat(KB);
		for (int i = 0; i < 100_000; i++) {
			this.session.send(keyed("key " + i % 10, i + padding));
		}
		assertThat(this.session.queuedBytes() - before).isLessThan(11 * (KB + 10));
		this.session.sendText("last");
		List<String> texts = receivesUntil("last");
		assertThat(texts).hasSize(11);
		for (int i = 0; i < 10; i++) {
			assertThat(texts.get(i)).isEqualTo(99_990 + i + padding);
		}
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void manyKeysAreForgottenWhenTheyAreWritten() throws Exception {
		this.options.send((send) -> send.bufferLimit(2 * KB * KB));
		stall();
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < 1000; i++) {
				this.session.send(keyed("key " + i, "round " + round));
			}
		}
		this.session.sendText("last");
		assertThat(receivesUntil("last")).hasSize(1001).startsWith("round 2").doesNotContain("round 0", "round 1");
		this.session.send(keyed("key 1", "again"));
		assertThat(this.peer.receivesText()).isEqualTo("again");
	}

	@Test
	void whatDoesNotFitIsUpToThePolicy() throws Exception {
		this.options.send((send) -> send.overflowPolicy(OverflowPolicy.DROP_NEWEST));
		stall();
		CompletionStage<Void> small = this.session.send(keyed("a", "small"));
		CompletionStage<Void> large = this.session.send(keyed("a", "x".repeat(2 * KB * KB)));
		this.session.sendText("last");
		assertFailed(large, Reason.OVERFLOW);
		assertThat(receivesUntil("last")).containsExactly("small", "last");
		Await.end(small);
	}

	@Test
	void theOldestThatIsDroppedIsNotReplaced() throws Exception {
		this.options.send((send) -> send.overflowPolicy(OverflowPolicy.DROP_OLDEST).bufferLimit(600 * KB));
		stall();
		CompletionStage<Void> first = this.session.send(keyed("a", "a1"));
		// drops all that waits, and is itself dropped for the next one
		this.session.sendText("x".repeat(590 * KB));
		assertFailed(first, Reason.OVERFLOW);
		CompletionStage<Void> second = this.session.send(keyed("a", "a2"));
		this.session.close();
		List<String> texts = new ArrayList<>();
		for (Peer.Frame frame = this.peer.receives(); frame.opcode() != Opcode.CLOSE; frame = this.peer.receives()) {
			if (frame.opcode() == Opcode.TEXT) {
				texts.add(frame.text());
			}
		}
		assertThat(texts).containsExactly("a2");
		Await.end(second);
	}

	@Test
	void aMessageBehindAFragmentedOneKeepsItsPlace() throws Exception {
		stall();
		this.session.send(keyed("a", "a1"));
		this.session.sendText("part 1", false);
		this.session.send(keyed("b", "b1"));
		this.session.send(keyed("c", "c1"));
		this.session.send(keyed("b", "b2"));
		this.session.send(keyed("a", "a2"));
		this.session.sendText("part 2", true);
		this.session.send(keyed("c", "c2"));
		this.session.sendText("last");
		assertThat(receivesUntil("last")).containsExactly("a2", "part 1", "part 2", "b2", "c2", "last");
		assertThat(this.session.queuedBytes()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "NONE", "BOTH" })
	void whatIsReplacedIsMissedByNoContext(ContextTakeover takeover) throws Exception {
		this.options.compression(CompressionOptions.defaults().enabled(true).minSize(100).contextTakeover(takeover));
		this.server = Servers.start(this.options, this.recorder);
		try (DeflatePeer deflating = DeflatePeer.openNarrow(this.server)) {
			this.peer = deflating.peer;
			this.session = this.recorder.awaitOpen();
			Random random = new Random(1);
			int filled = Servers.fillSocket(this.session, () -> {
				byte[] noise = new byte[16 * KB];
				random.nextBytes(noise);
				return this.session.sendBinary(noise);
			}).size();
			for (int i = 0; i < 100; i++) {
				String text = "update " + i + " of ".repeat((i % 3) * 100);
				this.server.sessions().broadcast("test", keyed("a", text));
			}
			this.session.sendText("and the same words update of of of of ".repeat(20));
			for (int i = 0; i < filled; i++) {
				deflating.receives(Opcode.BINARY);
			}
			assertThat(deflating.receives(Opcode.TEXT)).asString().startsWith("update 99");
			assertThat(deflating.receives(Opcode.TEXT)).asString().startsWith("and the same words");
		}
	}

	@Test
	void whoReadsGetsAll() throws Exception {
		this.server = Servers.start(this.options, this.recorder);
		this.peer = Peer.open(this.server);
		this.session = this.recorder.awaitOpen();
		for (int i = 0; i < 100; i++) {
			Await.end(this.session.send(new KeyedMessage("a", "update " + i)));
			assertThat(this.peer.receivesText()).isEqualTo("update " + i);
		}
	}

}
