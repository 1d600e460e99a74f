package dev.wsboot.sample;

import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import dev.wsboot.endpoint.InvalidMessageException;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * A chat with rooms. Clients send messages such as <code>{"text":"hello"}</code> and
 * receive {@link ChatEvent}s. A room is a group of sessions, and the name of a person is
 * an attribute of the session. A user who is logged in has the name of the login.
 */
@WsEndpoint(ChatEndpoint.PATH)
class ChatEndpoint {

	static final String PATH = "/chat/{room}";

	private static final String NAME = "name";

	private static final int MAX_NAME_LENGTH = 32;

	private static final int MAX_TEXT_LENGTH = 2000;

	private final WsSessions sessions;

	/**
	 * Guards the names of sessions, and the order of events that list the people of a
	 * room. Never held for long, since sending does not block.
	 */
	private final Lock lock = new ReentrantLock();

	ChatEndpoint(WsSessions sessions) {
		this.sessions = sessions;
	}

	@OnOpen
	void join(WsSession session, @PathVariable String room, @RequestParam(defaultValue = "") String name,
			@Nullable Principal user) {
		this.lock.lock();
		try {
			List<String> people = people(room);
			String free = freeName((user != null) ? user.getName() : name, people);
			people.add(free);
			people.sort(String.CASE_INSENSITIVE_ORDER);
			session.attributes().put(NAME, free);
			session.send(new ChatEvent.Welcome(free, people));
			this.sessions.of(ChatEndpoint.class).inGroup(room).broadcast(new ChatEvent.Joined(free, people));
			session.join(room);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Broadcast(to = "{room}")
	@OnMessage
	ChatEvent.Said say(@SessionAttribute(NAME) String name, Words words) {
		String text = words.text();
		if (text == null || text.isBlank() || text.length() > MAX_TEXT_LENGTH) {
			throw new IllegalArgumentException("A message has 1 to " + MAX_TEXT_LENGTH + " characters");
		}
		return new ChatEvent.Said(name, text, Instant.now());
	}

	@OnClose
	void leave(WsSession session, @PathVariable String room,
			@SessionAttribute(name = NAME, required = false) @Nullable String name) {
		if (name == null) {
			return;
		}
		this.lock.lock();
		try {
			session.leave(room);
			this.sessions.of(ChatEndpoint.class).inGroup(room).broadcast(new ChatEvent.Left(name, people(room)));
		}
		finally {
			this.lock.unlock();
		}
	}

	@OnError
	ChatEvent.Rejected reject(IllegalArgumentException error) {
		return new ChatEvent.Rejected(String.valueOf(error.getMessage()));
	}

	@OnError
	ChatEvent.Rejected notUnderstood(InvalidMessageException error) {
		return new ChatEvent.Rejected("A message looks like {\"text\":\"hello\"}");
	}

	private List<String> people(String room) {
		List<String> names = new ArrayList<>();
		for (WsSession session : this.sessions.of(ChatEndpoint.class).inGroup(room)) {
			names.add((String) session.attributes().get(NAME));
		}
		names.sort(String.CASE_INSENSITIVE_ORDER);
		return names;
	}

	private static String freeName(String wish, List<String> taken) {
		// \p{C}: control and format characters, which could reverse the page's text
		String name = wish.replaceAll("\\p{C}", "").strip();
		if (name.isEmpty()) {
			name = "Guest";
		}
		if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
			name = name.substring(0, name.offsetByCodePoints(0, MAX_NAME_LENGTH));
		}
		String free = name;
		for (int number = 2; taken.contains(free); number++) {
			free = name + " " + number;
		}
		return free;
	}

	/**
	 * The message of a person.
	 *
	 * @param text the text of the message
	 */
	record Words(@Nullable String text) {
	}

}
