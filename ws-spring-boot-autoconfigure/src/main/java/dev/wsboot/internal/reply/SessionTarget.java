/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.concurrent.CompletionStage;

import dev.wsboot.internal.invocation.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * A target that sends values to the session of the invocation. Safe to use from any
 * thread.
 *
 * @param writer the writer of the values
 * @param correlation adds the field of the message to its replies; {@code null} for none
 */
record SessionTarget(ValueWriter writer, @Nullable Correlation correlation) implements ReplyTarget {

	@Override
	public CompletionStage<Void> send(Invocation invocation, Object value) {
		return (this.correlation != null) ? this.correlation.send(invocation, this.writer, value)
				: this.writer.send(invocation.session(), value);
	}

	@Override
	public Sent sendItem(Invocation invocation, Object item, long queued) {
		CompletionStage<Void> outcome = (this.correlation != null)
				? this.correlation.sendItem(invocation, this.writer, item)
				: this.writer.sendItem(invocation.session(), item);
		return new Sent(outcome, invocation.session().queuedBytes());
	}

}
