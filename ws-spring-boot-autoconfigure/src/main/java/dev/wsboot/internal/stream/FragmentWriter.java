/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.stream;

import java.io.IOException;
import java.io.Writer;
import java.nio.CharBuffer;
import java.util.Objects;

/**
 * Sends the characters written to it as one text message in fragments. Confined to one
 * thread.
 */
public final class FragmentWriter extends Writer {

	private final Fragments fragments;

	private final CharBuffer part = CharBuffer.allocate(Fragments.SIZE / 2);

	public FragmentWriter(Fragments fragments) {
		this.fragments = fragments;
	}

	@Override
	public void write(char[] chars, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, chars.length);
		for (int done = 0; done < length;) {
			if (!this.part.hasRemaining()) {
				// not after writing, so that the last part is not empty
				send();
			}
			int count = Math.min(length - done, this.part.remaining());
			this.part.put(chars, offset + done, count);
			done += count;
		}
	}

	@Override
	public void flush() throws IOException {
		if (this.part.position() > (endsInPair() ? 1 : 0)) {
			send();
		}
	}

	/**
	 * Sends the current part without an incomplete surrogate pair at its end, which is
	 * kept for the next part.
	 */
	private void send() throws IOException {
		boolean half = endsInPair();
		char kept = half ? this.part.get(this.part.position() - 1) : 0;
		this.part.position(this.part.position() - (half ? 1 : 0));
		this.fragments.text(this.part.flip(), false);
		this.part.clear();
		if (half) {
			this.part.put(kept);
		}
	}

	private boolean endsInPair() {
		return this.part.position() > 0 && Character.isHighSurrogate(this.part.get(this.part.position() - 1));
	}

	/** Sends the last part. */
	public void finish() throws IOException {
		if (endsInPair()) {
			// the usual replacement of an unpaired surrogate
			this.part.put(this.part.position() - 1, '?');
		}
		this.fragments.text(this.part.flip(), true);
		this.part.clear();
	}

	@Override
	public void close() {
		// finish() ends the message, after the user's code has returned
	}

}
