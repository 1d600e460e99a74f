/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import dev.wsboot.engine.HandshakeDecision;

/**
 * A strict parser of the head of an HTTP/1.1 request (RFC 9112 sections 2 to 5). Belongs
 * to one connection until its handshake is complete. Accepts any split of the input,
 * keeps no more than the received bytes, and rejects a request at its first invalid byte.
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

	/** Content type of a TLS record that contains a ClientHello (RFC 8446 5.1). */
	private static final byte TLS_HANDSHAKE = 0x16;

	private final int maxRequestLine;

	private final FieldLines fieldLines;

	private final TextBuffer text = new TextBuffer();

	private State state = State.METHOD;

	/** Number of bytes of the request line parsed so far. */
	private int lineLength;

	private String method = "";

	private String target = "";

	private String version = "";

	/**
	 * Creates a parser that waits for the first byte.
	 * @param maxRequestLine the maximum length of the request line, in bytes without its
	 * line end
	 * @param maxHeaderSize the maximum total size of the field lines, in bytes including
	 * their line ends
	 * @param maxHeaders the maximum number of field lines
	 */
	public HttpRequestParser(int maxRequestLine, int maxHeaderSize, int maxHeaders) {
		this.maxRequestLine = maxRequestLine;
		this.fieldLines = new FieldLines(maxHeaderSize, maxHeaders);
	}

	/**
	 * Parses the next bytes of the request.
	 * @param data the array that contains the bytes
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @return the number of bytes that belong to the request; the bytes after it are
	 * frames
	 * @throws HandshakeException if the bytes are not an HTTP/1.1 request, or exceed a
	 * limit; the parser must not be used afterwards
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
	 * Returns true if the blank line after the headers has been parsed.
	 * @return whether {@link #request} may be called
	 */
	public boolean isComplete() {
		return this.fieldLines.isComplete();
	}

	/**
	 * Returns the size of the memory that the received part of the request occupies.
	 * @return the number of bytes of the heap
	 */
	public int heldBytes() {
		return this.text.footprint() + TextBuffer.footprint(this.target) + this.fieldLines.heldBytes();
	}

	/**
	 * Returns the request.
	 * @return the request
	 * @throws IllegalStateException if the request is not complete
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
					throw HandshakeException.badRequest("A carriage return is not followed by a line feed");
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

	/** Recognizes the first byte of proxies that use another protocol. */
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
			// RFC 9113 3.4: the preface is designed so that HTTP/1.1 servers reject it
			throw causedByProxy(ProxyFault.HTTP_2, this.version);
		}
		if (!isWellFormed(this.version)) {
			throw HandshakeException.badRequest("The request line does not end with an HTTP version and CR LF",
					this.version);
		}
		Handshaker.checkHttpVersion(this.version);
	}

	/**
	 * Returns true for {@code "HTTP/" DIGIT "." DIGIT}, which is case-sensitive (RFC 9112
	 * 2.3).
	 */
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
