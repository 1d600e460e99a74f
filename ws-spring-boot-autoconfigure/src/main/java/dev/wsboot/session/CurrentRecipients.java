/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import java.util.AbstractCollection;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A view of sessions of the running server, which is determined at each use. Safe to use
 * from any thread.
 */
final class CurrentRecipients extends AbstractCollection<WsSession> implements WsRecipients {

	/** Returns the running server's view; {@code null} while no server runs. */
	private final Supplier<@Nullable WsRecipients> current;

	/**
	 * Creates a view.
	 * @param current returns the sessions, or {@code null} while no server runs
	 */
	CurrentRecipients(Supplier<@Nullable WsRecipients> current) {
		this.current = current;
	}

	@Override
	public WsRecipients except(WsSession session) {
		Assert.notNull(session, "'session' must not be null");
		return narrowed((present) -> present.except(session));
	}

	@Override
	public WsRecipients filter(Predicate<? super WsSession> predicate) {
		Assert.notNull(predicate, "'predicate' must not be null");
		return narrowed((present) -> present.filter(predicate));
	}

	@Override
	public WsRecipients inGroup(String group) {
		Assert.notNull(group, "'group' must not be null");
		return narrowed((present) -> present.inGroup(group));
	}

	private WsRecipients narrowed(Function<WsRecipients, WsRecipients> narrower) {
		return new CurrentRecipients(() -> {
			WsRecipients present = this.current.get();
			return (present != null) ? narrower.apply(present) : null;
		});
	}

	@Override
	public void broadcast(Object message) {
		Assert.notNull(message, "'message' must not be null");
		WsRecipients present = this.current.get();
		if (present != null) {
			present.broadcast(message);
		}
	}

	@Override
	public void close(CloseStatus status) {
		Assert.notNull(status, "'status' must not be null");
		WsRecipients present = this.current.get();
		if (present != null) {
			present.close(status);
		}
	}

	@Override
	public Iterator<WsSession> iterator() {
		WsRecipients present = this.current.get();
		return (present != null) ? present.iterator() : Collections.emptyIterator();
	}

	@Override
	public boolean isEmpty() {
		WsRecipients present = this.current.get();
		return present == null || present.isEmpty();
	}

	@Override
	public int size() {
		WsRecipients present = this.current.get();
		return (present != null) ? present.size() : 0;
	}

}
