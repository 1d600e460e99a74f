/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

import dev.wsboot.engine.Headers;

/**
 * A TCP connection, with or without TLS, for tests with invalid input: sends and receives
 * arbitrary bytes. Not thread-safe.
 * <p>
 * A failed send throws no exception, since a server may close the connection because of
 * invalid input. The next failed expectation reports the failed send.
 */
public final class RawConnection implements AutoCloseable {

	/** The default timeout of expectations. */
	static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(Integer.getInteger("ws.test.timeout", 10));

	private static final int CHUNK = 16 * 1024;

	/** The TCP socket, below {@link #socket} if that is a TLS socket. */
	private final Socket transport;

	/** The socket that bytes are written to and read from. */
	private final Socket socket;

	/** The input, unbuffered so that unread bytes stay in the kernel. */
	private final InputStream in;

	private Duration timeout;

	/** The first failure of a send; {@code null} if there is none. */
	private volatile @Nullable IOException sendFailure;

	private boolean vanished;

	private RawConnection(Socket transport, Socket socket, InputStream in, Duration timeout) {
		this.transport = transport;
		this.socket = socket;
		this.in = in;
		this.timeout = timeout;
	}

	/**
	 * Connects without sending anything.
	 * @param host a name or an address
	 * @param port the port
	 * @return the connection
	 * @throws AssertionError if no server accepts the connection
	 */
	public static RawConnection open(String host, int port) {
		return open(host, port, DEFAULT_TIMEOUT);
	}

	/**
	 * Connects without sending anything.
	 * @param host a name or an address
	 * @param port the port
	 * @param timeout the timeout of each expectation
	 * @return the connection
	 * @throws AssertionError if no server accepts the connection
	 */
	public static RawConnection open(String host, int port, Duration timeout) {
		return open(host, port, timeout, 0, null);
	}

