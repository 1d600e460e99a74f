/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.hostile;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that answer the calls of a server with a small heap by a megabyte each, all at
 * once: the server throws no OutOfMemoryError, and honest clients get their answers,
 * whose times are printed. {@code -Dws.connections} is the number of peers,
 * {@code -Dws.rounds} the number of answers of each, {@code -Dws.answer} the kind of
 * answers.
 */
@Timeout(900)
@Tag("long")
class HostileAnswersTest {

	private static final int CONNECTIONS = Integer.getInteger("ws.connections", 80);

	private static final int ROUNDS = Integer.getInteger("ws.rounds", 3);

	private static final String OPTIONS = System.getProperty("ws.server-options", "-Xmx64m");

	private static final int ANSWER = 960 * 1024;

	private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS + 1);

	private final Queue<Socket> peers = new ConcurrentLinkedQueue<>();

	@AfterEach
	void leave() throws IOException {
		this.threads.shutdownNow();
		for (Socket peer : this.peers) {
			peer.close();
		}
	}

	@Test
	void doNotDelayTheAnswersOfOthers() throws Exception {
		byte[] result = result(System.getProperty("ws.answer", "objects"));
		try (HostileProcess server = new HostileProcess(OPTIONS);
				WsTestClient honest = WsTestClient.connect("ws://localhost:" + server.port + "/answers")) {
			for (int i = 0; i < 300; i++) {
				ask(honest);
			}
			long[] before = times(honest, 300, List.of());
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> attacks = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				Socket peer = open(server.port);
				attacks.add(this.threads.submit(() -> {
					start.await();
					return attack(peer, result);
				}));
			}
			start.countDown();
			long[] meanwhile = times(honest, 20, attacks);
			int all = 0;
			for (Future<?> attack : attacks) {
				all += (Integer) attack.get();
			}
			long[] after = times(honest, 300, List.of());
			System.out.printf(
					"%d peers sent %d answers of %d bytes. Honest: before %s, meanwhile %s, afterwards %s. %s%n",
					CONNECTIONS, all, ANSWER, print(before), print(meanwhile), print(after), server.usage());
			assertThat(all).isGreaterThanOrEqualTo(CONNECTIONS / 2);
		}
	}

	/** The honest client has the server call it, answers, and gets the result. */
	private static void ask(WsTestClient honest) {
		honest.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":1}");
		String call = honest.expectText();
		String id = call.substring(call.lastIndexOf(':') + 1, call.length() - 1);
		honest.send("{\"jsonrpc\":\"2.0\",\"result\":\"ann\",\"id\":" + id + "}");
		honest.expectText("{\"jsonrpc\":\"2.0\",\"result\":3,\"id\":1}");
	}

	private static long[] times(WsTestClient honest, int least, List<Future<?>> until) {
		List<Long> nanos = new ArrayList<>();
		while (nanos.size() < least || !until.stream().allMatch(Future::isDone)) {
			long start = System.nanoTime();
			ask(honest);
			nanos.add(System.nanoTime() - start);
		}
		return nanos.stream().mapToLong(TimeUnit.NANOSECONDS::toMillis).sorted().toArray();
	}

	private static String print(long[] millis) {
		return "p50 " + millis[millis.length / 2] + " p99 " + millis[millis.length * 99 / 100] + " max "
				+ millis[millis.length - 1] + " ms (" + millis.length + ")";
	}

	private static byte[] result(String kind) {
		String part = switch (kind) {
			case "objects" -> "{\"a\":1},";
			case "numbers" -> "1,";
			case "text" -> "\"" + "x".repeat(1000) + "\",";
			default -> throw new IllegalArgumentException(kind);
		};
		String all = part.repeat((ANSWER - 100) / part.length());
		return ("[" + all.substring(0, all.length() - 1) + "]").getBytes(StandardCharsets.US_ASCII);
	}

	private Socket open(int port) throws IOException {
		Socket socket = new Socket("localhost", port);
		this.peers.add(socket);
		socket.getOutputStream()
			.write(("GET /answers HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		InputStream in = socket.getInputStream();
		int matched = 0;
		while (matched < 4) {
			int next = in.read();
			assertThat(next).as("answer to the handshake").isNotNegative();
			matched = (next == "\r\n\r\n".charAt(matched)) ? matched + 1 : ((next == '\r') ? 1 : 0);
		}
		return socket;
	}

	/** Answers each call with a megabyte, and returns how often. */
	private static int attack(Socket socket, byte[] result) {
		int answers = 0;
		try {
			OutputStream out = socket.getOutputStream();
			DataInputStream in = new DataInputStream(socket.getInputStream());
			out.write(frame(("{\"jsonrpc\":\"2.0\",\"method\":\"begin\",\"params\":[" + ROUNDS + "],\"id\":1}")
				.getBytes(StandardCharsets.US_ASCII)));
			while (answers < ROUNDS) {
				byte[] text = read(in);
				if (!new String(text, StandardCharsets.US_ASCII).contains("\"method\":\"list\"")) {
					break;
				}
				answers++;
				byte[] head = ("{\"jsonrpc\":\"2.0\",\"id\":" + answers + ",\"result\":")
					.getBytes(StandardCharsets.US_ASCII);
				byte[] answer = Arrays.copyOf(head, head.length + result.length + 1);
				System.arraycopy(result, 0, answer, head.length, result.length);
				answer[answer.length - 1] = '}';
				out.write(frame(answer));
			}
			read(in);
		}
		catch (IOException ex) {
			// it was closed
		}
		return answers;
	}

	/** Reads a frame of the server, whose payload is short. */
	private static byte[] read(DataInputStream in) throws IOException {
		in.readByte();
		int length = in.readByte();
		byte[] payload = new byte[(length == 126) ? in.readUnsignedShort() : length];
		in.readFully(payload);
		return payload;
	}

	/** Returns a masked text frame; a key of zeros changes nothing. */
	private static byte[] frame(byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) 0x81);
		if (payload.length < 126) {
			frame.put((byte) (0x80 | payload.length));
		}
		else {
			frame.put((byte) (0x80 | 127)).putLong(payload.length);
		}
		frame.putInt(0).put(payload);
		return Arrays.copyOf(frame.array(), frame.position());
	}

}
