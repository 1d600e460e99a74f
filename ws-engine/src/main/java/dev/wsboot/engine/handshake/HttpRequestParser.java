/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import dev.wsboot.engine.HandshakeDecision;

/**
 * Parses the head of an HTTP/1.1 request (RFC 9112 sections 2 to 5), strictly. Belongs to
 * one connection, until its handshake is complete. Takes any split of the input, holds no
 * more than the bytes that came, and refuses at the first byte that no request can hold.
 */
public final class HttpRequestParser {

	private enum State {

		METHOD(HttpBytes.TOKEN), TARGET(HttpBytes.VISIBLE), VERSION(HttpBytes.VISIBLE), LINE_END(HttpBytes.NONE),
		FIELD_LINES(HttpBytes.NONE);

		private final HttpBytes content;

		State(HttpBytes content) {
			this.content = content;
		}

	}

	/** RFC 8446 5.1: the content type of a record that holds a ClientHello. */
	private static final byte TLS_HANDSHAKE = 0x16;

	private final int maxRequestLine;

	private final FieldLines fieldLines;

	private final TextBuffer text = new TextBuffer();

	private State state = State.METHOD;

	private int lineLength;

	private String method = "";

	private String target = "";

	private String version = "";

	/**
	 * Creates a parser that waits for the first byte.
	 * @param maxRequestLine the longest request line, in bytes without its line end
	 * @param maxHeaderSize the largest sum of all field lines, in bytes with their line
	 * ends
	 * @param maxHeaders the largest number of field lines
	 */
	public HttpRequestParser(int maxRequestLine, int maxHeaderSize, int maxHeaders) {
		this.maxRequestLine = maxRequestLine;
		this.fieldLines = new FieldLines(maxHeaderSize, maxHeaders);
	}

	/**
	 * Takes the next bytes.
	 * @param data the array that holds them
	 * @param offset where they start
	 * @param length how many they are
	 * @return how many belong to the request; those behind it are frames
	 * @throws HandshakeException if the bytes are no HTTP/1.1 request, or are over a
	 * limit; the parser is of no use after that
	 */
	public int parse(byte[] data, int offset, int length) throws HandshakeException {
		int position = offset;
		int end = offset + length;
		while (position < end && this.state != State.FIELD_LINES) {
			int run = this.state.content.run(data, position, end);
			count(run);
			this.text.append(data, position, run);
			position += run;
			if (position < end) {
				accept(data[position]);
				position++;
			}
		}
		position += this.fieldLines.parse(data, position, end - position);
		return position - offset;
	}

	/**
	 * Whether the blank line behind the headers has come.
	 * @return {@code true} once {@link #request} may be called
	 */
	public boolean isComplete() {
		return this.fieldLines.isComplete();
	}

	/**
	 * Returns how much memory the request occupies as far as it has come.
	 * @return bytes of the heap
	 */
	public int heldBytes() {
		return this.text.footprint() + TextBuffer.footprint(this.target) + this.fieldLines.heldBytes();
	}

	/**
	 * Returns the request.
	 * @return the request
	 * @throws IllegalStateException if it is not complete
	 */
	public HttpRequest request() {
		if (!isComplete()) {
			throw new IllegalStateException("The request is not complete");
		}
		return new HttpRequest(this.method, this.target, this.version, this.fieldLines.headers());
	}

	/** Handles a byte that is not content: a delimiter, or an error. */
	private void accept(byte b) throws HandshakeException {
		switch (this.state) {
			case METHOD -> {
				if (this.lineLength == 0) {
					checkFirstByte(b);
				}
				this.method = element(b, ' ', "The method is not a token followed by a space");
				if (this.method.equals("PROXY")) {
					throw causedByProxy(ProxyFault.PROXY_HEADER, this.method);
				}
				count(1);
				this.state = State.TARGET;
			}
			case TARGET -> {
				this.target = element(b, ' ', "The request target is not visible ASCII between two spaces");
				count(1);
				this.state = State.VERSION;
			}
			case VERSION -> {
				this.version = element(b, '\r', "The request line does not end with an HTTP version and CR LF");
				this.state = State.LINE_END;
			}
			case LINE_END -> {
				if (b != '\n') {
					throw HandshakeException.badRequest("A carriage return stands without its line feed");
				}
				checkVersion();
				this.state = State.FIELD_LINES;
			}
			case FIELD_LINES -> throw new IllegalStateException("The request line is complete");
		}
	}

	private String element(byte b, char delimiter, String error) throws HandshakeException {
		if (b != delimiter || this.text.isEmpty()) {
			throw HandshakeException.badRequest(error, HttpBytes.name(b) + " at " + this.lineLength);
		}
		return this.text.take();
	}

	/** Recognizes what proxies send that speak another protocol. */
	private void checkFirstByte(byte b) throws HandshakeException {
		if (b == TLS_HANDSHAKE) {
			throw causedByProxy(ProxyFault.TLS, HttpBytes.name(b) + " at 0");
		}
		if (b == '\r') {
			// version 2 of the PROXY protocol begins with an empty line
			throw causedByProxy(ProxyFault.PROXY_HEADER, HttpBytes.name(b) + " at 0");
		}
	}

	private static HandshakeException causedByProxy(ProxyFault fault, String detail) {
		return HandshakeException.causedByProxy(HandshakeDecision.reject(400), fault, detail);
	}

	private void checkVersion() throws HandshakeException {
		if (this.method.equals("PRI")) {
			// RFC 9113 3.4: the preface was made to look like a request that is refused
			throw causedByProxy(ProxyFault.HTTP_2, this.version);
		}
		if (!isWellFormed(this.version)) {
			throw HandshakeException.badRequest("The request line does not end with an HTTP version and CR LF",
					this.version);
		}
		if (!this.version.equals("HTTP/1.1")) {
			// RFC 6455 4.1: the request is HTTP/1.1 or higher; the upgrade exists in 1.1
			// only
			throw HandshakeException.causedByProxy(HandshakeDecision.reject(505), ProxyFault.HTTP_VERSION,
					this.version);
		}
	}

	/** RFC 9112 2.3: {@code HTTP-version = "HTTP/" DIGIT "." DIGIT}, in this case. */
	private static boolean isWellFormed(String version) {
		return version.length() == 8 && version.startsWith("HTTP/") && isDigit(version.charAt(5))
				&& version.charAt(6) == '.' && isDigit(version.charAt(7));
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private void count(int bytes) throws HandshakeException {
		this.lineLength += bytes;
		if (this.lineLength > this.maxRequestLine) {
			throw HandshakeException.tooLarge(414, "The request line is longer than " + this.maxRequestLine + " bytes");
		}
	}

}
