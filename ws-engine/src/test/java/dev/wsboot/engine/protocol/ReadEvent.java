/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.frame.FrameNotation;

/**
 * An event of a reader, as a value that tests compare and print.
 *
 * @param kind the kind of event
 * @param code the close code, 0 for all but a close
 * @param payload the payload, or the close reason in UTF-8
 */
public record ReadEvent(Kind kind, int code, ByteBuffer payload) {

	/** Maximum number of printed bytes of a payload. */
	private static final int PRINTED = 64;

	/**
	 * Reads an event as the vectors write it, such as {@code text "Hello"} or
	 * {@code close 1000 "bye"}.
	 * @param notation the kind, the code of a close, and the payload
	 * @return the event
	 */
	static ReadEvent parse(String notation) {
		String[] words = notation.split(" ", 2);
		Kind kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
		String rest = (words.length > 1) ? words[1].strip() : "";
		int code = 0;
		if (kind == Kind.CLOSE) {
			// an empty Close frame reads as 1005
			code = rest.isEmpty() ? 1005 : Integer.parseInt(rest.split(" ", 2)[0]);
			rest = rest.contains(" ") ? rest.substring(rest.indexOf(' ')) : "";
		}
		return of(kind, code, FrameNotation.bytes(rest));
	}

	static ReadEvent of(Kind kind, byte[] payload) {
		return of(kind, 0, payload);
	}

	static ReadEvent of(CloseStatus status) {
		return of(Kind.CLOSE, status.code(), status.reason().getBytes(StandardCharsets.UTF_8));
	}

	static ReadEvent of(int closeCode, byte[] reason) {
		return of(Kind.CLOSE, closeCode, reason);
	}

	private static ReadEvent of(Kind kind, int code, byte[] payload) {
		return new ReadEvent(kind, code, ByteBuffer.wrap(payload));
	}

	@Override
	public String toString() {
		String name = this.kind.name().toLowerCase(Locale.ROOT) + ((this.code != 0) ? " " + this.code : "");
		if (this.payload.capacity() == 0) {
			return name;
		}
		byte[] start = new byte[Math.min(PRINTED, this.payload.capacity())];
		this.payload.get(0, start);
		String more = (start.length < this.payload.capacity()) ? "... (" + this.payload.capacity() + " bytes)" : "";
		boolean readable = this.kind == Kind.TEXT || this.kind == Kind.CLOSE;
		return name + " "
				+ (readable ? '"' + new String(start, StandardCharsets.UTF_8) + '"' : HexFormat.of().formatHex(start))
				+ more;
	}

	/**
	 * The kinds of event.
	 */
	public enum Kind {

		/** A text message. */
		TEXT,
		/** A binary message. */
		BINARY,
		/** A ping. */
		PING,
		/** A pong. */
		PONG,
		/** A Close frame. */
		CLOSE

	}

}
