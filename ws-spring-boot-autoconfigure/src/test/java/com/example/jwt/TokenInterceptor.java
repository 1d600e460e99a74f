package com.example.jwt;

import java.util.List;

import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;

@Component
class TokenInterceptor implements WsHandshakeInterceptor {

	static final String EXPIRY = "token-expiry";

	private static final String HEADER_PREFIX = "Bearer ";

	private static final String SUBPROTOCOL_PREFIX = "bearer.";

	private final JwtDecoder decoder;

	TokenInterceptor(JwtDecoder decoder) {
		this.decoder = decoder;
	}

	@Override
	public HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) {
		String token = token(handshake.request());
		if (token == null) {
			return HandshakeDecision.reject(401).header("WWW-Authenticate", "Bearer");
		}
		Jwt jwt;
		try {
			jwt = this.decoder.decode(token);
		}
		catch (BadJwtException ex) {
			return HandshakeDecision.reject(401).header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		}
		handshake.principal(authentication(jwt));
		if (jwt.getExpiresAt() != null) {
			handshake.attributes().put(EXPIRY, jwt.getExpiresAt());
		}
		return null;
	}

	private static @Nullable String token(HandshakeRequest request) {
		String header = request.headers().first("Authorization");
		if (header != null && header.startsWith(HEADER_PREFIX)) {
			return header.substring(HEADER_PREFIX.length());
		}
		// a page cannot set headers of its handshake, but it can offer subprotocols
		return request.subprotocols()
			.stream()
			.filter((name) -> name.startsWith(SUBPROTOCOL_PREFIX))
			.map((name) -> name.substring(SUBPROTOCOL_PREFIX.length()))
			.findFirst()
			.orElse(null);
	}

	private static Authentication authentication(Jwt jwt) {
		String scope = jwt.getClaimAsString("scope");
		List<String> authorities = (scope != null) ? List.of(scope.split(" ")).stream().map("SCOPE_"::concat).toList()
				: List.of();
		return UsernamePasswordAuthenticationToken.authenticated(jwt.getSubject(), null,
				AuthorityUtils.createAuthorityList(authorities));
	}

}
