package dev.wsboot.sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import dev.wsboot.endpoint.InvalidMessageException;
import tools.jackson.databind.json.JsonMapper;

import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A chat with rooms: <code>{"text":"hello"}</code> in, a {@link ChatEvent} out.
 */
@WsEndpoint("/chat/{room}")
class ChatEndpoint {

	private static final int LONGEST_TEXT = 2000;

	private final JsonMapper json;

	private final Map<String, ChatRoom> rooms = new ConcurrentHashMap<>();

	ChatEndpoint(JsonMapper json) {
		this.json = json;
	}

	@OnOpen
	void join(WsSession session, @PathVariable String room, @RequestParam(defaultValue = "") String name) {
		this.rooms.compute(room, (key, present) -> {
			ChatRoom joined = (present != null) ? present : new ChatRoom(this.json);
			joined.join(session, name);
			return joined;
		});
	}

	@OnMessage
	void say(WsSession session, @PathVariable String room, Words words) {
		String text = words.text();
		if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
			refuse(session, "A message has 1 to " + LONGEST_TEXT + " characters");
			return;
		}
		inRoom(room, (present) -> present.say(session, text));
	}

	@OnClose
	void leave(WsSession session, @PathVariable String room) {
		inRoom(room, (present) -> present.leave(session));
	}

	@OnError
	void notUnderstood(WsSession session, InvalidMessageException error) {
		refuse(session, "A message looks like {\"text\":\"hello\"}");
	}

	/** The map lets one thread at a time work on a room, and forgets an empty one. */
	private void inRoom(String name, Consumer<ChatRoom> action) {
		this.rooms.computeIfPresent(name, (key, room) -> {
			action.accept(room);
			return room.isEmpty() ? null : room;
		});
	}

	private void refuse(WsSession session, String reason) {
		session.sendText(this.json.writeValueAsString(new ChatEvent.Refused(reason)));
	}

	/**
	 * What a person sends.
	 *
	 * @param text the words
	 */
	record Words(@Nullable String text) {
	}

}
