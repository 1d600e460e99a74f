/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds back all mail after it until the stages are complete that it waits for. Guarded
 * by the lock of its mailbox.
 */
final class HoldMail extends Mail.Hold {

	private final Mailbox mailbox;

	/** The number of stages that are not complete. */
	int count;

	HoldMail(Mailbox mailbox) {
		this.mailbox = mailbox;
	}

	/** Waits for one more stage, which {@link #count} includes already. */
	void await(CompletionStage<?> stage) {
		AtomicBoolean done = new AtomicBoolean();
		Runnable release = () -> {
			// a stage of the application may call back twice
			if (done.compareAndSet(false, true)) {
				this.mailbox.release(this);
			}
		};
		try {
			stage.whenComplete((result, failure) -> release.run());
		}
		catch (Throwable ex) {
			release.run();
			throw ex;
		}
	}

}
