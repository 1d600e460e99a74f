/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.wsboot.actuate.WsHealthIndicator;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * TLS by properties: which certificate is shown to whom, when it is renewed, and what a
 * user reads who has made a mistake.
 */
@ExtendWith(OutputCaptureExtension.class)
class WsSslTest {

	@TempDir
	private static Path folder;

	private static TestKeyStore web;

	private static TestKeyStore other;

	private static TestKeyStore ann;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class, SslAutoConfiguration.class))
		.withUserConfiguration(WhoAmI.class)
		.withPropertyValues("ws.port=0")
		.withPropertyValues(web.bundle("web"))
		.withPropertyValues(other.bundle("other"));

	@BeforeAll
	static void makeKeys() {
		web = TestKeyStore.of(folder, "web");
		other = TestKeyStore.of(folder, "other");
		ann = TestKeyStore.of(folder, "ann");
	}

	private ApplicationContextRunner with(String... properties) {
		return this.runner.withPropertyValues(properties);
	}

	@Test
	void speaksTlsWithABundle() {
		with("ws.ssl.bundle=web").run(server((context, port) -> {
			try (WsTestClient client = WsTestClient.to("wss://localhost:" + port + "/who")
				.tls(web.bundle().createSslContext())
				.connect()) {
				client.expectText("welcome nobody").send("hi").expectText("nobody says hi");
			}
			assertThat(
					new WsHealthIndicator(context.getBean(WsServerLifecycle.class), context.getBean(WsEndpoints.class))
						.health()
						.getDetails())
				.containsEntry("scheme", "wss");
		}));
	}

	@Test
	void doesNotWhenItIsNotEnabled() {
		with("ws.ssl.bundle=web", "ws.ssl.enabled=false").run(server((context, port) -> {
			try (WsTestClient client = WsTestClient.connect("ws://localhost:" + port + "/who")) {
				client.expectText("welcome nobody");
			}
		}));
	}

	@Test
	void aClientsCertificateIsThePrincipal() {
		with("ws.ssl.bundle=both", "ws.ssl.client-auth=need").withPropertyValues(web.bundle("both"))
			.withPropertyValues("spring.ssl.bundle.jks.both.truststore.location=" + ann.file.toUri())
			.run(server((context, port) -> {
				SslBundle client = SslBundle.of(SslStoreBundle.of(ann.bundle().getStores().getKeyStore(),
						TestKeyStore.PASSWORD, web.bundle().getStores().getTrustStore()));
				try (WsTestClient connected = WsTestClient.to("wss://localhost:" + port + "/who")
					.tls(client.createSslContext())
					.connect()) {
					connected.expectText("welcome CN=ann").send("hi").expectText("CN=ann says hi");
				}
				assertThatExceptionOfType(AssertionError.class)
					.isThrownBy(() -> WsTestClient.connect("wss://localhost:" + port + "/who"));
			}));
	}

	@Test
	void protocolsAndCiphersAreThoseOfTheBundle() {
		with("ws.ssl.bundle=web", "spring.ssl.bundle.jks.web.options.enabled-protocols=TLSv1.2",
				"spring.ssl.bundle.jks.web.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
			.run(server((context, port) -> {
				try (SSLSocket socket = handshake(port, null)) {
					assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
					assertThat(socket.getSession().getCipherSuite())
						.isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
				}
			}));
	}

	@Test
	void serverNamesHaveBundlesOfTheirOwn() {
		with("ws.ssl.bundle=web", "ws.ssl.server-name-bundles[0].server-name=other.example.com",
				"ws.ssl.server-name-bundles[0].bundle=other")
			.run(server((context, port) -> {
				assertThat(certificate(port, "other.example.com")).isEqualTo("CN=other");
				assertThat(certificate(port, "web.example.com")).isEqualTo("CN=web");
				assertThat(certificate(port, null)).isEqualTo("CN=web");
			}));
	}

	@Test
	void anUpdatedBundleIsForNewConnections(CapturedOutput output) {
		with("ws.ssl.bundle=web", "ws.ssl.server-name-bundles[0].server-name=other.example.com",
				"ws.ssl.server-name-bundles[0].bundle=other")
			.run(server((context, port) -> {
				SslBundleRegistry registry = context.getBean(SslBundleRegistry.class);
				try (WsTestClient open = WsTestClient.connect("wss://localhost:" + port + "/who")) {
					open.expectText("welcome nobody");
					registry.updateBundle("web", ann.bundle());
					assertThat(certificate(port, null)).isEqualTo("CN=ann");
					assertThat(certificate(port, "other.example.com")).isEqualTo("CN=other");
					registry.updateBundle("other", web.bundle());
					assertThat(certificate(port, "other.example.com")).isEqualTo("CN=web");
					// no key
					registry.updateBundle("web", SslBundle.of(SslStoreBundle.NONE));
					assertThat(certificate(port, null)).isEqualTo("CN=ann");
					assertThat(output).contains("The updated SSL bundle 'web' cannot be used");
					open.send("still here").expectText("nobody says still here");
				}
			}));
	}

	// mistakes

	@Test
	void aBundleThatDoesNotExist() {
		fails("'ws.ssl.bundle' names the SSL bundle 'wbe', which does not exist.",
				"Define it below 'spring.ssl.bundle.pem.wbe' or 'spring.ssl.bundle.jks.wbe', or set 'ws.ssl.bundle' to "
						+ "one that exists: [other, web].",
				"ws.ssl.bundle=wbe");
	}

	@Test
	void aServerNamesBundleThatDoesNotExist() {
		fails("'ws.ssl.server-name-bundles[0].bundle' names the SSL bundle 'wbe', which does not exist.",
				"set 'ws.ssl.server-name-bundles[0].bundle' to one that exists", "ws.ssl.bundle=web",
				"ws.ssl.server-name-bundles[0].server-name=a.example.com", "ws.ssl.server-name-bundles[0].bundle=wbe");
	}

	@Test
	void aFileThatDoesNotExist() {
		fails("'ws.ssl.bundle' names the SSL bundle 'gone', which cannot be used: ",
				"Correct the properties of the bundle 'gone' and the files that they name.", "ws.ssl.bundle=gone",
				"spring.ssl.bundle.jks.gone.keystore.location=" + folder.resolve("gone.p12").toUri());
	}

	@Test
	void aFileThatIsBroken() throws IOException {
		Path broken = Files.writeString(folder.resolve("broken.pem"), "-----BEGIN NOTHING-----");
		fails("'ws.ssl.bundle' names the SSL bundle 'broken', which cannot be used: ", "Correct the properties",
				"ws.ssl.bundle=broken", "spring.ssl.bundle.pem.broken.keystore.certificate=" + broken.toUri(),
				"spring.ssl.bundle.pem.broken.keystore.private-key=" + broken.toUri());
	}

	@Test
	void aBundleWithoutAKey() {
		fails("'ws.ssl.bundle' names the SSL bundle 'trust', which cannot be used: it has no private key",
				"Correct the properties", "ws.ssl.bundle=trust",
				"spring.ssl.bundle.jks.trust.truststore.location=" + web.file.toUri(),
				"spring.ssl.bundle.jks.trust.truststore.password=" + TestKeyStore.PASSWORD);
	}

	@Test
	void aProtocolThatIsTooOld() {
		fails("which cannot be used: it enables the protocols [TLSv1.1], which must be some of [TLSv1.3, TLSv1.2]",
				"Correct the properties", "ws.ssl.bundle=web",
				"spring.ssl.bundle.jks.web.options.enabled-protocols=TLSv1.1");
	}

	@Test
	void aCipherThatDoesNotExist() {
		fails("which cannot be used: it names cipher suites that this JDK does not have: [ROT13]",
				"Correct the properties", "ws.ssl.bundle=web", "spring.ssl.bundle.jks.web.options.ciphers=ROT13");
	}

	@Test
	void clientsThatNeedACertificateWithoutABundle() {
		fails("'ws.ssl.bundle' is missing, but other properties of 'ws.ssl' are set.", "Set 'ws.ssl.bundle'",
				"ws.ssl.client-auth=need");
	}

	@Test
	void tlsThatIsEnabledWithoutABundle() {
		fails("'ws.ssl.bundle' is missing, but other properties of 'ws.ssl' are set.", "or 'ws.ssl.enabled' to false",
				"ws.ssl.enabled=true");
	}

	@Test
	void noBundlesAtAll() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class))
			.withPropertyValues("ws.port=0", "ws.ssl.bundle=web")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseMessage("'ws.ssl.bundle' is set, but there are no SSL bundles."));
	}

	private void fails(String description, String action, String... properties) {
		with(properties).run((context) -> {
			assertThat(context).hasFailed();
			InvalidSslException failure = null;
			for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
				failure = (cause instanceof InvalidSslException found) ? found : failure;
			}
			assertThat(failure).isNotNull();
			var analysis = new InvalidSslFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(description);
			assertThat(analysis.getAction()).contains(action);
		});
	}

	private static ContextConsumer<AssertableApplicationContext> server(Scenario scenario) {
		return (context) -> {
			assertThat(context).hasNotFailed();
			scenario.play(context, context.getBean(WsServerLifecycle.class).port());
		};
	}

	/** Returns the subject of the certificate for a server name. */
	private static String certificate(int port, String name) throws Exception {
		try (SSLSocket socket = handshake(port, name)) {
			return socket.getSession().getPeerPrincipal().getName();
		}
	}

	private static SSLSocket handshake(int port, String name) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TestTrust[] { new TestTrust() }, null);
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
		if (name != null) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(name)));
			socket.setSSLParameters(parameters);
		}
		socket.startHandshake();
		return socket;
	}

	private interface Scenario {

		void play(AssertableApplicationContext context, int port) throws Exception;

	}

	@WsEndpoint("/who")
	static class WhoAmI {

		@OnOpen
		String onOpen(Principal principal) {
			return "welcome " + ((principal != null) ? principal.getName() : "nobody");
		}

		@OnMessage
		String onMessage(String text, Principal principal) {
			return ((principal != null) ? principal.getName() : "nobody") + " says " + text;
		}

	}

}
