/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Inflater;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That a {@link ZipPool} keeps few, and ends each of the others once.
 */
class ZipPoolTest {

	private final CountedZip zip = new CountedZip();

	@AfterEach
	void noneIsEndedTwice() {
		assertThat(this.zip.anyEndedTwice()).isFalse();
	}

	@Test
	void lendsTheSameOneAgain() {
		ZipPool<Inflater> pool = this.zip.inflaters(1);
		Inflater first = pool.borrow();
		pool.giveBack(first);
		assertThat(pool.borrow()).isSameAs(first);
		assertThat(this.zip.created()).isOne();
	}

	@Test
	void whatComesBackHasNoHistory() throws Exception {
		ZipPool<Inflater> pool = this.zip.inflaters(1);
		Inflater inflater = pool.borrow();
		inflater.setInput(new byte[] { 0, 5, 0, (byte) 0xFA, (byte) 0xFF, 'H', 'e' });
		assertThat(inflater.inflate(new byte[10])).isEqualTo(2);
		pool.giveBack(inflater);
		assertThat(pool.borrow().getBytesWritten()).isZero();
		assertThat(inflater.getRemaining()).isZero();
	}

	@Test
	void keepsNoMoreThanItMay() {
		ZipPool<Inflater> pool = this.zip.inflaters(2);
		borrow(pool, 5).forEach(pool::giveBack);
		assertThat(this.zip.created()).isEqualTo(5);
		assertThat(this.zip.ended()).isEqualTo(3);
	}

	@Test
	void keepsNoneIfItMayNot() {
		ZipPool<Inflater> pool = this.zip.inflaters(0);
		pool.giveBack(pool.borrow());
		assertThat(this.zip.ended()).isOne();
	}

	@Test
	void endsAllWhenItCloses() {
		ZipPool<Inflater> pool = this.zip.inflaters(10);
		List<Inflater> lent = borrow(pool, 4);
		pool.giveBack(lent.get(0));
		pool.giveBack(lent.get(1));
		pool.close();
		assertThat(this.zip.ended()).isEqualTo(2);
		// Those that are lent come back later.
		pool.giveBack(lent.get(2));
		pool.giveBack(lent.get(3));
		assertThat(this.zip.ended()).isEqualTo(4);
		pool.close();
		pool.shrink();
	}

	@Test
	void shrinksByThoseThatNobodyNeeded() {
		ZipPool<Inflater> pool = this.zip.inflaters(10);
		borrow(pool, 6).forEach(pool::giveBack);
		// All of them were needed since the pool was made.
		pool.shrink();
		assertThat(this.zip.ended()).isZero();
		borrow(pool, 2).forEach(pool::giveBack);
		borrow(pool, 1).forEach(pool::giveBack);
		pool.shrink();
		assertThat(this.zip.ended()).isEqualTo(4);
		pool.shrink();
		assertThat(this.zip.ended()).isEqualTo(6);
		pool.shrink();
		pool.close();
		assertThat(this.zip.created()).isEqualTo(6);
	}

	@Test
	void knowsHowManyThereAre() {
		ZipPool<Inflater> pool = this.zip.inflaters(2);
		List<Inflater> lent = borrow(pool, 3);
		assertThat(pool.alive()).isEqualTo(3);
		lent.forEach(pool::giveBack);
		assertThat(pool.alive()).isEqualTo(2);
		pool.close();
		assertThat(pool.alive()).isZero();
	}

	@Test
	void threadsNeverShareOne() throws Exception {
		AtomicInteger created = new AtomicInteger();
		AtomicInteger ended = new AtomicInteger();
		AtomicInteger shared = new AtomicInteger();
		ZipPool<AtomicBoolean> pool = new ZipPool<>(() -> {
			created.incrementAndGet();
			return new AtomicBoolean();
		}, (each) -> {
		}, (each) -> ended.incrementAndGet(), 2);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			threads.add(new Thread(() -> {
				for (int j = 0; j < 20_000; j++) {
					AtomicBoolean inUse = pool.borrow();
					shared.addAndGet(inUse.getAndSet(true) ? 1 : 0);
					inUse.set(false);
					pool.giveBack(inUse);
					if (j % 1000 == 0) {
						pool.shrink();
					}
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(shared).hasValue(0);
		assertThat(pool.alive()).isEqualTo(created.get() - ended.get()).isLessThanOrEqualTo(2);
		pool.close();
		assertThat(ended).hasValue(created.get());
	}

	private static List<Inflater> borrow(ZipPool<Inflater> pool, int count) {
		List<Inflater> lent = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			lent.add(pool.borrow());
		}
		return lent;
	}

}