	/**
	 * Connects and completes the TLS handshake, if any.
	 * @param receiveBuffer the size of the receive buffer in bytes, or 0 for the default
	 * @param tls the TLS context, or {@code null} for plain TCP
	 */
	static RawConnection open(String host, int port, Duration timeout, int receiveBuffer, @Nullable SSLContext tls) {
		Socket transport = new Socket();
		Socket socket = transport;
		try {
			transport.setTcpNoDelay(true);
			if (receiveBuffer > 0) {
				// before connecting, since it determines the window scale (RFC 7323 2.2)
				transport.setReceiveBufferSize(receiveBuffer);
			}
			transport.connect(new InetSocketAddress(host, port), millis(timeout));
			if (tls != null) {
				transport.setSoTimeout(millis(timeout));
				SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(transport, host, port, true);
				socket = secure;
				secure.startHandshake();
			}
			return new RawConnection(transport, socket, socket.getInputStream(), timeout);
		}
		catch (IOException ex) {
			closeQuietly(socket);
			throw new AssertionError("Expected a server at " + host + ":" + port + ", but: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Sends bytes unchanged.
	 * @param bytes the bytes
	 * @return this
	 */
	public RawConnection send(byte... bytes) {
		checkPresent();
		try {
			this.socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			this.sendFailure = (this.sendFailure != null) ? this.sendFailure : ex;
		}
		return this;
	}

	/**
	 * Sends text, such as an HTTP request with explicit line ends.
	 * @param text the text, in ISO 8859-1
	 * @return this
	 */
	public RawConnection send(String text) {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Prepares to send bytes a few at a time.
	 * @param bytes the bytes
	 * @return the send, whose bytes are sent on demand
	 */
	public PacedSend pace(byte... bytes) {
		return new PacedSend(this, bytes);
	}

	/**
	 * Sends the same bytes repeatedly, as fast as the server accepts them, until all are
	 * sent or the server has closed the connection.
	 * @param bytes the bytes
	 * @param times the number of repetitions
	 * @return this
	 * @throws AssertionError if the server does not accept all bytes within the timeout
	 */
	public RawConnection flood(byte[] bytes, int times) {
		checkPresent();
		Flood flood = new Flood(this, bytes, times);
		if (!flood.ends(this.timeout)) {
			close();
			throw unmet("the server to take " + times + " times " + bytes.length + " bytes",
					"it took only " + flood.sent() + " of them within " + describe(this.timeout));
		}
		return this;
	}

	/**
	 * Vanishes like a host that loses its power or network: from now on, nothing is read
	 * or sent, and the server receives no FIN. The kernel still accepts bytes of the
	 * server, up to the size of the receive buffer. {@link #close} closes the connection.
	 */
	public void vanish() {
		this.vanished = true;
	}

	/** Returns whether a send has failed. */
	boolean hasSendFailed() {
		return this.sendFailure != null;
	}

	/** Returns whether a farewell can still be sent. */
	boolean isPresent() {
		return !this.vanished && !this.transport.isClosed();
	}

	private void checkPresent() {
		if (this.vanished) {
			throw new IllegalStateException("This side of the connection has vanished");
		}
	}

	/**
	 * Shuts down the output of the connection. The server may continue to send.
	 * @return this
	 */
	public RawConnection endOutput() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			this.sendFailure = (this.sendFailure != null) ? this.sendFailure : ex;
		}
		return this;
	}

	/**
	 * Cuts the connection with a TCP reset. The connection is unusable afterwards.
	 */
	public void reset() {
		try {
			// a close without lingering aborts the connection (RFC 9293 3.10.4)
			this.transport.setSoLinger(true, 0);
			this.transport.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads an HTTP response. The body is delimited by Content-Length or the end of the
	 * connection. A 101 has no body.
	 * @return the response
	 * @throws AssertionError if another event arrives or the timeout elapses
	 */
	public WsHttpResponse expectResponse() {
		String expected = "an HTTP response";
		long deadline = deadline();
		String[] lines = head(expected, deadline).split("\r\n", -1);
		String[] statusLine = lines[0].split(" ", 3);
		if (!statusLine[0].equals("HTTP/1.1") || statusLine.length < 2 || !statusLine[1].matches("[1-9][0-9][0-9]")) {
			throw unmet(expected, "the line \"" + lines[0] + "\" came");
		}
		Headers headers = headers(expected, lines);
		int status = Integer.parseInt(statusLine[1]);
		String length = headers.first("Content-Length");
		if (status == 101 || status == 204) {
			return new WsHttpResponse(status, headers, "");
		}
		byte[] body = (length == null) ? readToEnd(expected, deadline)
				: read(Integer.parseInt(length), expected, deadline);
		return new WsHttpResponse(status, headers, new String(body, StandardCharsets.UTF_8));
	}

	/**
	 * Reads an HTTP response with a status.
	 * @param status the expected status code
	 * @return the response
	 * @throws AssertionError if another event arrives or the timeout elapses
	 */
	public WsHttpResponse expectResponse(int status) {
		WsHttpResponse response = expectResponse();
		if (response.status() != status) {
			throw unmet("an HTTP response with status " + status,
					"status " + response.status() + " came with the body \"" + response.body().strip() + '"');
		}
		return response;
	}

	/**
	 * Reads an exact number of bytes.
	 * @param count the number of bytes
	 * @return the bytes
	 * @throws AssertionError if fewer bytes arrive in time
	 */
	public byte[] expectBytes(int count) {
		return read(count, count + " bytes", deadline());
	}

	/**
	 * Reads to the end of the connection, which may be a FIN or a reset.
	 * @return the bytes before the end
	 * @throws AssertionError if the connection does not end in time
	 */
	public byte[] expectBytesToEnd() {
		return readToEnd("the end of the connection", deadline());
	}

	/**
	 * Expects that the server closes or resets the connection without sending anything
	 * before.
	 * @throws AssertionError if the server sends something, or does not end the
	 * connection in time
	 */
	public void expectEnd() {
		byte[] bytes = expectBytesToEnd();
		if (bytes.length > 0) {
			throw unmet("the end of the connection", bytes.length + " bytes came before it");
		}
	}

	/**
	 * Closes the connection.
	 */
	@Override
	public void close() {
		closeQuietly(this.socket);
	}

	/**
	 * Reads the available bytes, waiting for at least one byte.
	 * @return the number of bytes, or -1 at the end of the stream
	 * @throws SocketTimeoutException if nothing arrives before the deadline
	 */
	int read(byte[] target, long deadline) throws IOException {
		checkPresent();
		waitUntil(deadline);
		return this.in.read(target);
	}

	long deadline() {
		return System.nanoTime() + this.timeout.toNanos();
	}

	Duration timeout() {
		return this.timeout;
	}

	/** Changes how long each further expectation may take. */
	void timeout(Duration longest) {
		this.timeout = longest;
	}

	AssertionError unmet(String expected, String came) {
		String sentence = "Expected " + expected + ", but " + came;
		if (this.sendFailure != null) {
			sentence += "; a send before had failed: " + this.sendFailure.getMessage();
		}
		return new AssertionError(sentence, this.sendFailure);
	}

	private String head(String expected, long deadline) {
		StringBuilder head = new StringBuilder();
		while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
			int next = readByte(expected, deadline, head.length());
			if (next < 0) {
				throw unmet(expected, "the connection ended after " + head.length() + " bytes of it");
			}
			head.append((char) next);
		}
		return head.substring(0, head.length() - 4);
	}

	private Headers headers(String expected, String[] lines) {
		List<String> fields = new ArrayList<>();
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			if (colon < 1) {
				throw unmet(expected, "the header line \"" + lines[i] + "\" has no name");
			}
			fields.add(lines[i].substring(0, colon));
			fields.add(lines[i].substring(colon + 1).strip());
		}
		return Headers.of(fields.toArray(String[]::new));
	}

	private byte[] read(int count, String expected, long deadline) {
		byte[] bytes = new byte[count];
		for (int size = 0; size < count;) {
			int length = readPiece(bytes, size, count - size, expected, deadline, size);
			if (length < 0) {
				throw unmet(expected, "the connection ended after " + size + " of " + count + " bytes");
			}
			size += length;
		}
		return bytes;
	}

	private byte[] readToEnd(String expected, long deadline) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] chunk = new byte[CHUNK];
		while (true) {
			int length = readPiece(chunk, 0, chunk.length, expected, deadline, bytes.size());
			if (length < 0) {
				return bytes.toByteArray();
			}
			bytes.write(chunk, 0, length);
		}
	}

