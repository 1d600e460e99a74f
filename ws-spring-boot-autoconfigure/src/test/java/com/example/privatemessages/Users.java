package com.example.privatemessages;

import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;

import org.springframework.stereotype.Service;

@Service
class Users {

	private final WsSessions sessions;

	Users(WsSessions sessions) {
		this.sessions = sessions;
	}

	void add(String user, WsSession session) {
		session.join("user-" + user);
	}

	/** Sends to all sessions of the user, and returns whether there are any. */
	boolean send(String user, Object message) {
		WsRecipients devices = this.sessions.of(MessageEndpoint.class).inGroup("user-" + user);
		devices.broadcast(message);
		return !devices.isEmpty();
	}

}
