package com.example.jwt;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class ExpiredSessions {

	private static final CloseStatus EXPIRED = new CloseStatus(4001, "The token has expired");

	private final WsSessions sessions;

	ExpiredSessions(WsSessions sessions) {
		this.sessions = sessions;
	}

	@Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
	void close() {
		Instant now = Instant.now();
		for (WsSession session : this.sessions.all()) {
			if (session.attributes().get(TokenInterceptor.EXPIRY) instanceof Instant expiry && expiry.isBefore(now)) {
				session.close(EXPIRED);
			}
		}
	}

}
