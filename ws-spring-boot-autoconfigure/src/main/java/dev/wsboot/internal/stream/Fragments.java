/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;

/**
 * One message that is sent in fragments (RFC 6455 5.4). Each fragment waits until the
 * previous one is written, so that at most one is in memory. Confined to the sending
 * thread.
 */
public final class Fragments {

	/**
	 * Maximum size of a fragment in bytes: large enough that headers do not matter, and
	 * small enough for many concurrent messages.
	 */
	public static final int SIZE = 16 * 1024;

	private final WsSession session;

	/** True if a fragment may have been sent. */
	private boolean begun;

	/** True if the session has ended within the message. */
	private boolean cut;

	public Fragments(WsSession session) {
		this.session = session;
	}

	/**
	 * Sends a part of a text message.
	 * @param part the part, which must not end inside a surrogate pair
	 * @param last whether this is the last part
	 * @throws IOException if the session has ended
	 */
	void text(CharBuffer part, boolean last) throws IOException {
		checkOpen();
		await(this.session.sendText(part, last));
	}

	/**
	 * Sends a part of a binary message.
	 * @param part the part, which is copied
	 * @param last whether this is the last part
	 * @throws IOException if the session has ended
	 */
	void binary(ByteBuffer part, boolean last) throws IOException {
		checkOpen();
		await(this.session.sendBinary(part, last));
	}

	private void checkOpen() throws IOException {
		if (!this.session.isOpen()) {
			this.cut = true;
			throw new IOException("The session closed before the message was written");
		}
		this.begun = true;
	}

	private void await(CompletionStage<Void> sent) throws IOException {
		if (this.session.queuedBytes() == 0) {
			return;
		}
		try {
			sent.toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			this.cut = true;
			if (ex.getCause() instanceof TimeoutException) {
				// other sessions need the thread
				this.session.close(CloseStatus.of(CloseCode.POLICY_VIOLATION).withReason("Peer reads too slowly"));
			}
			throw new IOException("The session closed before the message was written", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for the peer");
		}
	}

	/**
	 * Returns whether the session has ended within the message, so that exceptions of the
	 * code that writes the message can be ignored.
	 * @return whether the session has ended before the end of the message
	 */
	public boolean isCut() {
		return this.cut;
	}

	/**
	 * Aborts the message. If a part was sent, the message can neither be withdrawn nor
	 * followed by another one, so the session is closed.
	 */
	public void abort() {
		if (this.begun) {
			this.session.close(CloseStatus.of(CloseCode.INTERNAL_ERROR));
		}
	}

}
