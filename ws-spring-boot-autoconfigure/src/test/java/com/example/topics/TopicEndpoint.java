package com.example.topics;

import java.security.Principal;
import java.util.Set;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;

@WsEndpoint("/topics")
class TopicEndpoint {

	private static final Set<String> TOPICS = Set.of("news", "prices");

	private final WsSessions sessions;

	TopicEndpoint(WsSessions sessions) {
		this.sessions = sessions;
	}

	@OnMessage("subscribe")
	void subscribe(WsSession session, Subscription message) {
		session.join(existing(message.topic()));
	}

	@OnMessage("unsubscribe")
	void unsubscribe(WsSession session, Subscription message) {
		session.leave(existing(message.topic()));
	}

	@OnMessage("publish")
	void publish(Principal sender, Publication message) {
		this.sessions.of(TopicEndpoint.class)
			.inGroup(existing(message.topic()))
			.broadcast(new Event(message.topic(), sender.getName(), message.text()));
	}

	@OnError
	Rejection rejected(IllegalArgumentException error) {
		return new Rejection(error.getMessage());
	}

	private static String existing(String topic) {
		if (!TOPICS.contains(topic)) {
			throw new IllegalArgumentException("There is no such topic");
		}
		return topic;
	}

	record Subscription(String topic) {
	}

	record Publication(String topic, String text) {
	}

	record Event(String topic, String from, String text) {
	}

	record Rejection(String reason) {
	}

}
