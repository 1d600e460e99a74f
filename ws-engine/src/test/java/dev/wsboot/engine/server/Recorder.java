/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;

/**
 * A handler that notes down every callback, and as a fault every one that comes when it
 * must not: before open, after close, or while another one of its session runs.
 * Subclasses say what happens inside a callback.
 */
class Recorder implements SessionHandler {

	final BlockingQueue<WsSession> opened = new LinkedBlockingQueue<>();

	/** What {@link #onMessage} got, as text. */
	final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

	final BlockingQueue<CloseStatus> closed = new LinkedBlockingQueue<>();

	final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

	final Queue<String> faults = new ConcurrentLinkedQueue<>();

	final AtomicInteger callbacks = new AtomicInteger();

	@Override
	public final void onOpen(WsSession session) throws Exception {
		run(session, SessionEvent.OPEN, () -> {
			this.opened.add(session);
			whenOpen(session);
		});
	}

	@Override
	public final void onMessage(WsSession session, WsMessage message) throws Exception {
		run(session, message.isText() ? SessionEvent.TEXT : SessionEvent.BINARY, () -> {
			if (message.isText()) {
				this.messages.add(message.text());
			}
			whenMessage(session, message);
		});
	}

	@Override
	public final void onPong(WsSession session, ByteBuffer payload) throws Exception {
		run(session, SessionEvent.PONG, () -> whenPong(session, StandardCharsets.UTF_8.decode(payload).toString()));
	}

	@Override
	public final void onClose(WsSession session, CloseStatus status) throws Exception {
		run(session, SessionEvent.CLOSE, () -> {
			this.closed.add(status);
			whenClosed(session, status);
		});
	}

	@Override
	public final void onError(WsSession session, Throwable error) throws Throwable {
		this.errors.add(error);
		whenError(session, error);
	}

	private void run(WsSession session, SessionEvent event, Callback callback) throws Exception {
		this.callbacks.incrementAndGet();
		Object before = session.attributes().put("recorder", "in " + event);
		String legal = (event == SessionEvent.OPEN) ? null : "after some, none of them CLOSE";
		if ((before == null) ? legal != null : !before.equals(legal)) {
			this.faults.add(event + " while " + before);
		}
		try {
			callback.run();
		}
		finally {
			session.attributes()
				.put("recorder", (event == SessionEvent.CLOSE) ? "after CLOSE" : "after some, none of them CLOSE");
		}
	}

	void whenOpen(WsSession session) throws Exception {
	}

	void whenMessage(WsSession session, WsMessage message) throws Exception {
	}

	void whenPong(WsSession session, String payload) throws Exception {
	}

	void whenClosed(WsSession session, CloseStatus status) throws Exception {
	}

	void whenError(WsSession session, Throwable error) throws Throwable {
		throw error;
	}

	/** Waits for the next session to be opened. */
	WsSession awaitOpen() throws InterruptedException {
		return Await.next(this.opened);
	}

	/** Waits for the next message. */
	String awaitMessage() throws InterruptedException {
		return Await.next(this.messages);
	}

	/** Waits for the next close callback. */
	CloseStatus awaitClosed() throws InterruptedException {
		return Await.next(this.closed);
	}

	private interface Callback {

		void run() throws Exception;

	}

}
