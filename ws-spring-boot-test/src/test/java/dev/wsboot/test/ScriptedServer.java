/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A server that sends scripted bytes, independent of its input, and records what the
 * client said.
 */
class ScriptedServer implements AutoCloseable {

	private static final int PATIENCE = 30;

	private final ServerSocket socket;

	private final CompletableFuture<byte[]> heard = new CompletableFuture<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private ScriptedServer(ServerSocket socket, byte @Nullable [] script, @Nullable String header) {
		this.socket = socket;
		Thread thread = new Thread(() -> serve(script, header), "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	/** Accepts the handshake and sends bytes. */
	static ScriptedServer sending(int... bytes) {
		return open(bytes(bytes), "");
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	/** Accepts the handshake with compression, whatever is offered, and sends bytes. */
	static ScriptedServer compressing(int... bytes) {
		return open(bytes(bytes), "Sec-WebSocket-Extensions: permessage-deflate\r\n");
	}

	/** Accepts the handshake, and reads nothing after it. */
	static ScriptedServer deaf() {
		return open(null, "");
	}

	/** Sends an answer to the handshake, and ends the connection. */
	static ScriptedServer answering(String answer) {
		return open(answer.getBytes(StandardCharsets.ISO_8859_1), null);
	}

	private static ScriptedServer open(byte @Nullable [] script, @Nullable String header) {
		try {
			return new ScriptedServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), script, header);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String uri() {
		return "ws://localhost:" + this.socket.getLocalPort() + "/path?query";
	}

	/** Returns the bytes that the client sent after its request, when it has closed. */
	byte[] heard() {
		return this.heard.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		this.closed.countDown();
	}

	private void serve(byte @Nullable [] script, @Nullable String header) {
		try (Socket peer = this.socket.accept()) {
			// rejects further clients
			this.socket.close();
			String request = readHead(peer.getInputStream());
			if (header != null) {
				String key = request.split("Sec-WebSocket-Key: ", 2)[1].split("\r\n", 2)[0];
				peer.getOutputStream().write(switchingProtocols(key, header).getBytes(StandardCharsets.ISO_8859_1));
			}
			if (script == null) {
				this.closed.await();
				return;
			}
			peer.getOutputStream().write(script);
			if (header == null) {
				peer.shutdownOutput();
			}
			this.heard.complete(peer.getInputStream().readAllBytes());
		}
		catch (IOException | InterruptedException ex) {
			this.heard.completeExceptionally(ex);
		}
	}

	private static String readHead(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				throw new EOFException("The client has ended its request after " + head.length() + " bytes");
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private static String switchingProtocols(String key, String header) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1")
				.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
			return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n" + header + "\r\n";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
