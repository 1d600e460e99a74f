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
		// first, so that handshakes that begin from now on are rejected
		this.ends.put(user, Instant.now().plus(duration));
		// open sessions, and those whose handshake has passed the interceptor already
		this.sessions.all().filter((session) -> isUser(session.principal(), user)).close(KICKED);
	}

	@Override
	public HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) {
		return isBanned(handshake.principal()) ? HandshakeDecision.reject(403) : null;
	}

	private static boolean isUser(@Nullable Principal principal, String user) {
		return principal != null && principal.getName().equals(user);
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
