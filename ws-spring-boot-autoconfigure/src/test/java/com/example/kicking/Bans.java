package com.example.kicking;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

@Component
@Order(100) // after the interceptor that says who the user is
class Bans implements WsHandshakeInterceptor {

	private static final CloseStatus KICKED = new CloseStatus(4003, "Please leave");

	private final WsSessions sessions;

	private final Map<String, Instant> ends = new ConcurrentHashMap<>();

	Bans(WsSessions sessions) {
		this.sessions = sessions;
	}

	/** Closes all sessions of a user, who cannot come back for a while. */
	void kick(String user, Duration duration) {
		// first, so that no handshake slips through between the two steps
		this.ends.put(user, Instant.now().plus(duration));
		for (WsSession session : this.sessions.all()) {
			closeIfBanned(session);
		}
	}

	@Override
	public HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) {
		return isBanned(handshake.principal()) ? HandshakeDecision.reject(403) : null;
	}

	/** For {@code @OnOpen}: the handshake may have been checked just before the ban. */
	void closeIfBanned(WsSession session) {
		if (isBanned(session.principal())) {
			session.close(KICKED);
		}
	}

	private boolean isBanned(@Nullable Principal user) {
		if (user == null) {
			return false;
		}
		Instant end = this.ends.computeIfPresent(user.getName(),
				(name, until) -> until.isAfter(Instant.now()) ? until : null);
		return end != null;
	}

}
