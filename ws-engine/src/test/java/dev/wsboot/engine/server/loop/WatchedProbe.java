/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.loop;

import java.util.function.LongConsumer;

/**
 * Something with timeouts and without a channel: counts how often it was looked at.
 */
final class WatchedProbe extends Selectable {

	private final LongConsumer onTick;

	/** The number of looks since {@link #takeLooks}. */
	private int looks;

	WatchedProbe() {
		this((now) -> {
		});
	}

	WatchedProbe(LongConsumer onTick) {
		this.onTick = onTick;
	}

	int takeLooks() {
		int taken = this.looks;
		this.looks = 0;
		return taken;
	}

	@Override
	public void onReady(int operations) {
	}

	@Override
	public void onTick(long now) {
		this.looks++;
		this.onTick.accept(now);
	}

	@Override
	public void onFailure(Throwable failure) {
		throw new AssertionError(failure);
	}

	@Override
	public void onStop() {
	}

}
