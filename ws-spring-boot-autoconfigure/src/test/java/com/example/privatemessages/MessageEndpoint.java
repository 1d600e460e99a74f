package com.example.privatemessages;

import java.security.Principal;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;

@WsEndpoint("/messages")
class MessageEndpoint {

	private final Users users;

	MessageEndpoint(Users users) {
		this.users = users;
	}

	@OnOpen
	void onOpen(WsSession session, Principal user) {
		this.users.add(user.getName(), session);
	}

	@OnMessage
	Receipt onMessage(Principal sender, Outgoing message) {
		boolean reached = this.users.send(message.to(), new Incoming(sender.getName(), message.text()));
		return new Receipt(message.to(), reached);
	}

	record Outgoing(String to, String text) {
	}

	record Incoming(String from, String text) {
	}

	record Receipt(String to, boolean reached) {
	}

}
