/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.outbound.BroadcastItem;
import dev.wsboot.engine.server.session.Session;
import dev.wsboot.engine.server.waits.PeerFuture;

/**
 * Sends the items of streams that wait for the item before: no overflow policy drops what
 * such a stream sends to one session, and a broadcast stream learns when to continue.
 * Stateless.
 */
public final class StreamItems {

	private StreamItems() {
	}

	/**
	 * Sends an item to a session.
	 * @param session the session
	 * @param item a message, or the bytes of one
	 * @return completes when the item is written; if another message with its key has
	 * taken its place, when the peer has taken something. The stream may have no other
	 * item under way, but very small ones
	 */
	public static CompletionStage<Void> send(WsSession session, Object item) {
		if (session instanceof Session own) {
			return own.sendItem(item);
		}
		return (item instanceof PreparedMessage message) ? session.send(message) : session.send(item);
	}

	/**
	 * Sends an item to many sessions.
	 * @param broadcast sends a message to them
	 * @param item the item
	 * @return completes when the first receiver has the item, or has room again after it
	 * was dropped there; or when there is no receiver left
	 */
	public static PeerFuture<Void> broadcast(Consumer<Object> broadcast, PreparedMessage item) {
		BroadcastItem each = new BroadcastItem(item);
		try {
			broadcast.accept(each);
		}
		finally {
			each.end();
		}
		return each;
	}

}
