/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.ClientAuth;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.fixture.TlsPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * TLS handshakes: who is let in and with which certificate, those that do not come to an
 * end, and those that are none.
 */
class TlsHandshakeTest {

	private final WsServerOptions.Builder options = Servers.options();

	private final Echo echo = new Echo();

	private WsServer server;

	private void start(TlsOptions tls) throws IOException {
		this.server = Servers.start(this.options.tls(tls), this.echo);
	}

	private void start() throws IOException {
		start(TlsOptions.of(Certificates.of("localhost")));
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.closed).hasSameSizeAs(this.echo.opened);
	}

	private void assertRejected(RejectReason reason, int count) throws Exception {
		Await.until(count + " times " + reason, () -> Servers.rejected(this.server, reason) == count);
		Servers.awaitEmpty(this.server);
		long all = this.server.counters().rejected().values().stream().mapToLong(Long::longValue).sum();
		assertThat(all).as("rejected for any reason").isEqualTo(count);
	}

	private void assertLetsIn(SSLContext context) throws Exception {
		try (Peer peer = Peer.openTls(this.server, context)) {
			assertThat(peer.sendsText("in").receivesText()).isEqualTo("in");
		}
	}

	// what is no TLS

	@ParameterizedTest
	@ValueSource(strings = { Peer.REQUEST, "GET / HTTP/1.1\r\n\r\n", "G", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" })
	void httpIsToldToSpeakTls(String request) throws Exception {
		start();
		try (Peer peer = Peer.connect(this.server.port())) {
			Peer.Response response = peer.sends(request).receivesResponse();
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.header("Connection")).isEqualTo("close");
			assertThat(response.body()).contains("TLS", "wss://");
			peer.sends("more that is not read").receivesEnd();
		}
		assertRejected(RejectReason.TLS, 1);
	}

	@ParameterizedTest
	@CsvSource({ "0", "21", "23", "128", "255" })
	void noiseGetsAnAlert(int first) throws Exception {
		start();
		try (TlsPeer peer = TlsPeer.connect(this.server, "TLSv1.3")) {
			peer.sendsRaw(new byte[] { (byte) first, 1, 2, 3, 4, 5, 6, 7 });
			assertThat(peer.receivesRaw()).containsExactly(21, 3, 3, 0, 2, 2, 10);
		}
		assertRejected(RejectReason.TLS, 1);
	}

	@Test
	void noiseInRecordsGetsAnAlert() throws Exception {
		start();
		try (TlsPeer peer = TlsPeer.connect(this.server, "TLSv1.3")) {
			byte[] noise = new byte[105];
			Arrays.fill(noise, (byte) 77);
			System.arraycopy(new byte[] { 22, 3, 3, 0, 100 }, 0, noise, 0, 5);
			peer.sendsRaw(noise);
			assertThat(peer.receivesRaw()).startsWith(21, 3).hasSize(7);
		}
		assertRejected(RejectReason.TLS, 1);
	}

	@Test
	void aFirstRecordOverTheLegalSizeIsRefusedAtItsHeader() throws Exception {
		start();
		try (TlsPeer peer = TlsPeer.connect(this.server, "TLSv1.3")) {
			peer.sendsHeader(22, 18_433);
			assertThat(peer.receivesRaw()).startsWith(21, 3).hasSize(7);
		}
		assertRejected(RejectReason.TLS, 1);
	}

	@Test
	void aHandshakeThatIsTooLongIsRefused() throws Exception {
		start();
		assertRefusesTinyRecords();
	}

	@Test
	void aClientHelloOfTinyRecordsIsNotSearchedForever() throws Exception {
		start(TlsOptions.of(Certificates.of("localhost"))
			.serverName("a.example.com", TlsOptions.of(Certificates.of("a.example.com"))));
		assertRefusesTinyRecords();
	}

	/** Sends 80 KB of a ClientHello, in records of one byte. */
	private void assertRefusesTinyRecords() throws Exception {
		ByteBuffer records = ByteBuffer.allocate(14_000 * 6);
		byte[] header = { 1, 0, 60, 0, 3, 3 };
		for (int i = 0; i < 14_000; i++) {
			records.put(new byte[] { 22, 3, 3, 0, 1, (i < header.length) ? header[i] : 0 });
		}
		try (TlsPeer peer = TlsPeer.connect(this.server, "TLSv1.3")) {
			peer.sendsRaw(records.array());
			assertThat(peer.receivesRaw()).startsWith(21, 3).hasSize(7);
		}
		assertRejected(RejectReason.TLS, 1);
	}

	// time

	@Test
	@Tag("slow")
	void theDeadlineCountsFromAccept() throws Exception {
		// time for a handshake, also on a slow machine
		this.options.handshake((handshake) -> handshake.timeout(Duration.ofSeconds(8)));
		start();
		try (TlsPeer silent = TlsPeer.connect(this.server, "TLSv1.3");
				TlsPeer halfway = TlsPeer.connect(this.server, "TLSv1.3");
				TlsPeer quiet = TlsPeer.connect(this.server, "TLSv1.3").handshakes()) {
			halfway.sendsRaw(halfway.clientHello());
			assertThat(silent.receivesRaw()).isEmpty();
			halfway.receivesRaw();
			assertThat(quiet.receivesEnd()).isEqualTo("close_notify");
		}
		assertRejected(RejectReason.TIMEOUT, 3);
	}

	@Test
	@Tag("slow")
	void aThousandThatStallHoldUpNobody() throws Exception {
		this.options.handshake((handshake) -> handshake.timeout(Duration.ofSeconds(300)));
		start();
		int threads = Thread.activeCount();
		List<TlsPeer> stalled = new ArrayList<>();
		try {
			for (int i = 0; i < 1000; i++) {
				TlsPeer peer = TlsPeer.connect(this.server, (i % 4 < 2) ? "TLSv1.3" : "TLSv1.2");
				stalled.add(peer);
				byte[] hello = peer.clientHello();
				// every other one has the server calculate, and then says no more
				peer.sendsRaw((i % 2 == 0) ? hello : Arrays.copyOf(hello, hello.length / 2));
			}
			assertLetsIn(Certificates.trustAll());
			Await.until("1000 connections are open", () -> this.server.counters().openConnections() == 1000);
			assertThat(Thread.activeCount() - threads).as("threads more than before").isLessThan(50);
			for (TlsPeer peer : stalled) {
				peer.close();
			}
			assertLetsIn(Certificates.trustAll());
			assertRejected(RejectReason.DISCONNECTED, 1000);
		}
		finally {
			for (TlsPeer peer : stalled) {
				peer.close();
			}
		}
	}

	@Test
	void whoLeavesDuringTheHandshakeIsCounted() throws Exception {
		start();
		try (TlsPeer peer = TlsPeer.connect(this.server, "TLSv1.3")) {
			peer.sendsRaw(peer.clientHello()).sendsEnd();
			peer.receivesRaw();
		}
		assertRejected(RejectReason.DISCONNECTED, 1);
	}

	// limits

	@Test
	void oneConnectionTooManyIsToldSoOverTls() throws Exception {
		this.options.connections((connections) -> connections.max(1));
		start();
		try (Peer first = Peer.openTls(this.server, Certificates.trustAll());
				Peer second = Peer.connectTls(this.server.port(), Certificates.trustAll());
				Peer clear = Peer.connect(this.server.port())) {
			assertThat(second.receivesResponse().status()).isEqualTo(503);
			second.receivesEnd();
			assertThat(clear.sends(Peer.REQUEST).receivesResponse().status()).isEqualTo(503);
			clear.receivesEnd();
			assertThat(first.sendsText("still in").receivesText()).isEqualTo("still in");
		}
		Servers.awaitEmpty(this.server);
		assertThat(Servers.rejected(this.server, RejectReason.OVERLOAD)).isEqualTo(2);
	}

	// RFC 7301

	@ParameterizedTest
	@CsvSource({ "'', ''", "http/1.1, http/1.1", "h2 http/1.1, http/1.1" })
	void onlyHttp11IsChosen(String offered, String chosen) throws Exception {
		start();
		String[] protocols = offered.isEmpty() ? new String[0] : offered.split(" ", -1);
		try (TlsPeer peer = TlsPeer.connect(this.server, Certificates.trustAll(),
				(parameters) -> parameters.setApplicationProtocols(protocols))) {
			peer.handshakes().opens();
			assertThat(peer.engine.getApplicationProtocol()).isEqualTo(chosen);
		}
	}

	@Test
	void whoOffersNoHttp11IsRefused() throws Exception {
		start();
		try (TlsPeer peer = TlsPeer.connect(this.server, Certificates.trustAll(),
				(parameters) -> parameters.setApplicationProtocols(new String[] { "h2", "spdy/3" }))) {
			assertThatExceptionOfType(SSLException.class).isThrownBy(peer::handshakes)
				.withMessageContaining("no_application_protocol");
			peer.receivesRaw();
		}
		assertRejected(RejectReason.TLS, 1);
	}

	// certificates

	@Test
	void versionsThatAreNotSpokenAreRefused() throws Exception {
		start(TlsOptions.of(Certificates.of("localhost")).protocols("TLSv1.3"));
		try (TlsPeer peer = TlsPeer.connect(this.server, "TLSv1.2")) {
			assertThatExceptionOfType(SSLException.class).isThrownBy(peer::handshakes)
				.withMessageContaining("protocol_version");
		}
		assertRejected(RejectReason.TLS, 1);
	}

	@Test
	void whoDoesNotTrustUsIsCounted() throws Exception {
		start();
		assertThatExceptionOfType(SSLException.class)
			.isThrownBy(() -> Peer.openTls(this.server, Certificates.trust("other")));
		assertRejected(RejectReason.TLS, 1);
	}

	@ParameterizedTest
	@CsvSource({ "WANT, TLSv1.3", "NEED, TLSv1.3", "WANT, TLSv1.2", "NEED, TLSv1.2" })
	void aClientsCertificateIsItsPrincipal(ClientAuth clientAuth, String protocol) throws Exception {
		start(TlsOptions.of(Certificates.of("localhost", "alice")).clientAuth(clientAuth).protocols(protocol));
		SSLContext alice = Certificates.of("alice", "localhost");
		// the second one resumes the session of the first
		for (int i = 0; i < 2; i++) {
			try (Peer peer = Peer.openTls(this.server, alice)) {
				WsSession session = this.echo.awaitOpen();
				assertThat(session.principal().getName()).isEqualTo("CN=alice");
				assertThat(session.handshakeRequest().principal()).isEqualTo(session.principal());
				assertThat(peer.sendsText("in").receivesText()).isEqualTo("in");
			}
			this.echo.awaitClosed();
		}
	}

	@Test
	void aClientsCertificateMayBeWanted() throws Exception {
		start(TlsOptions.of(Certificates.of("localhost", "alice")).clientAuth(ClientAuth.WANT));
		try (Peer peer = Peer.openTls(this.server, Certificates.trustAll())) {
			assertThat(this.echo.awaitOpen().principal()).isNull();
		}
		this.echo.awaitClosed();
	}

	@ParameterizedTest
	@CsvSource({ "NEED, TLSv1.3, none", "NEED, TLSv1.2, none", "NEED, TLSv1.3, mallory", "NEED, TLSv1.2, mallory" })
	void aClientWithoutAGoodCertificateIsRefused(ClientAuth clientAuth, String protocol, String name) throws Exception {
		start(TlsOptions.of(Certificates.of("localhost", "alice")).clientAuth(clientAuth).protocols(protocol));
		SSLContext client = name.equals("none") ? Certificates.trustAll() : Certificates.of(name, "localhost");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> Peer.openTls(this.server, client));
		assertRejected(RejectReason.TLS, 1);
	}

	// RFC 6066 3

	@ParameterizedTest
	@CsvSource({ "localhost, 1000000", "localhost, 1", "a.example.com, 1000000", "A.Example.com, 1",
			"b.example.net, 1000000", "b.example.net, 7", "a.b.example.net, 1000000", "unknown.org, 1" })
	void theNameDecidesAboutTheCertificate(String name, int piece) throws Exception {
		start(TlsOptions.of(Certificates.of("localhost"))
			.serverName("a.example.com", TlsOptions.of(Certificates.of("a.example.com")))
			.serverName("*.Example.net", TlsOptions.of(Certificates.of("example.net"))));
		String expected = switch (name) {
			case "a.example.com", "A.Example.com" -> "CN=a.example.com";
			case "b.example.net" -> "CN=example.net";
			default -> "CN=localhost";
		};
		try (TlsPeer peer = TlsPeer.connect(this.server, Certificates.trustAll(),
				(parameters) -> parameters.setServerNames(List.of(new SNIHostName(name))))) {
			peer.inPiecesOf(piece).handshakes().opens();
			assertThat(peer.engine.getSession().getPeerPrincipal().getName()).isEqualTo(expected);
		}
		// no name at all
		try (TlsPeer peer = TlsPeer.open(this.server, "TLSv1.2")) {
			assertThat(peer.engine.getSession().getPeerPrincipal().getName()).isEqualTo("CN=localhost");
		}
	}

	// RFC 9110 7.4

	@ParameterizedTest
	@CsvSource({ "a.example.com, a.example.com, 101", "a.example.com, A.Example.com.:8443, 101",
			"a.example.com, b.example.com, 421", "a.example.com, localhost, 421", "b.example.com, b.example.com, 101",
			"b.example.com, a.example.com, 421", ", localhost, 101", ", b.example.com, 421" })
	void aCertificateIsGoodForTheNameInTheHandshakeOnly(String name, String host, int status) throws Exception {
		TlsOptions options = TlsOptions.of(Certificates.of("localhost", "alice")).clientAuth(ClientAuth.NEED);
		start(options.serverName("a.example.com", options)
			.serverName("b.example.com",
					TlsOptions.of(Certificates.of("b.example.com", "alice")).clientAuth(ClientAuth.WANT)));
		assertThat(status(Certificates.of("alice", "localhost", "b.example.com"), name, host)).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "open.example.com, open.example.com, 101", "open.example.com, other.example.com, 101",
			"open.example.com, closed.example.com, 421", ", closed.example.com, 421" })
	void aNameThatWantsNoCertificateOpensNoOther(String name, String host, int status) throws Exception {
		start(TlsOptions.of(Certificates.of("localhost"))
			.serverName("open.example.com", TlsOptions.of(Certificates.of("open.example.com")))
			.serverName("closed.example.com",
					TlsOptions.of(Certificates.of("closed.example.com", "alice")).clientAuth(ClientAuth.NEED)));
		assertThat(status(Certificates.trustAll(), name, host)).isEqualTo(status);
	}

	@Test
	void aTrustedProxyMayAskForAnyName() throws Exception {
		this.options.proxy(ProxyOptions.defaults().trusted("127.0.0.0/8"));
		start(TlsOptions.of(Certificates.of("localhost", "alice")).clientAuth(ClientAuth.NEED));
		assertThat(status(Certificates.of("alice", "localhost"), "inner.example.com", "chat.example.com"))
			.isEqualTo(101);
	}

	/** The status of the response to a client. */
	private int status(SSLContext client, String name, String host) throws IOException {
		try (TlsPeer peer = TlsPeer.connect(this.server, client, (parameters) -> {
			if (name != null) {
				parameters.setServerNames(List.of(new SNIHostName(name)));
			}
		})) {
			peer.handshakes()
				.sends(Peer.REQUEST.replace("Host: localhost", "Host: " + host).getBytes(StandardCharsets.US_ASCII));
			return Integer.parseInt(new String(peer.receives(12), StandardCharsets.US_ASCII).substring(9));
		}
	}

	@Test
	void newCertificatesAreForNewConnections() throws Exception {
		AtomicReference<TlsOptions> current = new AtomicReference<>(TlsOptions.of(Certificates.of("localhost")));
		this.server = Servers.start(this.options.tls(current::get), this.echo);
		try (Peer old = Peer.openTls(this.server, Certificates.trust("localhost"))) {
			assertThat(old.sendsText("before").receivesText()).isEqualTo("before");
			current.set(TlsOptions.of(Certificates.of("renewed")));
			assertLetsIn(Certificates.trust("renewed"));
			assertThatExceptionOfType(SSLException.class)
				.isThrownBy(() -> Peer.openTls(this.server, Certificates.trust("localhost")));
			assertThat(old.sendsText("after").receivesText()).isEqualTo("after");
		}
	}

	@Test
	void reloadingUnderTrafficLosesNothing() throws Exception {
		TlsOptions[] both = { TlsOptions.of(Certificates.of("localhost")), TlsOptions.of(Certificates.of("renewed")) };
		AtomicReference<TlsOptions> current = new AtomicReference<>(both[0]);
		this.server = Servers.start(this.options.tls(current::get), this.echo);
		List<Throwable> failures = new ArrayList<>();
		List<Thread> clients = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			boolean reconnects = i % 2 == 0;
			Thread client = new Thread(() -> {
				try {
					int messages = 0;
					while (messages < 1000) {
						try (Peer peer = Peer.openTls(this.server, Certificates.trustAll())) {
							for (int end = reconnects ? messages + 20 : 1000; messages < end; messages++) {
								assertThat(peer.sendsText("message " + messages).receivesText())
									.isEqualTo("message " + messages);
							}
							peer.sendsClose(1000);
							assertThat(peer.receivesClose()).isEqualTo(1000);
						}
					}
				}
				catch (Throwable ex) {
					synchronized (failures) {
						failures.add(ex);
					}
				}
			});
			client.start();
			clients.add(client);
		}
		for (int i = 1; clients.stream().anyMatch(Thread::isAlive); i++) {
			current.set(both[i % 2]);
			clients.get(0).join(1);
		}
		for (Thread client : clients) {
			Await.end(client);
		}
		assertThat(failures).isEmpty();
		Servers.awaitEmpty(this.server);
		assertThat(this.echo.messages).hasSize(4000);
		assertThat(this.echo.closed).allSatisfy((status) -> assertThat(status.code()).isEqualTo(1000));
	}

	// mistakes

	@Test
	void mistakesAreFoundAtTheStart() {
		TlsOptions tls = TlsOptions.of(Certificates.of("localhost"));
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> tls.protocols("TLSv1.1"))
			.withMessageContaining("TLSv1.1");
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> start(tls.ciphers("ROT13")))
			.withMessageContaining("ROT13");
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> start(tls.serverName("a.example.com", tls.ciphers("ROT13"))))
			.withMessageContaining("ROT13");
	}

	@Test
	void theCiphersAreThoseThatWereAskedFor() throws Exception {
		start(TlsOptions.of(Certificates.of("localhost")).ciphers("TLS_AES_128_GCM_SHA256"));
		try (TlsPeer peer = TlsPeer.open(this.server, "TLSv1.3")) {
			assertThat(peer.engine.getSession().getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
		}
	}

}
