/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.test.WsTestClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions on sockets of Tomcat hold none of Tomcat's buffers while they are idle, and
 * the sockets after them have buffers again.
 */
class MountedMemoryTest {

	private static final int SESSIONS = 500;

	/** Tomcat's two buffers alone take 16 KB. */
	private static final int MOST_BYTES = 12 * 1024;

	@Test
	void idleSessionsHoldNoBuffersOfTomcat() throws Exception {
		try (MountedApplication application = MountedApplication.start(EchoApplication.class)) {
			// the first sessions load classes, and fill Tomcat's pools
			closeAll(application, open(application, SESSIONS / 2));
			long before = heap();
			List<SocketChannel> sessions = open(application, SESSIONS);
			long each = (heap() - before) / SESSIONS;
			System.out.printf("%d idle mounted sessions: %d bytes of heap for each, with the client's side%n", SESSIONS,
					each);
			assertThat(each).as("bytes of heap for each session").isLessThan(MOST_BYTES);
			closeAll(application, sessions);
		}
	}

	@Test
	void socketsAfterMountedOnesHaveBuffersAgain() throws Exception {
		String text = "x".repeat(20_000);
		try (MountedApplication application = MountedApplication.start(EchoApplication.class)) {
			closeAll(application, open(application, 20));
			List<WsTestClient> clients = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				assertThat(application.get("/hello?" + "q".repeat(6000)).body()).isEqualTo("hello");
				WsTestClient client = application.connect("/echo?" + "q".repeat(6000));
				clients.add(client);
				client.send(text).expectText(text);
			}
			clients.forEach(WsTestClient::close);
		}
	}

	private static List<SocketChannel> open(MountedApplication application, int count) throws IOException {
		List<SocketChannel> channels = new ArrayList<>();
		byte[] request = MountedTest.REQUEST.formatted("/echo", application.port()).getBytes(StandardCharsets.US_ASCII);
		ByteBuffer response = ByteBuffer.allocate(4096);
		for (int i = 0; i < count; i++) {
			SocketChannel channel = SocketChannel
				.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), application.port()));
			channels.add(channel);
			channel.write(ByteBuffer.wrap(request));
			response.clear();
			do {
				assertThat(channel.read(response)).as("bytes of the response").isPositive();
			}
			while (!text(response).endsWith("\r\n\r\n"));
			assertThat(text(response)).startsWith("HTTP/1.1 101 ");
		}
		return channels;
	}

	private static String text(ByteBuffer bytes) {
		return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
	}

	private static void closeAll(MountedApplication application, List<SocketChannel> channels) throws IOException {
		for (SocketChannel channel : channels) {
			channel.close();
		}
		Awaitility.await("sessions have ended").until(() -> application.server().sessions().count() == 0);
	}

	private static long heap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		return least;
	}

}
