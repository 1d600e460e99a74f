/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.WsServer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The sessions of the running server; empty while no server runs. Beans may keep this
 * object and its views from before the first start until after the last stop. Views and
 * counts cover this node only, whereas {@code broadcast} also reaches other nodes if
 * there is a {@link WsBroadcastRelay}. Safe to use from any thread.
 */
final class CurrentWsSessions implements WsSessions {

	/** Carries broadcasts to other nodes; {@code null} for a single node. */
	private final @Nullable WsBroadcastRelay relay;

	/** The running server's sessions; {@code null} while no server runs. */
	private volatile @Nullable Current current;

	/**
	 * Creates an empty set of sessions.
	 * @param relay carries broadcasts to other nodes, or {@code null} for a single node
	 */
	CurrentWsSessions(@Nullable WsBroadcastRelay relay) {
		this.relay = relay;
		if (relay != null) {
			relay.onRemote(this::broadcastHere);
		}
	}

	/**
	 * Switches to the sessions of another server.
	 * @param server the server, or {@code null} if no server runs
	 * @param endpoints the endpoints of the server
	 */
	void follow(@Nullable WsServer server, WsEndpoints endpoints) {
		this.current = (server != null) ? new Current(server.sessions(), endpoints) : null;
	}

	@Override
	public WsRecipients all() {
		return view(WsSessions::all);
	}

	@Override
	public WsRecipients of(String endpoint) {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		return view((sessions) -> sessions.of(endpoint));
	}

	@Override
	public WsRecipients of(Class<?> endpoint) {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		return new CurrentRecipients(() -> {
			Current present = this.current;
			return (present != null) ? present.of(endpoint) : null;
		});
	}

	@Override
	public WsRecipients inGroup(String endpoint, String group) {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		Assert.notNull(group, "'group' must not be null");
		return view((sessions) -> sessions.inGroup(endpoint, group));
	}

	@Override
	public WsRecipients ofUser(String name) {
		Assert.notNull(name, "'name' must not be null");
		return view((sessions) -> sessions.ofUser(name));
	}

	@Override
	public Set<String> users() {
		Current present = this.current;
		return (present != null) ? present.sessions().users() : Set.of();
	}

	private WsRecipients view(Function<WsSessions, WsRecipients> recipients) {
		return new CurrentRecipients(() -> {
			Current present = this.current;
			return (present != null) ? recipients.apply(present.sessions()) : null;
		});
	}

	@Override
	public @Nullable WsSession find(String id) {
		Current present = this.current;
		return (present != null) ? present.sessions().find(id) : null;
	}

	@Override
	public Set<String> endpoints() {
		Current present = this.current;
		return (present != null) ? present.sessions().endpoints() : Set.of();
	}

	@Override
	public int count() {
		Current present = this.current;
		return (present != null) ? present.sessions().count() : 0;
	}

	@Override
	public int count(String endpoint) {
		Current present = this.current;
		return (present != null) ? present.sessions().count(endpoint) : 0;
	}

	@Override
	public void broadcast(String endpoint, Object message) {
		broadcastHere(endpoint, null, message);
		if (this.relay != null) {
			this.relay.publish(endpoint, null, message);
		}
	}

	@Override
	public void broadcast(String endpoint, String group, Object message) {
		broadcastHere(endpoint, group, message);
		if (this.relay != null) {
			this.relay.publish(endpoint, group, message);
		}
	}

	private void broadcastHere(String endpoint, @Nullable String group, Object message) {
		Current present = this.current;
		if (present == null) {
			return;
		}
		if (group == null) {
			present.sessions().broadcast(endpoint, message);
		}
		else {
			present.sessions().broadcast(endpoint, group, message);
		}
	}

	/**
	 * The sessions and endpoints of one server.
	 *
	 * @param sessions the server's sessions
	 * @param endpoints the server's endpoints
	 */
	private record Current(WsSessions sessions, WsEndpoints endpoints) {

		WsRecipients of(Class<?> endpoint) {
			List<String> paths = this.endpoints.paths(endpoint);
			return (paths.size() == 1) ? this.sessions.of(paths.get(0))
					: this.sessions.all().filter((session) -> paths.contains(session.endpoint()));
		}

	}

}
