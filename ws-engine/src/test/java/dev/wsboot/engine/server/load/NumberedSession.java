/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.load;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.fixture.Await;

/**
 * The server's side of one session of numbered messages, which begin with the session's
 * name and their number: sends each back, and counts what became of that. Its callbacks
 * come one at a time.
 */
final class NumberedSession implements SessionHandler {

	/** Suffix of messages that make the handler close the session. */
	static final String CLOSE = "close";

	static final int CLOSED_BY_HANDLER = 4000;

	/** Descriptions of events that must not happen. */
	final Queue<String> faults = new ConcurrentLinkedQueue<>();

	private final String name;

	private final boolean nonBlocking;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final AtomicInteger written = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private volatile int handled;

	private volatile int closeCode;

	NumberedSession(String name, boolean nonBlocking) {
		this.name = name;
		this.nonBlocking = nonBlocking;
	}

	@Override
	public boolean isNonBlocking(SessionEvent event) {
		return this.nonBlocking;
	}

	@Override
	public void onMessage(WsSession session, WsMessage message) {
		String text = new String(message.bytes(), StandardCharsets.US_ASCII);
		int number = this.handled;
		if (!text.startsWith(this.name + " " + number + " ")) {
			this.faults.add(text + " in place of " + number);
		}
		if (this.closed.getCount() == 0) {
			this.faults.add(text + " after the end");
		}
		this.handled = number + 1;
		AtomicInteger told = new AtomicInteger();
		session.send(PreparedMessage.of(message)).whenComplete((done, failure) -> {
			if (told.incrementAndGet() > 1) {
				this.faults.add("Outcome of " + number + " told twice");
			}
			((failure == null) ? this.written : this.failed).incrementAndGet();
		});
		if (text.endsWith(CLOSE)) {
			session.close(new CloseStatus(CLOSED_BY_HANDLER, ""));
		}
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		if (this.closed.getCount() == 0) {
			this.faults.add("A second end");
		}
		this.closeCode = status.code();
		this.closed.countDown();
	}

	/** Waits for the close callback, and for the outcome of every send. */
	void awaitEnd() throws Exception {
		Await.on(this.closed);
		Await.until("every send of " + this.name + " has an outcome",
				() -> this.written.get() + this.failed.get() == this.handled);
	}

	/** Messages that were handled, and answered. */
	int handled() {
		return this.handled;
	}

	/** Answers whose send has completed well. */
	int written() {
		return this.written.get();
	}

	int closeCode() {
		return this.closeCode;
	}

}
