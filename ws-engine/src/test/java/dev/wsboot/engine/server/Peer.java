/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Opcode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other end of a connection, as blunt as its socket: what it sends is not checked,
 * and it reads and answers only when told to. Used by one thread at a time, or by one
 * that sends and one that receives.
 */
final class Peer implements AutoCloseable {

	static final String REQUEST = """
			GET / HTTP/1.1\r
			Host: localhost\r
			Connection: Upgrade\r
			Upgrade: websocket\r
			Sec-WebSocket-Version: 13\r
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
			\r
			""";

	private final Socket socket;

	/** The TCP connection, also where {@link #socket} is of TLS. */
	private final Socket transport;

	private final DataInputStream input;

	private final Random maskingKeys = new Random(42);

	/** What was agreed about extensions; {@code null} for none. */
	private String extensions;

	private Peer(Socket transport, SSLContext tls) throws IOException {
		this.transport = transport;
		this.socket = (tls != null) ? tls.getSocketFactory().createSocket(transport, "localhost", 443, true)
				: transport;
		Socket socket = this.socket;
		this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1024));
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) Await.PATIENCE.toMillis());
	}

	/** Connects, and says nothing. */
	static Peer connect(WsServer server) throws IOException {
		return connect(server.port());
	}

	static Peer connect(int port) throws IOException {
		return new Peer(new Socket(InetAddress.getLoopbackAddress(), port),
				Servers.TLS ? Certificates.trustAll() : null);
	}

	/** Connects from another address of the loopback network, and says nothing. */
	static Peer connectFrom(String address, int port) throws IOException {
		return new Peer(new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0), null);
	}

	/** Connects over TLS, and says nothing more. */
	static Peer connectTls(int port, SSLContext context) throws IOException {
		Peer peer = new Peer(new Socket(InetAddress.getLoopbackAddress(), port), context);
		((SSLSocket) peer.socket).startHandshake();
		return peer;
	}

	/** Connects over TLS and has its handshake accepted. */
	static Peer openTls(WsServer server, SSLContext context) throws IOException {
		return openTls(server.port(), context);
	}

	static Peer openTls(int port, SSLContext context) throws IOException {
		return connectTls(port, context).shakesHands();
	}

	static Peer openTls(int port, SSLContext context, String extensions) throws IOException {
		return connectTls(port, context).shakesHands(offering(extensions));
	}

	/** Connects and has its handshake accepted. */
	static Peer open(WsServer server) throws IOException {
		return connect(server).shakesHands();
	}

	/** As {@link #open}, with a path. */
	static Peer openAt(WsServer server, String path) throws IOException {
		return openAt(server.port(), path);
	}

	static Peer openAt(int port, String path) throws IOException {
		return connect(port).shakesHands(REQUEST.replace("GET /", "GET " + path));
	}

	static Peer open(int port) throws IOException {
		return connect(port).shakesHands();
	}

	/**
	 * As {@link #open}, but its kernel takes only little that is not read, so that it is
	 * soon a slow reader.
	 */
	static Peer openNarrow(WsServer server) throws IOException {
		return connectNarrow(server).shakesHands();
	}

	static Peer openNarrow(WsServer server, String extensions) throws IOException {
		return connectNarrow(server).shakesHands(offering(extensions));
	}

	private static Peer connectNarrow(WsServer server) throws IOException {
		return connectNarrow(server.port());
	}

	/** As {@link #connect}, for a slow reader: see {@link #openNarrow}. */
	static Peer connectNarrow(int port) throws IOException {
		Socket socket = new Socket();
		// before connecting, as it sets the largest window; with one below a segment of
		// loopback, TCP would wait for timers
		socket.setReceiveBufferSize(128 * 1024);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		return new Peer(socket, Servers.TLS ? Certificates.trustAll() : null);
	}

	/** As {@link #open}, but offers extensions. */
	static Peer openOffering(int port, String extensions) throws IOException {
		return connect(port).shakesHands(offering(extensions));
	}

	private static String offering(String extensions) {
		return REQUEST.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: " + extensions + "\r\n\r\n");
	}

	Peer shakesHands() throws IOException {
		return shakesHands(REQUEST);
	}

	Peer shakesHands(String request) throws IOException {
		sends(request);
		Response response = receivesResponse();
		assertThat(response.status()).isEqualTo(101);
		this.extensions = response.header("Sec-WebSocket-Extensions");
		return this;
	}

	/** What the server has accepted, or {@code null}. */
	String extensions() {
		return this.extensions;
	}

	Peer sends(String bytes) throws IOException {
		return sends(bytes.getBytes(StandardCharsets.ISO_8859_1));
	}

	Peer sends(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	/** Sends what {@link FrameNotation} says, masked with keys of its own. */
	Peer sendsFrames(String frames) throws IOException {
		return sends(FrameNotation.bytes(frames, this.maskingKeys::nextInt));
	}

	Peer sendsText(String text) throws IOException {
		return sends(text(text));
	}

	Peer sendsBinary(byte[] payload) throws IOException {
		return sends(frame(true, Opcode.BINARY, payload));
	}

	Peer sendsPing(String payload) throws IOException {
		return sends(frame(true, Opcode.PING, payload.getBytes(StandardCharsets.UTF_8)));
	}

	Peer sendsPong(byte[] payload) throws IOException {
		return sends(frame(true, Opcode.PONG, payload));
	}

	Peer sendsClose(int code) throws IOException {
		return sends(close(code));
	}

	/** The bytes of a text message. */
	static byte[] text(String text) {
		return frame(true, Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	/** The bytes of a Close frame; 1005 gives an empty one. */
	static byte[] close(int code) {
		return frame(true, Opcode.CLOSE,
				(code == 1005) ? new byte[0] : new byte[] { (byte) (code >>> 8), (byte) code });
	}

	/** The bytes of a frame, masked. */
	static byte[] frame(boolean fin, Opcode opcode, byte[] payload) {
		return FrameEncoder.encodeMasked(fin, opcode, payload, 0x12345678);
	}

	/** The header of a masked frame whose payload may never come. */
	static byte[] header(Opcode opcode, int claimedLength) {
		byte[] masked = new byte[FrameEncoder.headerLength(claimedLength) + 4];
		FrameEncoder.putHeader(ByteBuffer.wrap(masked), FrameEncoder.firstByte(true, opcode), claimedLength);
		masked[1] |= (byte) 0x80;
		return masked;
	}

	static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	/** Receives an HTTP response and, if it says how long that is, its body. */
	Response receivesResponse() throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) this.input.readUnsignedByte());
		}
		Response response = new Response(Integer.parseInt(head.substring(9, 12)), head.toString(), "");
		String length = response.header("Content-Length");
		if (length == null) {
			return response;
		}
		byte[] body = new byte[Integer.parseInt(length)];
		this.input.readFully(body);
		return new Response(response.status(), response.head(), new String(body, StandardCharsets.UTF_8));
	}

	/**
	 * Receives a frame.
	 * @throws EOFException if the connection has ended
	 */
	Frame receives() throws IOException {
		int first = this.input.readUnsignedByte();
		assertThat(first & ((this.extensions != null) ? 0x30 : 0x70)).as("reserved bits").isZero();
		int second = this.input.readUnsignedByte();
		assertThat(second & 0x80).as("masking bit").isZero();
		long length = switch (second) {
			case 126 -> this.input.readUnsignedShort();
			case 127 -> this.input.readLong();
			default -> second;
		};
		// RFC 6455 5.2
		assertThat(length).as("length in its shortest form")
			.isGreaterThan((second == 126) ? 125 : (second == 127) ? 65535 : -1);
		byte[] payload = new byte[Math.toIntExact(length)];
		this.input.readFully(payload);
		return new Frame((first & 0x80) != 0, (first & 0x40) != 0, Opcode.of((byte) first), payload);
	}

	/** Receives a frame that is a whole message or a control frame. */
	Peer receives(Opcode opcode, String payload) throws IOException {
		Frame frame = receives();
		assertThat(frame.opcode()).isEqualTo(opcode);
		assertThat(frame.fin()).isTrue();
		assertThat(frame.payload()).isEqualTo(FrameNotation.bytes(payload));
		return this;
	}

	String receivesText() throws IOException {
		Frame frame = receives();
		assertThat(frame.opcode()).isEqualTo(Opcode.TEXT);
		assertThat(frame.fin()).isTrue();
		return frame.text();
	}

	/** Receives a Close frame, and returns its code. */
	int receivesClose() throws IOException {
		Frame frame = receives();
		assertThat(frame.opcode()).isEqualTo(Opcode.CLOSE);
		return frame.closeCode();
	}

	/** Receives frames until a Close frame comes, and returns its code. */
	int receivesUntilClose() throws IOException {
		Frame frame = receives();
		while (frame.opcode() != Opcode.CLOSE) {
			frame = receives();
		}
		return frame.closeCode();
	}

	/** Receives nothing more: the connection ends here. */
	void receivesEnd() throws IOException {
		assertThat(this.input.read()).as("byte before the end").isEqualTo(-1);
	}

	/** Receives whatever comes until the connection ends, or is reset. */
	int receivesUntilEnd() throws IOException {
		int bytes = 0;
		byte[] piece = new byte[65536];
		try {
			for (int length = this.input.read(piece); length >= 0; length = this.input.read(piece)) {
				bytes += length;
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("The connection does not end", ex);
		}
		catch (IOException ex) {
			// reset
		}
		return bytes;
	}

	InputStream input() {
		return this.input;
	}

	/** Sends FIN, but goes on receiving. */
	Peer sendsEnd() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/** Ends the connection with RST. */
	void resets() throws IOException {
		if (!this.transport.isClosed()) {
			this.transport.setSoLinger(true, 0);
			this.transport.close();
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	record Frame(boolean fin, boolean rsv1, Opcode opcode, byte[] payload) {

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		String closeReason() {
			return (this.payload.length == 0) ? ""
					: new String(this.payload, 2, this.payload.length - 2, StandardCharsets.UTF_8);
		}

		int closeCode() {
			return (this.payload.length == 0) ? 1005 : ((this.payload[0] & 0xFF) << 8) | (this.payload[1] & 0xFF);
		}

	}

	record Response(int status, String head, String body) {

		String header(String name) {
			return this.head.lines()
				.filter((line) -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
				.map((line) -> line.substring(name.length() + 1).strip())
				.findFirst()
				.orElse(null);
		}

	}

}
