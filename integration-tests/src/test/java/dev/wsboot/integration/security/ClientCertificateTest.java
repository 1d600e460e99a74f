/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.security;

import java.io.IOException;
import java.nio.file.Path;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.security.WsSecurity;
import dev.wsboot.security.WsSecurityChain;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client's certificate names a user of the application.
 */
class ClientCertificateTest {

	private static final String PASSWORD = "changeit";

	@TempDir
	private Path folder;

	@Test
	void certificateOfAUserIsAccepted() {
		try (SecuredServer server = server("orders")) {
			WsTestConnector orders = to(server).header("Origin", "https://orders.internal");
			try (WsTestClient client = orders.connect()) {
				client.send("hello").expectText("orders [ROLE_SERVICE]");
			}
		}
	}

	@Test
	void certificateNeedsAnAllowedOrigin() {
		try (SecuredServer server = server("orders")) {
			to(server).expectRejection(401);
			to(server).header("Origin", "https://evil.example").expectRejection(403);
		}
	}

	@Test
	void otherCertificatesAreRejected() {
		for (String name : new String[] { "unknown", "disabled" }) {
			try (SecuredServer server = server(name)) {
				to(server).header("Origin", "https://orders.internal").expectRejection(401);
			}
		}
	}

	@Test
	void clientWithoutACertificateIsRejected() {
		try (SecuredServer server = server("orders")) {
			WsTestClient.to("wss://localhost:" + server.bean(WsServerLifecycle.class).port() + "/who")
				.header("Origin", "https://orders.internal")
				.expectRejection(401);
		}
	}

	/** Client and server have one key, whose holder they trust. */
	private SecuredServer server(String name) {
		Path file = keyStore(name);
		String prefix = "spring.ssl.bundle.jks.both.";
		return SecuredServer.with(new String[] { "ws.ssl.bundle=both", "ws.ssl.client-auth=want",
				"ws.allowed-origins=https://orders.internal", prefix + "keystore.location=" + file.toUri(),
				prefix + "keystore.password=" + PASSWORD, prefix + "truststore.location=" + file.toUri(),
				prefix + "truststore.password=" + PASSWORD }, Users.class, Who.class);
	}

	private static WsTestConnector to(SecuredServer server) {
		return WsTestClient.to("wss://localhost:" + server.bean(WsServerLifecycle.class).port() + "/who")
			.tls(server.bean(SslBundles.class).getBundle("both").createSslContext());
	}

	private Path keyStore(String name) {
		try {
			Path file = this.folder.resolve(name + ".p12");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
					"CN=" + name + ", O=Example", "-ext", "san=dns:localhost", "-validity", "30", "-storetype",
					"PKCS12", "-storepass", PASSWORD, "-keystore", file.toString())
				.inheritIO()
				.start();
			assertThat(process.waitFor()).isZero();
			return file;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("orders").password("").roles("SERVICE").build(),
					User.withUsername("disabled").password("").roles("SERVICE").disabled(true).build());
		}

		@Bean
		WsSecurityChain chain(WsSecurity security) {
			return security.authentication((by) -> by.clientCertificate()).build();
		}

	}

	@WsEndpoint("/who")
	static class Who {

		@OnMessage
		String who(String text, Authentication client) {
			return client.getName() + " " + Authorities.of(client);
		}

	}

}
