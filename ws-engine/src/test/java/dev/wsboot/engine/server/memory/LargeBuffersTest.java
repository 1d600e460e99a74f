/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The bound of the buffers for large messages, and how they are lent again. */
class LargeBuffersTest {

	private static final int MEBIBYTE = 1024 * 1024;

	private static LargeBuffers buffers(long limit, int loops, int maxFrameSize) {
		return new LargeBuffers(new DirectMemory(limit, () -> 0, () -> 0), loops, maxFrameSize);
	}

	@Test
	void oneLoopLendsEightMebibytesAndLendsThemAgain() {
		LargeBuffers buffers = buffers(1L << 30, 1, 16 * MEBIBYTE);
		ByteBuffer[] lent = new ByteBuffer[8];
		for (int i = 0; i < lent.length; i++) {
			lent[i] = buffers.borrow(MEBIBYTE - i);
			assertThat(lent[i].capacity()).isEqualTo(MEBIBYTE);
			assertThat(lent[i].order()).isEqualTo(ByteOrder.nativeOrder());
		}
		assertThat(buffers.borrow(MEBIBYTE)).isNull();
		assertThat(buffers.borrow(33_000)).isNull();
		buffers.giveBack(lent[0].position(5));
		ByteBuffer again = buffers.borrow(40_000);
		assertThat(again.position()).isZero();
		assertThat(again.capacity()).isEqualTo(64 * 1024);
		buffers.giveBack(again);
		for (int i = 1; i < lent.length; i++) {
			buffers.giveBack(lent[i]);
		}
		ByteBuffer whole = buffers.borrow(8 * MEBIBYTE);
		assertThat(whole.capacity()).as("buffer made of small ones").isEqualTo(8 * MEBIBYTE);
		assertThat(buffers.borrow(8 * MEBIBYTE + 1)).isNull();
		assertThat(buffers.borrow(Integer.MAX_VALUE)).isNull();
	}

	@Test
	void allLoopsTogetherLendAnEighthOfTheJvmsLimitAtMost() {
		LargeBuffers buffers = buffers(10 * MEBIBYTE, 64, MEBIBYTE);
		ByteBuffer first = buffers.borrow(MEBIBYTE);
		assertThat(first.capacity()).isEqualTo(MEBIBYTE);
		assertThat(buffers.borrow(MEBIBYTE)).isNull();
		assertThat(buffers.borrow(200_000).capacity()).as("buffer in what is left").isEqualTo(256 * 1024);
		assertThat(buffers.borrow(33_000)).isNull();
	}

	@Test
	void nothingIsLentWhereTheLimitIsTiny() {
		assertThat(buffers(256 * 1024, 2, MEBIBYTE).borrow(40_000)).isNull();
	}

	@Test
	void nothingIsAllocatedNearTheLimit() {
		AtomicLong used = new AtomicLong(7 * MEBIBYTE);
		LargeBuffers buffers = new LargeBuffers(new DirectMemory(10 * MEBIBYTE, used::get, () -> 0), 2, MEBIBYTE);
		assertThat(buffers.borrow(MEBIBYTE)).isNull();
		used.set(6 * MEBIBYTE);
		ByteBuffer lent = buffers.borrow(MEBIBYTE);
		assertThat(lent).isNotNull();
		buffers.giveBack(lent);
		used.set(9 * MEBIBYTE);
		assertThat(buffers.borrow(MEBIBYTE)).as("buffer from memory that is there already").isNotNull();
	}

	@Test
	void lentBuffersNeverOverlap() {
		LargeBuffers buffers = buffers(1L << 30, 2, MEBIBYTE);
		Random random = new Random(7);
		List<ByteBuffer> lent = new ArrayList<>();
		for (int round = 0; round < 3000; round++) {
			ByteBuffer buffer = random.nextBoolean() ? buffers.borrow(40_000 + random.nextInt(2 * MEBIBYTE)) : null;
			if (buffer != null) {
				buffer.putInt(0, round).putInt(buffer.capacity() - 4, round);
				lent.add(buffer.position(4).putInt(round).clear());
			}
			else if (!lent.isEmpty()) {
				ByteBuffer back = lent.remove(random.nextInt(lent.size()));
				int mark = back.getInt(4);
				assertThat(back.getInt(0)).isEqualTo(mark);
				assertThat(back.getInt(back.capacity() - 4)).isEqualTo(mark);
				buffers.giveBack(back);
			}
		}
		lent.forEach(buffers::giveBack);
		assertThat(buffers.borrow(8 * MEBIBYTE)).as("16 MiB in slabs of one or two").isNull();
		assertThat(buffers.borrow(MEBIBYTE)).isNotNull();
	}

}
