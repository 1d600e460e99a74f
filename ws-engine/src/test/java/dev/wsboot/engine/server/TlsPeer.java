/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * The other end of a TLS connection that has its records in hand: it can cut them
 * anywhere, forge them, or leave them out. Used by one thread.
 */
final class TlsPeer implements AutoCloseable {

	private final Socket socket;

	final SSLEngine engine;

	private final ByteBuffer input = ByteBuffer.allocate(64 * 1024).limit(0);

	private final ByteBuffer plain = ByteBuffer.allocate(64 * 1024).limit(0);

	/** How many bytes are sent at once. */
	private int piece = Integer.MAX_VALUE;

	private TlsPeer(Socket socket, SSLEngine engine) throws IOException {
		this.socket = socket;
		this.engine = engine;
		engine.setUseClientMode(true);
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) Await.PATIENCE.toMillis());
	}

	/** Connects, and says nothing. */
	static TlsPeer connect(WsServer server, SSLContext context, Consumer<SSLParameters> parameters) throws IOException {
		Socket socket = new Socket();
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
		SSLEngine engine = context.createSSLEngine();
		SSLParameters changed = engine.getSSLParameters();
		parameters.accept(changed);
		engine.setSSLParameters(changed);
		return new TlsPeer(socket, engine);
	}

	/** Connects with one version of TLS, and says nothing. */
	static TlsPeer connect(WsServer server, String protocol) throws IOException {
		return connect(server, Certificates.trustAll(),
				(parameters) -> parameters.setProtocols(new String[] { protocol }));
	}

	/** Connects, and has both handshakes done. */
	static TlsPeer open(WsServer server, String protocol) throws IOException {
		return connect(server, protocol).handshakes().opens();
	}

	/** From now on, bytes are sent in pieces of that size. */
	TlsPeer inPiecesOf(int size) {
		this.piece = size;
		return this;
	}

	/** Does the TLS handshake. */
	TlsPeer handshakes() throws IOException {
		this.engine.beginHandshake();
		while (this.engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
			step();
		}
		return this;
	}

	/** Does one step of a handshake. */
	private void step() throws IOException {
		switch (this.engine.getHandshakeStatus()) {
			case NEED_TASK -> this.engine.getDelegatedTask().run();
			case NEED_WRAP -> sendsRaw(encrypt(new byte[0]));
			default -> unwrap();
		}
	}

	/** Opens a session. */
	TlsPeer opens() throws IOException {
		sends(Peer.REQUEST.getBytes(StandardCharsets.US_ASCII));
		StringBuilder response = new StringBuilder();
		while (response.indexOf("\r\n\r\n") < 0) {
			response.append((char) receives(1)[0]);
		}
		if (!response.toString().startsWith("HTTP/1.1 101 ")) {
			throw new AssertionError("Not opened: " + response);
		}
		return this;
	}

	/** The first flight of a handshake. */
	byte[] clientHello() throws IOException {
		this.engine.beginHandshake();
		return encrypt(new byte[0]);
	}

	/** Returns the records for some data, or what the engine has to say. */
	byte[] encrypt(byte[] data) throws SSLException {
		ByteBuffer source = ByteBuffer.wrap(data);
		ByteBuffer records = ByteBuffer.allocate(20 * 1024 + 2 * data.length);
		SSLEngineResult result;
		do {
			result = this.engine.wrap(source, records);
		}
		while (result.getStatus() == Status.OK && source.hasRemaining());
		return Arrays.copyOf(records.array(), records.position());
	}

	TlsPeer sends(byte[] data) throws IOException {
		return sendsRaw(encrypt(data));
	}

	/** Sends bytes as they are. */
	TlsPeer sendsRaw(byte[] bytes) throws IOException {
		for (int i = 0; i < bytes.length; i += Math.min(this.piece, bytes.length - i)) {
			this.socket.getOutputStream().write(bytes, i, Math.min(this.piece, bytes.length - i));
		}
		return this;
	}

	/** Sends the header of a record, and nothing behind it. */
	TlsPeer sendsHeader(int type, int length) throws IOException {
		return sendsRaw(new byte[] { (byte) type, 3, 3, (byte) (length >>> 8), (byte) length });
	}

	/** Sends FIN, and no close_notify. */
	TlsPeer sendsEnd() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/** Sends close_notify, and no FIN. */
	TlsPeer sendsCloseNotify() throws IOException {
		this.engine.closeOutbound();
		return sendsRaw(encrypt(new byte[0]));
	}

	/** Asks for new keys (RFC 8446 4.6.3). */
	TlsPeer updatesKeys() throws IOException {
		this.engine.beginHandshake();
		return sendsRaw(encrypt(new byte[0]));
	}

	/**
	 * Receives data.
	 * @throws EOFException if there is no more before close_notify
	 * @throws SSLException if there is an alert instead
	 */
	byte[] receives(int length) throws IOException {
		byte[] data = new byte[length];
		for (int i = 0; i < length; i++) {
			while (!this.plain.hasRemaining()) {
				if (this.engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
					unwrap();
				}
				else {
					step();
				}
			}
			data[i] = this.plain.get();
		}
		return data;
	}

	/** Receives an unfragmented message of up to 125 bytes. */
	byte[] receivesMessage() throws IOException {
		byte[] header = receives(2);
		return receives(header[1]);
	}

	private void unwrap() throws IOException {
		this.plain.compact();
		try {
			SSLEngineResult result = this.engine.unwrap(this.input, this.plain);
			if (result.getStatus() == Status.CLOSED) {
				throw new EOFException("close_notify");
			}
			if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
				this.input.compact();
				int count = this.socket.getInputStream()
					.read(this.input.array(), this.input.position(), this.input.remaining());
				if (count < 0) {
					throw new EOFException("FIN");
				}
				this.input.position(this.input.position() + count).flip();
			}
		}
		finally {
			this.plain.flip();
		}
	}

	/**
	 * Receives nothing but the end of the connection.
	 * @return how TLS ended, {@code close_notify}, {@code FIN} or the text of an alert
	 */
	String receivesEnd() throws IOException {
		String end;
		try {
			throw new AssertionError("Received " + receives(1)[0]);
		}
		catch (EOFException ex) {
			end = ex.getMessage();
		}
		catch (SSLException ex) {
			end = ex.getMessage();
		}
		if (!end.equals("FIN")) {
			int next = this.input.hasRemaining() ? this.input.get() : this.socket.getInputStream().read();
			if (next >= 0) {
				throw new AssertionError("More behind the end of TLS: " + next);
			}
		}
		return end;
	}

	/** Receives what is sent in the clear until the connection ends. */
	byte[] receivesRaw() throws IOException {
		return this.socket.getInputStream().readAllBytes();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
