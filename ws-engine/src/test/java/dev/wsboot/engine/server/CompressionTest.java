package dev.wsboot.engine.server;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import dev.wsboot.engine.CompressionOptions;
import dev.wsboot.engine.ContextTakeover;
import dev.wsboot.engine.WsServerOptions;
import dev.wsboot.engine.compression.TestData;
import dev.wsboot.engine.frame.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * permessage-deflate (RFC 7692) over real sockets.
 */
@Timeout(120)
class CompressionTest {

	private static final int MEGABYTE = 1024 * 1024;

	private static final String BROWSER = "; client_max_window_bits";

	private final Echo echo = new Echo();

	@ParameterizedTest
	@CsvSource({ "8, NONE", "9, NONE", "10, NONE", "11, NONE", "12, NONE", "13, NONE", "14, NONE", "15, NONE",
			"8, BOTH", "9, BOTH", "10, BOTH", "11, BOTH", "12, BOTH", "13, BOTH", "14, BOTH", "15, BOTH" })
	void messagesComeBackWithEachWindow(int windowBits, ContextTakeover takeover) throws Exception {
		Random random = new Random(windowBits);
		try (WsServer server = Servers.start(options(takeover), this.echo);
				DeflatePeer peer = DeflatePeer.open(server,
						"; client_max_window_bits; server_max_window_bits=" + windowBits)) {
			for (TestData kind : TestData.values()) {
				for (int size : new int[] { 0, 1, 125, 126, 1000, 65_535, 65_536, 100_000 }) {
					byte[] message = kind.bytes(size, size);
					boolean text = kind == TestData.RECORDS;
					Opcode opcode = text ? Opcode.TEXT : Opcode.BINARY;
					int pings = peer.sendsSplit(opcode, message, random);
					for (int i = 0; i < pings; i++) {
						assertThat(peer.peer.receives().opcode()).isEqualTo(Opcode.PONG);
					}
					assertThat(peer.receives(opcode)).as("%s of %d bytes", kind, size).isEqualTo(message);
				}
			}
			// all but random bytes, and what is too small
			assertThat(peer.inflated).isGreaterThanOrEqualTo(3 * 5);
			peer.closes();
		}
		assertThat(this.echo.faults).isEmpty();
		assertThat(this.echo.errors).isEmpty();
	}

	private static WsServerOptions.Builder options(ContextTakeover takeover) {
		return options(CompressionOptions.defaults().enabled(true).minSize(100).contextTakeover(takeover));
	}

	private static WsServerOptions.Builder options(CompressionOptions compression) {
		return Servers.options().compression(compression).maxMessageSize(4 * MEGABYTE).maxFrameSize(4 * MEGABYTE);
	}

}
