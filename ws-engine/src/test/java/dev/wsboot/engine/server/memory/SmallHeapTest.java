/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

import javax.net.ssl.SSLEngine;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.fixture.Certificates;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ServerProcess;
import dev.wsboot.engine.server.fixture.Usage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Guarantee 5: 10,000 peers that claim much and send little fit into a small heap, as
 * memory grows with the bytes that came.
 */
@Timeout(900)
class SmallHeapTest {

	private static final int PEERS = 10_000;

	@Test
	@Tag("slow")
	void holdsTenThousandHostilePeers() throws Exception {
		assumeTrue(
				ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
						&& system.getMaxFileDescriptorCount() > PEERS + 1000,
				"Too few file descriptors for 10,000 peers");
		List<Peer> peers = new ArrayList<>();
		try (ServerProcess server = ServerProcess.start("-Xmx64m", "-Dws.handshake.timeout=300");
				Peer honest = Peer.open(server.port)) {
			long before = server.usage().heap();
			for (int i = 0; i < PEERS; i++) {
				peers.add(hostile(server.port, i));
			}
			honest.sendsText("still there?");
			assertThat(honest.receivesText()).isEqualTo("still there?");
			Usage usage = server.usage();
			System.out.printf("%d hostile peers in a heap of 64 MB: %d bytes of heap for each%n", PEERS,
					(usage.heap() - before) / PEERS);
			// all but those in the handshake
			assertThat(usage.sessions()).isEqualTo(1 + PEERS * 4 / 5);
		}
		finally {
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

	@Test
	@Tag("long")
	void holdsTenThousandHalfRequests() throws Exception {
		byte[] large = ("GET /" + "x".repeat(4000) + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + "y".repeat(8000))
			.getBytes(StandardCharsets.US_ASCII);
		holds(PEERS, () -> large, "-Xmx64m", "-Dws.handshake.timeout=300");
	}

	@Test
	@Tag("long")
	void holdsManyHalfTlsHandshakes() throws Exception {
		// the same for all: making one costs more than answering it
		byte[] hello = clientHello();
		holds(5000, () -> hello, "-Xmx64m", "-Dws.handshake.timeout=300", "-Dws.test.tls=true");
	}

	private static void holds(int count, Callable<byte[]> half, String... jvmArguments) throws Exception {
		assumeTrue(
				ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
						&& system.getMaxFileDescriptorCount() > count + 1000,
				"Too few file descriptors for " + count + " peers");
		boolean tls = Arrays.asList(jvmArguments).contains("-Dws.test.tls=true");
		List<Socket> peers = new ArrayList<>();
		try (ServerProcess server = ServerProcess.start(jvmArguments); Peer honest = open(server.port, tls)) {
			for (int i = 0; i < count; i++) {
				Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.port);
				peers.add(peer);
				byte[] bytes = half.call();
				try {
					peer.getOutputStream().write(bytes);
				}
				catch (IOException ex) {
					// cut already
				}
			}
			honest.sendsText("still there?");
			assertThat(honest.receivesText()).isEqualTo("still there?");
			try (Peer late = open(server.port, tls)) {
				assertThat(late.sendsText("in").receivesText()).isEqualTo("in");
			}
			// half of the budget, which is a quarter of the heap, and what is told later
			assertThat(server.usage().buffered()).isLessThan(10 * 1024 * 1024);
		}
		finally {
			for (Socket peer : peers) {
				peer.close();
			}
		}
	}

	private static Peer open(int port, boolean tls) throws IOException {
		return tls ? Peer.openTls(port, Certificates.trustAll()) : Peer.open(port);
	}

	/** The first flight of a TLS handshake. */
	private static byte[] clientHello() throws IOException {
		SSLEngine engine = Certificates.trustAll().createSSLEngine();
		engine.setUseClientMode(true);
		ByteBuffer record = ByteBuffer.allocate(32 * 1024);
		engine.wrap(ByteBuffer.allocate(0), record);
		return Arrays.copyOf(record.array(), record.position());
	}

	private static Peer hostile(int port, int number) throws Exception {
		if (number % 5 == 0) {
			return Peer.connect(port).sends("GET /" + "x".repeat(500) + " HTTP/1.1\r\nHost: localhost\r\nCookie: ");
		}
		Peer peer = Peer.open(port);
		return switch (number % 5) {
			// a megabyte claimed, of which a little comes
			case 1 -> peer.sends(Peer.concat(Peer.header(Opcode.BINARY, 1024 * 1024), new byte[100]));
			// the first fragment of a message that does not end
			case 2 -> peer.sends(Peer.frame(false, Opcode.BINARY, new byte[500]));
			// empty fragments
			case 3 -> peer.sends(Peer.concat(Peer.frame(false, Opcode.TEXT, new byte[0]),
					Peer.frame(false, Opcode.CONTINUATION, new byte[0]),
					Peer.frame(false, Opcode.CONTINUATION, new byte[0])));
			// half a header
			default -> peer.sends(new byte[] { (byte) 0x82, (byte) 0xFF, 0, 0 });
		};
	}

}
