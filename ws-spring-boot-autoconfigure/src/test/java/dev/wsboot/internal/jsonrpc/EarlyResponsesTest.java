/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.jsonrpc.EarlyResponses.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EarlyResponsesTest {

	private static final int MANY = 1000;

	private static final byte[] MEGABYTE = new byte[1024 * 1024];

	private final ManualThread small = new ManualThread();

	private final ManualThread large = new ManualThread();

	private final ResponseThreads threads = new ResponseThreads(this.small, this.large);

	private final AtomicLong memory = new AtomicLong();

	private final List<String> read = new ArrayList<>();

	private final EarlyResponses ann = queue("ann");

	private final EarlyResponses bob = queue("bob");

	private EarlyResponses queue(String client) {
		return new EarlyResponses(this.threads, (response, done) -> {
			this.read.add(client + " " + response.id());
			done.run();
		}, this.memory::addAndGet);
	}

	private static Response small(String id) {
		return new Response(WsMessage.ofText(id.getBytes(StandardCharsets.US_ASCII)), id);
	}

	private static Response large(String id) {
		return new Response(WsMessage.ofText(MEGABYTE), id);
	}

	@AfterEach
	void nothingIsHeldOnceAllIsRead() {
		runAll();
		assertThat(this.memory).as("held bytes").hasValue(0);
	}

	private void runAll() {
		this.small.runAll();
		this.large.runAll();
		this.small.runAll();
	}

	@Test
	void largeResponsesDoNotDelaySmallOnes() {
		this.ann.offer(large("1"), MANY);
		this.ann.offer(large("2"), MANY);
		this.ann.offer(small("3"), MANY);
		this.bob.offer(small("4"), MANY);
		this.small.runAll();
		assertThat(this.read).containsExactly("ann 3", "bob 4");
		this.large.runAll();
		assertThat(this.read).containsExactly("ann 3", "bob 4", "ann 1", "ann 2");
	}

	@Test
	void sessionsTakeTurns() {
		for (String id : List.of("1", "2", "3")) {
			this.ann.offer(small(id), MANY);
			this.ann.offer(large(id + "0"), MANY);
		}
		this.bob.offer(small("4"), MANY);
		this.bob.offer(large("40"), MANY);
		this.small.runAll();
		assertThat(this.read).containsExactly("ann 1", "bob 4", "ann 2", "ann 3");
		this.read.clear();
		this.large.runAll();
		assertThat(this.read).containsExactly("ann 10", "bob 40", "ann 20", "ann 30");
	}

	@Test
	void theSizeDecidesWhichThreadReads() {
		this.ann.offer(new Response(WsMessage.ofText(new byte[ResponseThreads.MAX_SMALL_SIZE]), "1"), MANY);
		this.ann.offer(new Response(WsMessage.ofText(new byte[ResponseThreads.MAX_SMALL_SIZE + 1]), "2"), MANY);
		this.small.runAll();
		assertThat(this.read).containsExactly("ann 1");
	}

	@Test
	void queuedResponsesAreCounted() {
		this.ann.offer(large("1"), MANY);
		assertThat(this.memory.get()).isBetween(1L << 20, (1L << 20) + 200);
		this.ann.offer(small("2"), MANY);
		assertThat(this.memory.get()).isGreaterThan((1L << 20) + 200);
		this.large.runAll();
		assertThat(this.memory.get()).isBetween(100L, 200L);
	}

	@Test
	void aResponseIsCountedUntilNothingRefersToIt() {
		List<Runnable> done = new ArrayList<>();
		EarlyResponses queue = new EarlyResponses(this.threads, (response, release) -> done.add(release),
				this.memory::addAndGet);
		queue.offer(small("1"), MANY);
		this.small.runAll();
		assertThat(this.memory.get()).isPositive();
		done.get(0).run();
		assertThat(this.memory).hasValue(0);
		done.get(0).run();
		assertThat(this.memory).as("held bytes after a second release").hasValue(0);
	}

	@Test
	void duplicatesAreNeitherQueuedNorCounted() {
		assertThat(this.ann.offer(small("1"), MANY)).isTrue();
		long once = this.memory.get();
		assertThat(this.ann.offer(large("1"), MANY)).isTrue();
		assertThat(this.memory).hasValue(once);
		runAll();
		assertThat(this.read).containsExactly("ann 1");
		assertThat(this.ann.offer(small("1"), MANY)).isTrue();
		runAll();
		assertThat(this.read).containsExactly("ann 1", "ann 1");
	}

	@Test
	void oneResponseIsAlwaysQueued() {
		assertThat(this.ann.offer(small("1"), 0)).isTrue();
		assertThat(this.ann.offer(small("2"), 0)).isFalse();
		assertThat(this.ann.offer(large("3"), 1)).isFalse();
		this.small.runOne();
		assertThat(this.ann.offer(large("3"), 1)).isTrue();
	}

	@Test
	void theBytesOfOneSessionAreBounded() {
		int count = 0;
		while (this.ann.offer(large("a" + count), MANY)) {
			count++;
		}
		assertThat(count).isBetween(1, 16);
		assertThat(this.bob.offer(large("1"), MANY)).as("another session has room").isTrue();
		assertThat(this.bob.offer(small("2"), MANY)).as("another session has room for two").isTrue();
	}

	@Test
	void droppedResponsesAreReleasedBeforeAnyThreadReads() {
		this.ann.offer(large("1"), MANY);
		this.ann.offer(small("2"), MANY);
		this.ann.offer(new Response(WsMessage.ofText(MEGABYTE), null), MANY);
		this.ann.drop();
		assertThat(this.memory).hasValue(0);
		assertThat(this.ann.mayAnswer("1")).isFalse();
		runAll();
		assertThat(this.read).isEmpty();
		assertThat(this.ann.offer(small("3"), MANY)).as("offer after the end").isFalse();
	}

	@Test
	void aResponseThatIsBeingReadWhenOthersAreDroppedIsReleasedOnce() {
		List<EarlyResponses> queue = new ArrayList<>();
		queue.add(new EarlyResponses(this.threads, (response, done) -> {
			queue.get(0).drop();
			done.run();
		}, this.memory::addAndGet));
		queue.get(0).offer(small("1"), MANY);
		queue.get(0).offer(small("2"), MANY);
		runAll();
		assertThat(this.memory).hasValue(0);
	}

	@Test
	void theTaskForTheEndRunsAfterTheLastResponseOfBothKinds() {
		this.ann.offer(small("1"), MANY);
		this.ann.offer(large("2"), MANY);
		assertThat(this.ann.end(() -> this.read.add("end"))).isTrue();
		assertThat(this.ann.offer(small("3"), MANY)).as("offer after the end").isFalse();
		this.small.runAll();
		assertThat(this.read).containsExactly("ann 1");
		this.large.runAll();
		assertThat(this.read).containsExactly("ann 1", "ann 2", "end");
		this.bob.end(() -> this.read.add("end of an empty queue"));
		assertThat(this.read).endsWith("end of an empty queue");
	}

	@Test
	void aDropAfterTheEndPreventsItsTask() {
		this.ann.offer(large("1"), MANY);
		this.ann.end(() -> this.read.add("end"));
		this.ann.drop();
		assertThat(this.memory).hasValue(0);
		runAll();
		assertThat(this.read).isEmpty();
	}

	@Test
	void onlyQueuedResponsesMayAnswerAtTheEnd() {
		this.ann.offer(large("1"), MANY);
		this.ann.end(() -> {
		});
		assertThat(this.ann.mayAnswer("1")).isTrue();
		assertThat(this.ann.mayAnswer("2")).isFalse();
		this.bob.offer(new Response(WsMessage.ofText(MEGABYTE), null), MANY);
		assertThat(this.bob.mayAnswer("2")).isTrue();
		runAll();
		assertThat(this.ann.mayAnswer("1")).isFalse();
		assertThat(this.bob.mayAnswer("2")).isFalse();
	}

	@Test
	void theBytesOfAllEndedSessionsAreBounded() {
		for (int round = 0; round < 2; round++) {
			List<EarlyResponses> ended = new ArrayList<>();
			EarlyResponses next = withOneLarge();
			while (next.end(() -> {
			})) {
				ended.add(next);
				next = withOneLarge();
			}
			next.drop();
			assertThat(ended).hasSizeBetween(1, 16);
			this.ann.offer(small("s" + round), MANY);
			if (round == 0) {
				ended.forEach(EarlyResponses::drop);
			}
			runAll();
			assertThat(this.memory).as("held bytes after round %d", round).hasValue(0);
		}
		assertThat(this.ann.end(() -> this.read.add("end"))).isTrue();
		assertThat(this.read).contains("end");
	}

	private EarlyResponses withOneLarge() {
		EarlyResponses queue = queue("ended");
		assertThat(queue.offer(large("1"), MANY)).isTrue();
		return queue;
	}

	@Test
	void aReaderThatThrowsHarmsNoOtherResponse() {
		AtomicBoolean broken = new AtomicBoolean(true);
		EarlyResponses queue = new EarlyResponses(this.threads, (response, done) -> {
			if (broken.getAndSet(false)) {
				throw new IllegalStateException("on purpose");
			}
			this.read.add(response.id());
			done.run();
		}, this.memory::addAndGet);
		queue.offer(small("1"), MANY);
		queue.offer(small("2"), MANY);
		assertThatIllegalStateException().isThrownBy(this.small::runOne);
		runAll();
		assertThat(this.read).containsExactly("2");
	}

	@Test
	void withoutAThreadTheNextResponseTriesAgain() {
		AtomicBoolean refusing = new AtomicBoolean(true);
		EarlyResponses queue = new EarlyResponses(new ResponseThreads((task) -> {
			if (refusing.get()) {
				throw new RejectedExecutionException("on purpose");
			}
			this.small.execute(task);
		}, this.large), (response, done) -> {
			this.read.add(response.id());
			done.run();
		}, this.memory::addAndGet);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> queue.offer(small("1"), MANY));
		refusing.set(false);
		queue.offer(small("2"), MANY);
		runAll();
		assertThat(this.read).containsExactly("1", "2");
	}

}
