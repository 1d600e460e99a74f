/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When direct buffers are allocated, on a clock and a limit of the test. */
class DirectMemoryTest {

	private static final int MEBIBYTE = 1024 * 1024;

	private final AtomicLong used = new AtomicLong();

	private final AtomicLong now = new AtomicLong();

	@Test
	void aQuarterOfTheLimitStaysFree() {
		DirectMemory memory = new DirectMemory(4 * MEBIBYTE, this.used::get, this.now::get);
		this.used.set(2 * MEBIBYTE);
		assertThat(memory.tryAllocate(MEBIBYTE)).isNotNull();
		assertThat(memory.tryAllocate(MEBIBYTE + 1)).isNull();
		assertThat(memory.allocate(MEBIBYTE).isDirect()).isTrue();
		assertThat(memory.allocate(MEBIBYTE + 1).isDirect()).isFalse();
	}

	/** The limit is wrong here, as it may be where the JVM does not tell it. */
	@Test
	void nothingIsTriedForAWhileAfterAFailure() {
		DirectMemory memory = new DirectMemory(Long.MAX_VALUE, this.used::get, this.now::get);
		assertThat(memory.tryAllocate(Integer.MAX_VALUE)).as("allocation beyond the JVM's limit").isNull();
		assertThat(memory.tryAllocate(16)).isNull();
		this.now.set(Duration.ofSeconds(29).toNanos());
		assertThat(memory.tryAllocate(16)).isNull();
		this.now.set(Duration.ofSeconds(30).toNanos());
		assertThat(memory.tryAllocate(16)).isNotNull();
	}

	@Test
	void threadsBeyondTheReserveGetSmallBuffersOnTheHeap() {
		WriteBuffers buffers = new WriteBuffers(new DirectMemory(MEBIBYTE, () -> MEBIBYTE, this.now::get));
		buffers.reserve();
		int reserved = 0;
		while (buffers.borrow().isDirect()) {
			reserved++;
		}
		assertThat(reserved).as("an eighth of the limit at most").isPositive().isLessThanOrEqualTo(2);
		assertThat(buffers.borrow().capacity()).isEqualTo(8 * 1024);
	}

}
