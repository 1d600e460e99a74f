/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

import dev.wsboot.engine.IncomingMessage;
import dev.wsboot.engine.WsMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that came whole, for a handler that reads messages as they come. Read by one
 * thread; may be closed by another.
 */
final class WholeMessage extends InputStream implements IncomingMessage {

	private final boolean text;

	/** {@code null} after the end, when reading is no longer allowed. */
	private volatile byte @Nullable [] bytes;

	/** Number of bytes that were read. Confined to the reader. */
	private int position;

	WholeMessage(WsMessage message) {
		this.text = message.isText();
		this.bytes = message.bytes();
	}

	@Override
	public boolean isText() {
		return this.text;
	}

	@Override
	public InputStream stream() {
		return this;
	}

	@Override
	public int read() throws IOException {
		byte[] source = readable();
		int from = this.position;
		if (from == source.length) {
			return -1;
		}
		this.position = from + 1;
		return source[from] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		byte[] source = readable();
		int from = this.position;
		if (from == source.length) {
			return -1;
		}
		int size = Math.min(length, source.length - from);
		System.arraycopy(source, from, target, offset, size);
		this.position = from + size;
		return size;
	}

	@Override
	public byte[] readAllBytes() throws IOException {
		byte[] source = readable();
		int from = this.position;
		this.position = source.length;
		return Arrays.copyOfRange(source, from, source.length);
	}

	@Override
	public long transferTo(OutputStream target) throws IOException {
		byte[] source = readable();
		int from = this.position;
		this.position = source.length;
		target.write(source, from, source.length - from);
		return source.length - from;
	}

	private byte[] readable() throws IOException {
		byte[] present = this.bytes;
		if (present == null) {
			throw new IOException("The stream is closed, or its callback has returned");
		}
		return present;
	}

	@Override
	public int available() {
		byte[] present = this.bytes;
		return (present != null) ? present.length - this.position : 0;
	}

	@Override
	public void close() {
		this.bytes = null;
	}

}
