package com.example.kicking;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;

@WsEndpoint("/lounge")
class LoungeEndpoint {

	private final Bans bans;

	LoungeEndpoint(Bans bans) {
		this.bans = bans;
	}

	@OnOpen
	void onOpen(WsSession session) {
		this.bans.closeIfBanned(session);
	}

	@Broadcast
	@OnMessage
	String onMessage(String text) {
		return text;
	}

}
