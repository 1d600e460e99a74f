package com.example.online;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;

@WsEndpoint("/online")
class OnlineEndpoint {

	/** The sessions that have their list, and so want changes. */
	private static final String GROUP = "listening";

	private final WsSessions sessions;

	/** The number of each user's sessions; guarded by this. */
	private final Map<String, Integer> counts = new TreeMap<>();

	OnlineEndpoint(WsSessions sessions) {
		this.sessions = sessions;
	}

	// synchronized: lists and changes leave in the order in which they happen; sending
	// never blocks
	@OnOpen
	synchronized void onOpen(WsSession session, Principal user) {
		int count = this.counts.merge(user.getName(), 1, Integer::sum);
		session.send(new Online(new TreeSet<>(this.counts.keySet())));
		if (count == 1) {
			tell(new Change(user.getName(), true));
		}
		session.join(GROUP);
	}

	@OnClose
	synchronized void onClose(Principal user) {
		Integer left = this.counts.computeIfPresent(user.getName(), (name, count) -> (count > 1) ? count - 1 : null);
		if (left == null) {
			tell(new Change(user.getName(), false));
		}
	}

	private void tell(Change change) {
		this.sessions.of(OnlineEndpoint.class).inGroup(GROUP).broadcast(change);
	}

	synchronized Set<String> users() {
		return new TreeSet<>(this.counts.keySet());
	}

	record Online(Set<String> users) {
	}

	record Change(String user, boolean online) {
	}

}
