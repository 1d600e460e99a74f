package dev.wsboot.engine.server;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.TlsOptions;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.frame.Opcode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions over TLS: messages of all sizes, slow readers, and every way to an end.
 */
class TlsTest {

	private final Echo echo = new Echo();

	private WsServer server;

	private void start(TlsOptions tls) throws Exception {
		this.server = Servers.start(Servers.options().tls(tls), this.echo);
	}

	@AfterEach
	void stop() {
		this.server.close();
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.errors).isEmpty();
		assertThat(this.echo.closed).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void echoes(String protocol) throws Exception {
		start(TlsOptions.of(Certificates.of("localhost")).withProtocols(protocol));
		try (Peer peer = Peer.openTls(this.server, Certificates.trust("localhost"))) {
			WsSession session = this.echo.awaitOpen();
			assertThat(session.isSecure()).isTrue();
			assertThat(session.principal()).isNull();
			assertThat(session.handshakeRequest()).extracting(HandshakeRequest::secure).isEqualTo(true);
			peer.sendsText("hello");
			assertThat(peer.receivesText()).isEqualTo("hello");
			byte[] large = new byte[1024 * 1024];
			for (int i = 0; i < large.length; i++) {
				large[i] = (byte) (i * 31 >>> 3);
			}
			peer.sendsBinary(large);
			Peer.Frame answer = peer.receives();
			assertThat(answer.opcode()).isEqualTo(Opcode.BINARY);
			assertThat(answer.payload()).isEqualTo(large);
			peer.sendsClose(1000);
			assertThat(peer.receivesClose()).isEqualTo(1000);
			peer.receivesEnd();
		}
		assertThat(this.echo.awaitClosed().code()).isEqualTo(1000);
	}

}
