/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.Headers;

/**
 * Parses the field lines of an HTTP/1.1 message (RFC 9112 section 5), up to and including
 * the blank line after them. Belongs to one connection. Accepts any split of the input,
 * keeps no more than the received bytes, and checks its limits with each byte.
 */
final class FieldLines {

	private enum State {

		LINE_START(HttpBytes.NONE), NAME(HttpBytes.TOKEN), VALUE(HttpBytes.FIELD_TEXT), LINE_END(HttpBytes.NONE),
		BLANK_LINE_END(HttpBytes.NONE), COMPLETE(HttpBytes.NONE);

		private final HttpBytes content;

		State(HttpBytes content) {
			this.content = content;
		}

	}

	private final int maxSize;

	private final int maxLines;

	private final TextBuffer text = new TextBuffer();

	/** The parsed field lines: each name at an even index, followed by its value. */
	private final List<String> fields = new ArrayList<>();

	private State state = State.LINE_START;

	/** Number of bytes counted against {@link #maxSize}. */
	private int size;

	/** Number of bytes of the heap that {@link #fields} occupies. */
	private int held;

	FieldLines(int maxSize, int maxLines) {
		this.maxSize = maxSize;
		this.maxLines = maxLines;
	}

	int parse(byte[] data, int offset, int length) throws HandshakeException {
		int position = offset;
		int end = offset + length;
		while (position < end && this.state != State.COMPLETE) {
			int run = this.state.content.run(data, position, end);
			count(run);
			this.text.append(data, position, run);
			position += run;
			if (position < end) {
				position += accept(data[position]);
			}
		}
		return position - offset;
	}

	/**
	 * Returns the number of bytes of the heap that the parsed lines and the incomplete
	 * line occupy.
	 */
	int heldBytes() {
		return this.held + this.text.footprint();
	}

	boolean isComplete() {
		return this.state == State.COMPLETE;
	}

	Headers headers() {
		return Headers.of(this.fields.toArray(String[]::new));
	}

	/**
	 * Handles a byte that is not content, and returns the number of consumed bytes: 0 or
	 * 1.
	 */
	private int accept(byte b) throws HandshakeException {
		switch (this.state) {
			case LINE_START -> {
				if (b != '\r') {
					startLine(b);
					return 0;
				}
				this.state = State.BLANK_LINE_END;
			}
			case NAME -> endName(b);
			case VALUE -> {
				if (b != '\r') {
					throw HandshakeException.badRequest(
							"A header value contains a line feed or another control character",
							name() + ", " + HttpBytes.name(b));
				}
				count(1);
				this.state = State.LINE_END;
			}
			case LINE_END -> {
				expectLineFeed(b);
				count(1);
				add(take().strip());
				this.state = State.LINE_START;
			}
			case BLANK_LINE_END -> {
				expectLineFeed(b);
				this.state = State.COMPLETE;
			}
			case COMPLETE -> throw new IllegalStateException("The header section is complete");
		}
		return 1;
	}

	private void startLine(byte b) throws HandshakeException {
		if (b == ' ' || b == '\t') {
			// RFC 9112 5.2: a server must reject obs-fold, or replace it
			throw HandshakeException.badRequest("A header line starts with white space");
		}
		if (this.fields.size() / 2 == this.maxLines) {
			throw HandshakeException.tooLarge(431, "There are more than " + this.maxLines + " header lines");
		}
		this.state = State.NAME;
	}

	private void endName(byte b) throws HandshakeException {
		String name = take();
		if (b == ' ' || b == '\t') {
			// RFC 9112 5.1: a server must reject white space between name and colon
			throw HandshakeException.badRequest("There is white space in or after a header name", name);
		}
		if (b != ':') {
			throw HandshakeException.badRequest("A header name is not a token", name + ", " + HttpBytes.name(b));
		}
		if (name.isEmpty()) {
			throw HandshakeException.badRequest("A header name is empty");
		}
		count(1);
		add(name);
		this.state = State.VALUE;
	}

	private void expectLineFeed(byte b) throws HandshakeException {
		if (b != '\n') {
			// RFC 9112 2.2: a bare CR makes the element invalid
			throw HandshakeException.badRequest("A carriage return is not followed by a line feed");
		}
	}

	private void count(int bytes) throws HandshakeException {
		this.size += bytes;
		if (this.size > this.maxSize) {
			throw HandshakeException.tooLarge(431, "The headers are larger than " + this.maxSize + " bytes");
		}
	}

	/**
	 * Returns the name of the line being parsed, for logs. Values are never logged, since
	 * they may be secret.
	 */
	private String name() {
		return this.fields.get(this.fields.size() - 1);
	}

	private String take() {
		return this.text.take();
	}

	private void add(String element) {
		String shared = SharedStrings.share(element);
		this.fields.add(shared);
		this.held += TextBuffer.footprint(shared);
	}

}
