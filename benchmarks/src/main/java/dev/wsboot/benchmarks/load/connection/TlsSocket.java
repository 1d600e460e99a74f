/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A client's socket with TLS 1.3 and one cipher suite, whoever the server is. Belongs to
 * the thread of its run, which the handshake blocks.
 */
final class TlsSocket {

	/** Four records of the largest size. */
	private static final int BUFFER_SIZE = 4 * (5 + 16 * 1024 + 256);

	private static final SSLContext CONTEXT = trustingAll();

	private final SocketChannel channel;

	private final SSLEngine engine = CONTEXT.createSSLEngine();

	/** Encrypted input; the position is after the last byte read. */
	private final ByteBuffer input = ByteBuffer.allocate(BUFFER_SIZE);

	/** Encrypted output that is not written yet. */
	private final ByteBuffer output = ByteBuffer.allocate(BUFFER_SIZE).limit(0);

	/**
	 * Says hello, and waits for the end of the handshake.
	 * @param channel a connected channel that blocks
	 */
	TlsSocket(SocketChannel channel) throws IOException {
		this.channel = channel;
		this.engine.setUseClientMode(true);
		SSLParameters parameters = this.engine.getSSLParameters();
		parameters.setProtocols(new String[] { "TLSv1.3" });
		parameters.setCipherSuites(new String[] { "TLS_AES_128_GCM_SHA256" });
		this.engine.setSSLParameters(parameters);
		handshake();
	}

	private void handshake() throws IOException {
		ByteBuffer nothing = ByteBuffer.allocate(0);
		this.engine.beginHandshake();
		HandshakeStatus status = this.engine.getHandshakeStatus();
		while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
			switch (status) {
				case NEED_TASK -> this.engine.getDelegatedTask().run();
				case NEED_WRAP -> write(nothing);
				default -> {
					this.input.flip();
					SSLEngineResult result = this.engine.unwrap(this.input, nothing);
					this.input.compact();
					if (result.getStatus() == Status.BUFFER_UNDERFLOW && this.channel.read(this.input) < 0) {
						throw new EOFException("The server has closed the connection in the TLS handshake");
					}
				}
			}
			status = this.engine.getHandshakeStatus();
		}
	}

	/**
	 * Reads what there is.
	 * @param plain has room for all of it
	 * @return the number of bytes, or -1 at the end
	 */
	int read(ByteBuffer plain) throws IOException {
		int before = plain.position();
		boolean ended = this.channel.read(this.input) < 0;
		this.input.flip();
		SSLEngineResult result;
		do {
			result = this.engine.unwrap(this.input, plain);
		}
		while (result.getStatus() == Status.OK && this.input.hasRemaining());
		this.input.compact();
		ended |= result.getStatus() == Status.CLOSED;
		int length = plain.position() - before;
		return (length == 0 && ended) ? -1 : length;
	}

	/**
	 * Encrypts and writes, unless earlier bytes wait.
	 * @return how much is taken, though the socket may not have it before {@link #flush}
	 */
	int write(ByteBuffer plain) throws IOException {
		int before = plain.position();
		while (flush()) {
			this.output.clear();
			SSLEngineResult result;
			do {
				result = this.engine.wrap(plain, this.output);
			}
			while (result.getStatus() == Status.OK && plain.hasRemaining());
			this.output.flip();
			if (result.getStatus() == Status.CLOSED) {
				throw new SSLException("The server has closed the connection");
			}
			if (!plain.hasRemaining()) {
				flush();
				break;
			}
		}
		return plain.position() - before;
	}

	/**
	 * Writes what waits.
	 * @return whether that is all
	 */
	boolean flush() throws IOException {
		if (this.output.hasRemaining()) {
			this.channel.write(this.output);
		}
		return !this.output.hasRemaining();
	}

	private static SSLContext trustingAll() {
		X509TrustManager all = new X509TrustManager() {

			@Override
			public void checkClientTrusted(X509Certificate[] chain, String type) {
			}

			@Override
			public void checkServerTrusted(X509Certificate[] chain, String type) {
			}

			@Override
			public X509Certificate[] getAcceptedIssuers() {
				return new X509Certificate[0];
			}

		};
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { all }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
