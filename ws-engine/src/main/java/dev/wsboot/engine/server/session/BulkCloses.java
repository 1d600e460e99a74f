/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;
import java.util.function.Predicate;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.log.Log;
import org.jspecify.annotations.Nullable;

/**
 * The calls that close many sessions at once, as a list in which each handshake has a
 * place: a session whose handshake began before such a call is closed when it opens. Safe
 * to use from any thread.
 * <p>
 * The list keeps its end only. A call is reachable from handshakes that began before it,
 * and garbage with the last of these.
 */
public final class BulkCloses {

	private volatile Place end = new Place();

	/** Returns the place of a handshake that begins now. */
	Place place() {
		return this.end;
	}

	/**
	 * Adds a call. The caller then closes the sessions that are registered, and a session
	 * that is registered looks at its place afterwards, so one of them sees the other.
	 * @param filter matches the sessions to be closed
	 * @param status the status that they are closed with
	 */
	synchronized void add(Predicate<WsSession> filter, CloseStatus status) {
		Place next = new Place();
		this.end.call = new Call(filter, status, next);
		this.end = next;
	}

	/**
	 * A place in the list.
	 */
	public static final class Place {

		/** The call at this place; {@code null} at the end of the list. */
		private volatile @Nullable Call call;

		/**
		 * Closes a session by the first call after this place that matches the session.
		 */
		void closeIfMatched(WsSession session) {
			for (Call each = this.call; each != null; each = each.next.call) {
				if (each.isFor(session)) {
					session.close(each.status);
					return;
				}
			}
		}

	}

	private record Call(Predicate<WsSession> filter, CloseStatus status, Place next) {

		boolean isFor(WsSession session) {
			try {
				return this.filter.test(session);
			}
			catch (Throwable ex) {
				// the bulk close has returned, and the session opens nevertheless
				Log.log(Level.ERROR, "The filter of a bulk close failed for " + session + ", which stays open", ex);
				return false;
			}
		}

	}

}
