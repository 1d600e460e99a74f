/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.Deflater;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * The ways in which a peer makes a server hold memory. Each sends as much as the server
 * takes at once, and then keeps its connection without reading from it.
 */
enum HostilePeer {

	/** Headers of a request that has no end. */
	HALF_REQUEST {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			return send(connect(port), request("/echo", "Cookie: " + "x".repeat(7000)));
		}
	},

	/** A TLS handshake whose answer is never read. */
	HALF_TLS {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			return send(connect(tlsPort), clientHello());
		}
	},

	/** The first part of a large message. */
	HALF_MESSAGE {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			return send(open(port, "/echo"), frame(0x02, MEGABYTE - 1, new byte[200_000]));
		}
	},

	/** The first part of a large message, which inflates to a thousand times its size. */
	HALF_COMPRESSED {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			byte[] deflated = deflated();
			return send(open(port, "/echo", "Sec-WebSocket-Extensions: permessage-deflate\r\n"),
					frame(0x41, deflated.length, deflated));
		}
	},

	/** Messages of one byte whose replies are not read. */
	SMALL_REPLIES {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			return send(open(port, "/loop"), many(5000, "x"));
		}
	},

	/** Does not read what is broadcast. */
	BROADCASTS {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			return open(port, "/topic");
		}
	},

	/** Messages that wait for their handler, and a part of another one. */
	MAILBOX {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			SocketChannel channel = send(open(port, "/hung"), many(62, "x"));
			return send(channel, frame(0x02, MEGABYTE - 1, new byte[2000]));
		}
	},

	/** A message that its handler reads as it arrives, and that has no end. */
	UPLOAD {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			return send(open(port, "/upload"), frame(0x02, MEGABYTE - 1, new byte[70_000]));
		}
	},

	/** Starts streams that have no end. */
	STREAMS {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			return send(open(port, "/ticks"), many(5000, "x"));
		}
	},

	/** Does not answer the server's calls. */
	CALLS {
		@Override
		SocketChannel attack(int port, int tlsPort) throws IOException {
			return send(open(port, "/calls"), many(200, "{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":1}"));
		}
	};

	private static final int MEGABYTE = 1024 * 1024;

	/** Makes the server's replies wait with the server, and not with the kernel. */
	private static final int RECEIVE_BUFFER = 2048;

	private static final SSLContext TLS = tls();

	/**
	 * Connects, and sends what the server has to hold.
	 * @param port the port without TLS
	 * @param tlsPort the port with TLS
	 * @return the connection, which is not blocking
	 */
	abstract SocketChannel attack(int port, int tlsPort) throws IOException;

	private static SocketChannel connect(int port) throws IOException {
		SocketChannel channel = SocketChannel.open();
		channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
		channel.connect(new InetSocketAddress("localhost", port));
		return channel;
	}

	private static SocketChannel open(int port, String path) throws IOException {
		return open(port, path, "");
	}

	private static SocketChannel open(int port, String path, String header) throws IOException {
		SocketChannel channel = connect(port);
		ByteBuffer request = ByteBuffer.wrap(request(path, header + "\r\n"));
		while (request.hasRemaining()) {
			channel.write(request);
		}
		StringBuilder answer = new StringBuilder();
		ByteBuffer one = ByteBuffer.allocate(1);
		while (answer.indexOf("\r\n\r\n") < 0) {
			if (channel.read(one.clear()) < 0) {
				throw new IOException("No answer, but " + answer);
			}
			answer.append((char) one.get(0));
		}
		if (!answer.toString().startsWith("HTTP/1.1 101 ")) {
			throw new IOException("Refused: " + answer);
		}
		return channel;
	}

	private static byte[] request(String path, String headers) {
		return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers)
			.getBytes(StandardCharsets.US_ASCII);
	}

	/** Sends what the socket takes at once. */
	private static SocketChannel send(SocketChannel channel, byte[] bytes) throws IOException {
		channel.configureBlocking(false);
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		for (int written = 1; written > 0 && buffer.hasRemaining();) {
			written = channel.write(buffer);
		}
		return channel;
	}

	private static byte[] many(int count, String text) {
		byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
		byte[] frame = frame(0x81, payload.length, payload);
		byte[] all = new byte[count * frame.length];
		for (int i = 0; i < count; i++) {
			System.arraycopy(frame, 0, all, i * frame.length, frame.length);
		}
		return all;
	}

	/**
	 * Returns a masked frame, or its beginning.
	 * @param first the first byte
	 * @param length the length that the header says
	 * @param payload as much of the payload as there is
	 */
	private static byte[] frame(int first, int length, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
		frame.put((byte) first);
		if (length < 126) {
			frame.put((byte) (0x80 | length));
		}
		else if (length < 65_536) {
			frame.put((byte) (0x80 | 126)).putShort((short) length);
		}
		else {
			frame.put((byte) (0x80 | 127)).putLong(length);
		}
		// a key of zeros changes nothing
		return Arrays.copyOf(frame.putInt(0).put(payload).array(), frame.position());
	}

	private static byte[] deflated() {
		Deflater deflater = new Deflater(9, true);
		deflater.setInput(new byte[MEGABYTE - 1]);
		byte[] deflated = new byte[8192];
		int length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(deflated, length);
	}

	private static byte[] clientHello() throws IOException {
		SSLEngine engine = TLS.createSSLEngine();
		engine.setUseClientMode(true);
		ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), hello);
		return Arrays.copyOf(hello.array(), hello.position());
	}

	private static SSLContext tls() {
		try {
			return SSLContext.getDefault();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
