/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Sends the bytes written to it as one binary message in fragments. Confined to one
 * thread.
 */
public final class FragmentOutputStream extends OutputStream {

	private final Fragments fragments;

	private final ByteBuffer part = ByteBuffer.allocate(Fragments.SIZE);

	public FragmentOutputStream(Fragments fragments) {
		this.fragments = fragments;
	}

	@Override
	public void write(int value) throws IOException {
		makeRoom();
		this.part.put((byte) value);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		for (int done = 0; done < length;) {
			makeRoom();
			int count = Math.min(length - done, this.part.remaining());
			this.part.put(bytes, offset + done, count);
			done += count;
		}
	}

	/**
	 * Sends the current part if it is full. Not called after writing, so that the last
	 * part is not empty.
	 */
	private void makeRoom() throws IOException {
		if (!this.part.hasRemaining()) {
			send(false);
		}
	}

	@Override
	public void flush() throws IOException {
		if (this.part.position() > 0) {
			send(false);
		}
	}

	/** Sends the last part. */
	public void finish() throws IOException {
		send(true);
	}

	private void send(boolean last) throws IOException {
		this.fragments.binary(this.part.flip(), last);
		this.part.clear();
	}

}
