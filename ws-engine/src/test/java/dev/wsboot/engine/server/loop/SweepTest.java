/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schedule of looks for timeouts, on a clock of the test: no slice is longer than its
 * limit, and each connection is looked at once in each interval.
 */
class SweepTest {

	private static final long INTERVAL = 1_000_000_000;

	private final Sweep sweep = new Sweep(INTERVAL, 0);

	private final List<WatchedProbe> watched = new ArrayList<>();

	private long now;

	/** Looks of the slice that is being run. */
	private int looks;

	@ParameterizedTest
	@ValueSource(ints = { 1, 511, 512, 513, 5000, 100_000 })
	void eachConnectionIsLookedAtOnceInAnIntervalAndNoSliceIsLonger(int connections) {
		add(connections);
		int slices = (connections + Sweep.SLICE - 1) / Sweep.SLICE;
		for (int interval = 0; interval < 3; interval++) {
			long start = this.now;
			for (int i = 0; i < slices; i++) {
				assertThat(runNext()).isBetween(1, Sweep.SLICE);
			}
			assertThat(this.watched).allSatisfy((each) -> assertThat(each.takeLooks()).isEqualTo(1));
			assertThat(this.now - start).isBetween(0L, INTERVAL);
		}
	}

	@Test
	void halfAMillionConnectionsAreSpreadOverTheInterval() {
		add(500_000);
		long longestPause = 0;
		for (int i = 0; i < 1000; i++) {
			long before = this.now;
			assertThat(runNext()).isLessThanOrEqualTo(Sweep.SLICE);
			longestPause = Math.max(longestPause, this.now - before);
		}
		assertThat(longestPause).isLessThanOrEqualTo(INTERVAL / (500_000 / Sweep.SLICE));
	}

	@Test
	void aLoopThatIsLateCatchesUpSliceBySlice() {
		add(10 * Sweep.SLICE);
		runNext();
		this.now += INTERVAL / 2;
		int slices = 0;
		while (this.sweep.nanosLeft(this.now) <= 0) {
			assertThat(run()).isEqualTo(Sweep.SLICE);
			slices++;
		}
		assertThat(slices).isEqualTo(5);
	}

	@Test
	void aSingleSliceIsNotRepeatedByALoopThatIsLate() {
		add(10);
		runNext();
		this.now += 10 * INTERVAL;
		assertThat(run()).isEqualTo(10);
		assertThat(run()).isZero();
	}

	@Test
	void aLoopThatWasSuspendedCatchesUpWithOneIntervalAtMost() {
		add(10 * Sweep.SLICE);
		runNext();
		this.now += 100 * INTERVAL;
		int slices = 0;
		while (this.sweep.nanosLeft(this.now) <= 0) {
			run();
			slices++;
		}
		assertThat(slices).isBetween(10, 12);
	}

	@Test
	void connectionsThatEndAndBeginHaveNoOtherMissedOrLookedAtTwice() {
		Random random = new Random(42);
		add(5 * Sweep.SLICE + 100);
		for (int interval = 0; interval < 20; interval++) {
			List<WatchedProbe> before = new ArrayList<>(this.watched);
			do {
				runNext();
				for (int i = 0; i < 100; i++) {
					WatchedProbe gone = this.watched.remove(random.nextInt(this.watched.size()));
					this.sweep.remove(gone);
					before.remove(gone);
				}
				add(random.nextInt(200));
			}
			while (!this.sweep.isAtStart());
			assertThat(before).allSatisfy((each) -> assertThat(each.takeLooks()).isEqualTo(1));
			this.watched.forEach(WatchedProbe::takeLooks);
		}
		assertThat(this.sweep.watched()).containsExactlyInAnyOrder(this.watched.toArray(Selectable[]::new));
	}

	@Test
	void aConnectionThatEndsWhenLookedAtHasNoOtherMissed() {
		add(10);
		List<WatchedProbe> ending = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			WatchedProbe each = new WatchedProbe((now) -> ending.forEach(this.sweep::remove));
			ending.add(each);
			this.sweep.add(each);
		}
		add(10);
		runNext();
		assertThat(this.watched).allSatisfy((each) -> assertThat(each.takeLooks()).isEqualTo(1));
		assertThat(this.sweep.watched()).hasSize(20);
	}

	@Test
	void aConnectionThatIsAddedTwiceIsWatchedOnce() {
		WatchedProbe probe = new WatchedProbe();
		this.sweep.add(probe);
		this.sweep.add(probe);
		assertThat(this.sweep.watched()).hasSize(1);
	}

	@Test
	void aConnectionOfADeadLoopIsWatchedByAnother() {
		Sweep dead = new Sweep(INTERVAL, 0);
		WatchedProbe moved = new WatchedProbe();
		dead.add(new WatchedProbe());
		dead.add(moved);
		this.sweep.add(moved);
		this.sweep.remove(new WatchedProbe());
		assertThat(this.sweep.watched()).containsExactly(moved);
	}

	@Test
	void aShorterIntervalHoldsAtOnce() {
		add(3 * Sweep.SLICE);
		runNext();
		this.sweep.within(INTERVAL / 100, this.now);
		assertThat(this.sweep.nanosLeft(this.now)).isEqualTo(INTERVAL / 300);
		this.sweep.within(INTERVAL, this.now);
		assertThat(this.sweep.nanosLeft(this.now)).isEqualTo(INTERVAL / 300);
	}

	private void add(int count) {
		for (int i = 0; i < count; i++) {
			WatchedProbe each = new WatchedProbe();
			this.watched.add(each);
			this.sweep.add(each);
		}
	}

	/** Lets the time pass until the next slice is due, and returns its looks. */
	private int runNext() {
		this.now += Math.max(0, this.sweep.nanosLeft(this.now));
		return run();
	}

	private int run() {
		this.looks = 0;
		this.sweep.run(this.now, (each) -> {
			this.looks++;
			each.onTick(this.now);
		});
		return this.looks;
	}

}
