/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Closes with the code that the path names, 0 leaves that to the client, and keeps what
 * the application sees of each close.
 */
@TestComponent
@WsEndpoint("/close/{code}")
class ClosingEndpoint {

	private final BlockingQueue<CloseStatus> seen = new LinkedBlockingQueue<>();

	@OnOpen
	void open(WsSession session, @PathVariable int code) {
		if (code != 0) {
			session.close(new CloseStatus(code, "as asked"));
		}
	}

	@OnClose
	void close(CloseStatus status) {
		this.seen.add(status);
	}

	/** Waits for the next close, {@code null} if none comes in time. */
	@Nullable CloseStatus nextSeen() throws InterruptedException {
		return this.seen.poll(60, TimeUnit.SECONDS);
	}

	void forget() {
		this.seen.clear();
	}

}
