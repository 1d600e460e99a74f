/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.internal.binding.DiscoveredEndpoints;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class WsBroadcastRelayTest {

	private static final PreparedMessage HELLO = PreparedMessage.text("hello");

	private final Relay relay = new Relay();

	private final WsSessions here = mock();

	private final CurrentWsSessions sessions = new CurrentWsSessions(this.relay);

	@Test
	void broadcastReachesThisNodeAndTheRelay() {
		start();
		this.sessions.broadcast("/chat", HELLO);
		this.sessions.broadcast("/chat", "red", HELLO);
		then(this.here).should().broadcast("/chat", HELLO);
		then(this.here).should().broadcast("/chat", "red", HELLO);
		assertThat(this.relay.published).containsExactly(new Published("/chat", null, HELLO),
				new Published("/chat", "red", HELLO));
	}

	@Test
	void broadcastReachesTheRelayWhileNoServerRuns() {
		this.sessions.broadcast("/chat", HELLO);
		assertThat(this.relay.published).containsExactly(new Published("/chat", null, HELLO));
	}

	@Test
	void remoteBroadcastReachesThisNodeAndNotTheRelay() {
		start();
		this.relay.receive("/chat", null);
		this.relay.receive("/chat", "red");
		then(this.here).should().broadcast("/chat", HELLO);
		then(this.here).should().broadcast("/chat", "red", HELLO);
		assertThat(this.relay.published).isEmpty();
	}

	@Test
	void remoteBroadcastIsDroppedWhileNoServerRuns() {
		this.relay.receive("/chat", null);
		then(this.here).shouldHaveNoInteractions();
	}

	@Test
	void viewsAreAboutThisNode() {
		given(this.here.of("/chat")).willReturn(mock());
		start();
		this.sessions.of("/chat").broadcast(HELLO);
		assertThat(this.relay.published).isEmpty();
	}

	private void start() {
		WsServer server = mock();
		given(server.sessions()).willReturn(this.here);
		this.sessions.follow(server, DiscoveredEndpoints.none());
	}

	/** A broadcast that was published. */
	private record Published(String endpoint, @Nullable String group, Object message) {
	}

	/** Records the broadcasts of this node, and brings those of others. */
	private static final class Relay implements WsBroadcastRelay {

		private final List<Published> published = new ArrayList<>();

		private @Nullable Receiver receiver;

		@Override
		public void publish(String endpoint, @Nullable String group, Object message) {
			this.published.add(new Published(endpoint, group, message));
		}

		@Override
		public void onRemote(Receiver receiver) {
			this.receiver = receiver;
		}

		void receive(String endpoint, @Nullable String group) {
			assertThat(this.receiver).isNotNull();
			this.receiver.receive(endpoint, group, HELLO);
		}

	}

}
