package dev.wsboot.sample.security;

import java.time.Duration;
import java.time.Instant;

import dev.wsboot.security.WsTickets;

import org.springframework.context.annotation.Profile;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Issues what clients connect with: a ticket for a handshake of the page, a token for
 * other clients.
 */
@RestController
@Profile("security")
class TokenController {

	private static final Duration TICKET_VALIDITY = Duration.ofSeconds(30);

	private static final Duration TOKEN_VALIDITY = Duration.ofMinutes(15);

	private final WsTickets tickets;

	private final JwtEncoder encoder;

	TokenController(WsTickets tickets, JwtEncoder encoder) {
		this.tickets = tickets;
		this.encoder = encoder;
	}

	@PostMapping("/ws-ticket")
	String ticket(Authentication user) {
		return this.tickets.issue(user, TICKET_VALIDITY);
	}

	@PostMapping("/token")
	String token(Authentication user) {
		Instant now = Instant.now();
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.subject(user.getName())
			.issuedAt(now)
			.expiresAt(now.plus(TOKEN_VALIDITY))
			.claim("authorities", user.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList())
			.build();
		JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).build();
		return this.encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
	}

}
