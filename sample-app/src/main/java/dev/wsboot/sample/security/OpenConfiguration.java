package dev.wsboot.sample.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Opens the web application to everybody without the profile {@code security}. Spring
 * Boot would secure all pages otherwise, as Spring Security is on the class path.
 * {@code ws.security.enabled} in {@code application.yml} does the same for endpoints.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!security")
class OpenConfiguration {

	@Bean
	SecurityFilterChain noRequests(HttpSecurity http) {
		return http.securityMatcher((request) -> false).build();
	}

}
