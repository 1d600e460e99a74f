package dev.wsboot.lifecycle;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Supplier;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.WsServer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of whatever server runs at the moment; none while none runs. So beans may
 * keep it, and its views, from before the first start until after the last stop. Safe to
 * use from any thread.
 */
final class CurrentWsSessions implements WsSessions {

	private volatile @Nullable WsSessions current;

	void follow(@Nullable WsServer server) {
		this.current = (server != null) ? server.sessions() : null;
	}

	@Override
	public Collection<WsSession> all() {
		return new View<>(() -> {
			WsSessions sessions = this.current;
			return (sessions != null) ? sessions.all() : Set.of();
		});
	}

	@Override
	public Collection<WsSession> of(String endpoint) {
		return new View<>(() -> {
			WsSessions sessions = this.current;
			return (sessions != null) ? sessions.of(endpoint) : Set.of();
		});
	}

	@Override
	public Collection<WsSession> inGroup(String endpoint, String group) {
		return new View<>(() -> {
			WsSessions sessions = this.current;
			return (sessions != null) ? sessions.inGroup(endpoint, group) : Set.of();
		});
	}

	@Override
	public @Nullable WsSession find(String id) {
		WsSessions sessions = this.current;
		return (sessions != null) ? sessions.find(id) : null;
	}

	@Override
	public Set<String> endpoints() {
		WsSessions sessions = this.current;
		return (sessions != null) ? sessions.endpoints() : Set.of();
	}

	@Override
	public int count() {
		WsSessions sessions = this.current;
		return (sessions != null) ? sessions.count() : 0;
	}

	@Override
	public int count(String endpoint) {
		WsSessions sessions = this.current;
		return (sessions != null) ? sessions.count(endpoint) : 0;
	}

	@Override
	public void broadcast(String endpoint, PreparedMessage message) {
		WsSessions sessions = this.current;
		if (sessions != null) {
			sessions.broadcast(endpoint, message);
		}
	}

	@Override
	public void broadcast(String endpoint, String group, PreparedMessage message) {
		WsSessions sessions = this.current;
		if (sessions != null) {
			sessions.broadcast(endpoint, group, message);
		}
	}

	/**
	 * A collection that looks its content up at each call.
	 *
	 * @param <E> the type of its elements
	 */
	private static final class View<E> extends AbstractCollection<E> {

		private final Supplier<Collection<E>> content;

		View(Supplier<Collection<E>> content) {
			this.content = content;
		}

		@Override
		public Iterator<E> iterator() {
			return this.content.get().iterator();
		}

		@Override
		public int size() {
			return this.content.get().size();
		}

	}

}