	private int readByte(String expected, long deadline, int before) {
		byte[] next = new byte[1];
		return (readPiece(next, 0, 1, expected, deadline, before) < 0) ? -1 : next[0] & 0xFF;
	}

	/** Returns the number of bytes, or -1 at the end of the stream or at a reset. */
	private int readPiece(byte[] target, int offset, int length, String expected, long deadline, int before) {
		checkPresent();
		try {
			waitUntil(deadline);
			return this.in.read(target, offset, length);
		}
		catch (SocketTimeoutException ex) {
			throw unmet(expected, "only " + before + " bytes came within " + describe(this.timeout));
		}
		catch (IOException ex) {
			return -1;
		}
	}

	private void waitUntil(long deadline) throws IOException {
		long millis = (deadline - System.nanoTime()) / 1_000_000;
		// a timeout of 0 would mean no timeout
		this.socket.setSoTimeout((int) Math.max(1, Math.min(millis, Integer.MAX_VALUE)));
	}

	static String describe(Duration duration) {
		return duration.toString().substring(2).toLowerCase(Locale.ROOT);
	}

	private static int millis(Duration duration) {
		return (int) Math.max(1, Math.min(duration.toMillis(), Integer.MAX_VALUE));
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// a socket that cannot be closed is abandoned
		}
	}

}
