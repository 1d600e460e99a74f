/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends the responses to one text of JSON-RPC: the response to a single request at once,
 * those to a batch together when all are complete. Safe to use from any thread.
 */
final class JsonRpcResponses {

	private final WsSession session;

	/** The responses to a batch; {@code null} for a single request. Guarded by itself. */
	private final @Nullable List<byte[]> batch;

	/** Number of messages of the batch that are not done. Guarded by the batch. */
	private int left;

	private JsonRpcResponses(WsSession session, @Nullable List<byte[]> batch, int left) {
		this.session = session;
		this.batch = batch;
		this.left = left;
	}

	static JsonRpcResponses toOne(WsSession session) {
		return new JsonRpcResponses(session, null, 1);
	}

	static JsonRpcResponses toBatch(WsSession session, int size) {
		return new JsonRpcResponses(session, new ArrayList<>(), size);
	}

	/**
	 * Adds the response to one message, which is done.
	 * @param response the response, or {@code null} for none
	 */
	void done(byte @Nullable [] response) {
		if (this.batch == null) {
			if (response != null) {
				send(response);
			}
			return;
		}
		byte[] all = null;
		synchronized (this.batch) {
			if (response != null) {
				this.batch.add(response);
			}
			this.left--;
			if (this.left == 0 && !this.batch.isEmpty()) {
				all = JsonRpcWriter.batch(this.batch);
			}
		}
		if (all != null) {
			send(all);
		}
	}

	private void send(byte[] json) {
		// on the thread of the last response
		this.session.asReply(() -> this.session.send(PreparedMessage.of(WsMessage.ofText(json))));
	}

}
