/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample over TLS, with independent clients: the JDK's, openssl and a browser.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("tls")
@Tag("process")
class TlsProfileTest {

	@LocalServerPort
	private int serverPort;

	@LocalWsPort
	private int port;

	@Autowired
	private SslBundles bundles;

	/** Trusts the sample's certificate and no other, and checks the name in it. */
	private HttpClient client() throws Exception {
		KeyStore own = this.bundles.getBundle("self-signed").getStores().getKeyStore();
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("sample", own.getCertificate("sample"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return HttpClient.newBuilder().sslContext(context).build();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 125, 65536, 1048576 })
	void theJdksClientGetsItsMessageBack(int size) throws Exception {
		byte[] bytes = EchoPayloads.binary(size);
		try (JdkClient client = JdkClient.connect("wss://localhost:" + this.port + "/echo", client())) {
			client.socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
			assertThat(ByteBuffer.wrap(bytes).equals(client.next())).as("same bytes").isTrue();
			client.socket().sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
			assertThat(client.next()).isEqualTo(new CloseStatus(1000, "bye"));
		}
	}

	@Test
	void ourOwnClientNeedsToKnowNothing() {
		try (WsTestClient client = WsTestClient.connect("wss://localhost:" + this.port + "/echo")) {
			client.send("hello").expectText("hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	@Timeout(300)
	void opensslConnects(String version) throws Exception {
		Path openssl = NeededTool.find("openssl");
		Process process = new ProcessBuilder(openssl.toString(), "s_client", "-quiet", "-connect",
				"localhost:" + this.port, version, "-alpn", "h2,http/1.1", "-ign_eof")
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (OutputStream out = process.getOutputStream();
				BufferedReader in = new BufferedReader(
						new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
			out.write(("GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			out.flush();
			assertThat(in.readLine()).startsWith("HTTP/1.1 101 ");
			String line = in.readLine();
			while (!line.isEmpty()) {
				line = in.readLine();
			}
			// "hello", with a masking key of zero, and a close
			out.write(new byte[] { (byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o', (byte) 0x88,
					(byte) 0x80, 0, 0, 0, 0 });
			out.flush();
			StringBuilder rest = new StringBuilder();
			for (int c = in.read(); c >= 0; c = in.read()) {
				rest.append((char) c);
			}
			assertThat(rest).hasToString("\u0081\u0005hello\u0088\u0000");
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void theBrowsersPageUsesWss(@TempDir Path profile) {
		try (Browser browser = Browser.start(profile, "--ignore-certificate-errors")) {
			ChatPage page = ChatPage.open(browser.driver(), "https://localhost:" + this.serverPort + "/");
			page.join("lobby", "Ann").say("over TLS");
			page.awaitMessage("Ann", "over TLS");
		}
	}

}
