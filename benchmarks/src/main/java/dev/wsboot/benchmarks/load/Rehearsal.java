/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.handshake.ClientHandshake;

/**
 * The client's side of handshakes without a server: it takes the JIT a hundred thousand
 * of them until one costs a tenth of the first ones, more than any warm-up of a server
 * brings. Stateless.
 */
final class Rehearsal {

	private static final URI SERVER = URI.create("ws://server.example.com/chat");

	/** The example of RFC 6455 1.3. */
	private static final byte[] NONCE = "the sample nonce".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] ANSWER = """
			HTTP/1.1 101 Switching Protocols\r
			Upgrade: websocket\r
			Connection: Upgrade\r
			Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
			\r
			""".getBytes(StandardCharsets.US_ASCII);

	private Rehearsal() {
	}

	static void run(double seconds) throws IOException {
		long end = System.nanoTime() + (long) (seconds * 1e9);
		while (System.nanoTime() < end) {
			ClientHandshake handshake = new ClientHandshake(SERVER, List.of(), Headers.empty(), NONCE);
			int length = handshake.request().length;
			handshake.parse(ANSWER, 0, ANSWER.length);
			if (length == 0 || !handshake.isComplete()) {
				throw new IllegalStateException("The client's handshake does not take the RFC's example");
			}
		}
	}

}
