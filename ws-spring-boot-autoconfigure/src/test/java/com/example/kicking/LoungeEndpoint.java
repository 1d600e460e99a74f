package com.example.kicking;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;

@WsEndpoint("/lounge")
class LoungeEndpoint {

	@Broadcast
	@OnMessage
	String onMessage(String text) {
		return text;
	}

}
