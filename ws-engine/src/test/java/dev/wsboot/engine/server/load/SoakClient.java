/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;

import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.DeflatePeer;
import dev.wsboot.engine.server.fixture.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The kinds of clients of a {@link Soak}. Each round is one connection, on a thread of
 * its own.
 */
enum SoakClient {

	/** Echoes a few messages, and leaves in any way. */
	CHURN(4) {
		@Override
		void round(int plain, int tls, Random random) throws IOException {
			try (Peer peer = open(Peer.connect(plain), random.nextBoolean() ? "/" : "/loop")) {
				echoes(peer, random);
				leaves(peer, random);
			}
		}
	},

	/** The same over TLS. */
	TLS(2) {
		@Override
		void round(int plain, int tls, Random random) throws IOException {
			try (Peer peer = open(Peer.connectTls(tls, trustAll), random.nextBoolean() ? "/" : "/loop")) {
				echoes(peer, random);
				leaves(peer, random);
			}
		}
	},

	/** Echoes compressed messages, with contexts that are kept or not. */
	COMPRESSED(2) {
		@Override
		void round(int plain, int tls, Random random) throws IOException {
			try (DeflatePeer peer = random.nextBoolean() ? DeflatePeer.open(plain, "; client_max_window_bits")
					: DeflatePeer.openTls(tls, trustAll)) {
				for (int i = random.nextInt(10); i > 0; i--) {
					byte[] message = "to be compressed ".repeat(random.nextInt(2000))
						.getBytes(StandardCharsets.US_ASCII);
					assertThat(peer.sends(Opcode.TEXT, message).receives(Opcode.TEXT)).isEqualTo(message);
				}
				if (random.nextBoolean()) {
					peer.closes();
				}
				else {
					peer.peer.sends(DeflatePeer.frame(false, Opcode.TEXT, peer.deflate(new byte[100])));
					peer.peer.resets();
				}
			}
		}
	},

	/** Connects, says nothing or half a request, and resets. */
	RESET(1) {
		@Override
		void round(int plain, int tls, Random random) throws IOException {
			Peer peer = Peer.connect(random.nextBoolean() ? plain : tls);
			peer.sends(Peer.REQUEST.substring(0, random.nextInt(Peer.REQUEST.length())));
			peer.resets();
			// loopback has only so many ports
			LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
		}
	},

	/** Joins a group, gets some of what is broadcast, and leaves. */
	SUBSCRIBER(8) {
		@Override
		void round(int plain, int tls, Random random) throws IOException {
			Peer connected = random.nextBoolean() ? Peer.connect(plain) : Peer.connectTls(tls, trustAll);
			try (Peer peer = open(connected, "/topic")) {
				peer.sendsText("group");
				for (int i = 1 + random.nextInt(200); i > 0; i--) {
					if (peer.receives().opcode() == Opcode.CLOSE) {
						// on a busy machine it is one of those that read too slowly
						return;
					}
				}
				leaves(peer, random);
			}
		}
	},

	/** Reads nothing of what is broadcast, until that has a consequence. */
	SLOW_READER(2) {
		@Override
		void round(int plain, int tls, Random random) throws IOException {
			try (Peer peer = open(Peer.connectNarrow(plain), "/topic")) {
				peer.sendsText("group");
				LockSupport.parkNanos(Duration.ofSeconds(1 + random.nextInt(15)).toNanos());
				peer.resets();
			}
		}
	},

	/** Sends large messages in fragments, some of them not to the end. */
	STREAM(2) {
		@Override
		void round(int plain, int tls, Random random) throws IOException {
			Peer connected = random.nextBoolean() ? Peer.connect(plain) : Peer.connectTls(tls, trustAll);
			try (Peer peer = open(connected, "/stream")) {
				int fragments = 1 + random.nextInt(100);
				byte[] fragment = new byte[1 + random.nextInt(60_000)];
				for (int i = 0; i < fragments; i++) {
					peer.sends(Peer.frame(false, (i == 0) ? Opcode.BINARY : Opcode.CONTINUATION, fragment));
				}
				if (random.nextInt(3) > 0) {
					peer.sends(Peer.frame(true, Opcode.CONTINUATION, new byte[0]));
					assertThat(peer.receivesText()).isEqualTo(Long.toString((long) fragments * fragment.length));
				}
				leaves(peer, random);
			}
		}
	};

	private static final SSLContext trustAll = Certificates.trustAll();

	/** Number of clients of this kind at any time. */
	final int atOnce;

	SoakClient(int atOnce) {
		this.atOnce = atOnce;
	}

	/**
	 * Opens a connection, uses it, and ends it.
	 * @param plain the port without TLS
	 * @param tls the port with TLS
	 * @param random decides what happens
	 */
	abstract void round(int plain, int tls, Random random) throws IOException;

	private static Peer open(Peer peer, String path) throws IOException {
		peer.sends(Peer.REQUEST.replace("GET / ", "GET " + path + " "));
		assertThat(peer.receivesResponse().status()).isEqualTo(101);
		return peer;
	}

	private static void echoes(Peer peer, Random random) throws IOException {
		for (int i = random.nextInt(20); i > 0; i--) {
			String text = "x".repeat(random.nextInt((i == 1) ? 100_000 : 1000));
			assertThat(peer.sendsText(text).receivesText()).isEqualTo(text);
		}
	}

	/**
	 * With a closing handshake, or FIN alone, or a reset, in the middle of a message or
	 * not.
	 */
	private static void leaves(Peer peer, Random random) throws IOException {
		switch (random.nextInt(4)) {
			case 0 -> {
				peer.sendsClose(1000);
				// 1008 where it reads too slowly, on a busy machine
				assertThat(peer.receivesUntilClose()).isIn(1000, 1002, 1008);
				peer.receivesUntilEnd();
			}
			case 1 -> {
				peer.sends(Peer.header(Opcode.BINARY, 10_000));
				peer.resets();
			}
			case 2 -> peer.resets();
			default -> {
				// the socket is closed
			}
		}
	}

}
