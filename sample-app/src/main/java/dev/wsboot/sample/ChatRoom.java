package dev.wsboot.sample;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;

/**
 * The people of one room. {@link ChatEndpoint} lets one thread in at a time, so that all
 * of them see the same events in the same order.
 */
class ChatRoom {

	private static final int LONGEST_NAME = 32;

	private final JsonMapper json;

	private final Map<WsSession, String> people = new LinkedHashMap<>();

	ChatRoom(JsonMapper json) {
		this.json = json;
	}

	void join(WsSession session, String wish) {
		String name = freeName(wish);
		List<WsSession> others = List.copyOf(this.people.keySet());
		this.people.put(session, name);
		send(List.of(session), new ChatEvent.Welcome(name, names()));
		send(others, new ChatEvent.Joined(name, names()));
	}

	void say(WsSession session, String text) {
		String name = this.people.get(session);
		if (name != null) {
			send(this.people.keySet(), new ChatEvent.Said(name, text, Instant.now()));
		}
	}

	void leave(WsSession session) {
		String name = this.people.remove(session);
		if (name != null) {
			send(this.people.keySet(), new ChatEvent.Left(name, names()));
		}
	}

	boolean isEmpty() {
		return this.people.isEmpty();
	}

	/**
	 * Encodes the event once for all. Sending never blocks, so a slow reader holds nobody
	 * up.
	 */
	private void send(Collection<WsSession> receivers, ChatEvent event) {
		PreparedMessage message = PreparedMessage.text(this.json.writeValueAsString(event));
		receivers.forEach((receiver) -> receiver.send(message));
	}

	private List<String> names() {
		return List.copyOf(this.people.values());
	}

	private String freeName(String wish) {
		// \p{C}: control characters and such, which could turn the page's text around
		String name = wish.replaceAll("\\p{C}", "").strip();
		if (name.isEmpty()) {
			name = "Guest";
		}
		if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
			name = name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
		}
		String free = name;
		for (int number = 2; this.people.containsValue(free); number++) {
			free = name + " " + number;
		}
		return free;
	}

}
