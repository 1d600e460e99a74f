/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Inflaters and deflaters that count how often each of them was ended.
 */
final class CountedZip {

	private final List<int[]> ends = new ArrayList<>();

	/** A pool like {@link ZipPool#ofInflaters}. */
	ZipPool<Inflater> inflaters(int maxKept) {
		return new ZipPool<>(this::inflater, Inflater::reset, Inflater::end, maxKept);
	}

	/** A pool like {@link ZipPool#ofDeflaters}. */
	ZipPool<Deflater> deflaters(int maxKept) {
		return new ZipPool<>(this::deflater, Deflater::reset, Deflater::end, maxKept);
	}

	int created() {
		return this.ends.size();
	}

	int ended() {
		return (int) this.ends.stream().filter((times) -> times[0] > 0).count();
	}

	boolean anyEndedTwice() {
		return this.ends.stream().anyMatch((times) -> times[0] > 1);
	}

	private Inflater inflater() {
		int[] times = count();
		return new Inflater(true) {

			@Override
			public void end() {
				times[0]++;
				super.end();
			}

		};
	}

	private Deflater deflater() {
		int[] times = count();
		return new Deflater(Deflater.DEFAULT_COMPRESSION, true) {

			@Override
			public void end() {
				times[0]++;
				super.end();
			}

		};
	}

	private int[] count() {
		int[] times = new int[1];
		this.ends.add(times);
		return times;
	}

}
