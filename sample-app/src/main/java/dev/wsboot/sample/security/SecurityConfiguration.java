package dev.wsboot.sample.security;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

import dev.wsboot.security.WsSecurity;
import dev.wsboot.security.WsSecurityChain;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * A login form for people, tokens for other clients, and a room for administrators.
 */
@Configuration(proxyBeanMethods = false)
@Profile("security")
class SecurityConfiguration {

	/** The rules for endpoints. */
	@Bean
	WsSecurityChain endpoints(WsSecurity security) {
		return security.authentication((by) -> by.bearerHeader().ticket())
			.handshakes((paths) -> paths.path("/chat/admin").hasRole("ADMIN").anyPath().authenticated())
			.build();
	}

	/** The rules for pages. Mounted, handshakes are requests that pass them as well. */
	@Bean
	SecurityFilterChain pages(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			// not to the request before it, which may be one that the page makes by
			// itself
			.formLogin((login) -> login.defaultSuccessUrl("/", true))
			.oauth2ResourceServer((tokens) -> tokens.jwt(withDefaults()))
			// the page sends the token of the cookie XSRF-TOKEN
			.csrf((csrf) -> csrf.spa())
			.build();
	}

	/** A client without cookies gets a token for a name and a password. */
	@Bean
	@Order(0)
	SecurityFilterChain tokens(HttpSecurity http) {
		return http.securityMatcher("/token")
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.httpBasic(withDefaults())
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf((csrf) -> csrf.disable())
			.build();
	}

	/** The users. A real application keeps hashes in a database, not passwords. */
	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(User.withUsername("ada").password("{noop}lovelace").roles("USER").build(),
				User.withUsername("root").password("{noop}secret").roles("USER", "ADMIN").build());
	}

	/** The key of tokens, new at each start. */
	@Bean
	KeyPair tokenKey() throws NoSuchAlgorithmException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		return generator.generateKeyPair();
	}

	@Bean
	JwtEncoder jwtEncoder(KeyPair tokenKey) {
		return NimbusJwtEncoder.withKeyPair((RSAPublicKey) tokenKey.getPublic(), (RSAPrivateKey) tokenKey.getPrivate())
			.build();
	}

	@Bean
	JwtDecoder jwtDecoder(KeyPair tokenKey) {
		return NimbusJwtDecoder.withPublicKey((RSAPublicKey) tokenKey.getPublic()).build();
	}

	/** Reads the authorities that {@link TokenController} writes. */
	@Bean
	JwtAuthenticationConverter jwtAuthorities() {
		JwtGrantedAuthoritiesConverter authorities = new JwtGrantedAuthoritiesConverter();
		authorities.setAuthoritiesClaimName("authorities");
		authorities.setAuthorityPrefix("");
		JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
		converter.setJwtGrantedAuthoritiesConverter(authorities);
		return converter;
	}

}
