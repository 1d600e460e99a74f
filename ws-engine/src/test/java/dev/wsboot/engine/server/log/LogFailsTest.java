/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Recorder;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A log that cannot write, as where the disk is full, changes nothing: it fails on the
 * thread that logs, which may be a handler's or an event loop.
 */
class LogFailsTest {

	private final Logger logger = Logger.getLogger("dev.wsboot.engine");

	private final AtomicInteger failed = new AtomicInteger();

	private final Handler fullDisk = new Handler() {
		@Override
		public void publish(LogRecord record) {
			LogFailsTest.this.failed.incrementAndGet();
			throw new UncheckedIOException(new IOException("No space left on device"));
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}
	};

	@BeforeEach
	void fillTheDisk() {
		this.logger.addHandler(this.fullDisk);
	}

	@AfterEach
	void makeRoom() {
		this.logger.removeHandler(this.fullDisk);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void harmsNobody(boolean onTheLoop) throws Exception {
		Recorder recorder = new Echo() {
			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return onTheLoop;
			}

			@Override
			protected void whenMessage(WsSession session, WsMessage message) throws Exception {
				if (message.text().equals("throw")) {
					throw new IllegalStateException("to be logged");
				}
				super.whenMessage(session, message);
			}
		};
		try (WsServer server = Servers.start(Servers.options().eventLoops(1), recorder);
				Peer throwing = Peer.open(server);
				Peer other = Peer.open(server)) {
			throwing.sendsText("throw");
			assertThat(throwing.receivesClose()).isEqualTo(1011);
			throwing.sendsClose(1011).receivesEnd();
			assertThat(recorder.awaitClosed().code()).isEqualTo(1011);
			assertThat(other.sendsText("hello").receivesText()).isEqualTo("hello");
			assertThat(server.replacedEventLoops()).isZero();
		}
		assertThat(this.failed).as("what could not be logged").hasPositiveValue();
	}

}
