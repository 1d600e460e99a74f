package com.example.jwt;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
@EnableScheduling
class JwtConfiguration {

	@Bean
	JwtDecoder jwtDecoder(@Value("${app.jwk-set-uri}") String keys) {
		return NimbusJwtDecoder.withJwkSetUri(keys).build();
	}

}
