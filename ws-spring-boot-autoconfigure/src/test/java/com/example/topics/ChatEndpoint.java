package com.example.topics;

import java.security.Principal;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;

import org.springframework.web.bind.annotation.PathVariable;

@WsEndpoint("/chat/{room}")
class ChatEndpoint {

	@OnOpen
	void join(WsSession session, @PathVariable String room) {
		session.join(room);
	}

	@Broadcast(to = "{room}")
	@OnMessage
	Said say(Principal from, Say say) {
		return new Said(from.getName(), say.text());
	}

	record Say(String text) {
	}

	record Said(String from, String text) {
	}

}
