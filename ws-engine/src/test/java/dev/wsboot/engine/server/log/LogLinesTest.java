/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lines of the log from which an operator learns what became of a client.
 */
class LogLinesTest {

	private final Logger logger = Logger.getLogger("dev.wsboot.engine");

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Handler keep = new Handler() {
		@Override
		public void publish(LogRecord record) {
			LogLinesTest.this.lines.add(record.getLevel() + " " + record.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}
	};

	private final WsServerOptions.Builder options = Servers.options();

	private final Echo echo = new Echo();

	private WsServer server;

	@BeforeEach
	void listen() {
		this.keep.setLevel(Level.ALL);
		this.logger.addHandler(this.keep);
		this.logger.setLevel(Level.ALL);
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
		this.logger.removeHandler(this.keep);
		this.logger.setLevel(null);
	}

	private void start() throws IOException {
		this.server = Servers.start(this.options, this.echo);
	}

	private void awaitLine(String pattern) throws Exception {
		Await.until("a line " + pattern, () -> this.lines.stream().anyMatch((line) -> line.matches(pattern)));
	}

	/** A masked frame whose key is 0. */
	private static byte[] closeFrame(int code, String reason) {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(8 + text.length)
			.put((byte) 0x88)
			.put((byte) (0x80 | (2 + text.length)))
			.putInt(0)
			.putShort((short) code)
			.put(text)
			.array();
	}

	@Test
	void opensAndClosesNameTheSessionByTheStartOfItsId() throws Exception {
		start();
		WsSession session;
		try (Peer peer = Peer.open(this.server)) {
			session = this.echo.awaitOpen();
			peer.sends(closeFrame(4001, "bye\u001b[31m\nforged line"));
			peer.receivesClose();
		}
		String start = session.id().substring(0, 8);
		awaitLine("FINE session " + start + " of 'test' opened by /127\\.0\\.0\\.1:\\d+");
		awaitLine("FINE session " + start + " of 'test' closed with 4001 bye\\\\u001b\\[31m\\\\nforged line");
		assertThat(this.lines).noneMatch((line) -> line.contains(session.id()));
	}

	@Test
	void refusedHandshakesNameThePathWithoutTheQuery() throws Exception {
		this.server = WsServer.start(this.options.build(), (request) -> HandshakeDecision.reject(404));
		try (Peer peer = Peer.connect(this.server)
			.sends(Peer.REQUEST.replaceFirst("GET \\S+", "GET /no%E2%80%AEwhere?token=secret"))) {
			assertThat(peer.receivesResponse().status()).isEqualTo(404);
		}
		awaitLine("FINE Handshake of /127\\.0\\.0\\.1:\\d+ for '/no\\\\u202ewhere' rejected: 404 \\(NOT_FOUND\\)");
		assertThat(this.lines).noneMatch((line) -> line.contains("secret"));
	}

	@Test
	void failedHandshakesNameThePath() throws Exception {
		this.server = WsServer.start(this.options.build(), (request) -> {
			throw new IllegalStateException("on purpose");
		});
		try (Peer peer = Peer.connect(this.server).sends(Peer.REQUEST)) {
			assertThat(peer.receivesResponse().status()).isEqualTo(500);
		}
		awaitLine("SEVERE Handshake of \\S+ for '/' failed");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void messagesAreLoggedIfThatIsWanted(boolean wanted) throws Exception {
		this.options.logTraffic(wanted);
		start();
		try (Peer peer = Peer.open(this.server)) {
			WsSession session = this.echo.awaitOpen();
			peer.sendsText("hi\r\n\u202e" + "x".repeat(1000)).receivesText();
			session.sendText("part", false);
			session.sendText("rest", true);
			session.sendBinary(ByteBuffer.wrap(new byte[] { 0, 1, -1 }));
			session.sendBinary(ByteBuffer.allocate(100_000));
			session.send(PreparedMessage.text("prepared"));
			this.server.sessions().broadcast("test", PreparedMessage.text("to all"));
			peer.sendsClose(1000);
			this.echo.awaitClosed();
		}
		List<String> traffic = this.lines.stream()
			.filter((line) -> line.startsWith("INFO session "))
			.map((line) -> line.replaceFirst("session [^ ]{8} of 'test' ", ""))
			.toList();
		String start = "text of 1007 bytes: \"hi\\r\\n\\u202e" + "x".repeat(195) + "...\"";
		assertThat(traffic).containsExactly(wanted
				? new String[] { "INFO received " + start, "INFO sends " + start,
						"INFO sends text of 4 bytes: \"part\"", "INFO sends text of 4 bytes: \"rest\"",
						"INFO sends binary of 3 bytes: 00 01 ff",
						"INFO sends binary of 100000 bytes: " + "00 ".repeat(31) + "00...",
						"INFO sends text of 8 bytes: \"prepared\"", "INFO sends text of 6 bytes: \"to all\"" }
				: new String[0]);
	}

	@Test
	void binaryMessagesThatAreNotCopiedAreLoggedToo() throws Exception {
		this.options.logTraffic(true);
		Echo onLoop = new Echo() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return true;
			}
		};
		this.server = Servers.start(this.options, onLoop);
		try (Peer peer = Peer.open(this.server)) {
			peer.sends(new byte[] { (byte) 0x82, (byte) 0x82, 0, 0, 0, 0, 7, 8 });
			awaitLine("INFO session .{8} of 'test' received binary of 2 bytes: 07 08");
		}
	}

}
