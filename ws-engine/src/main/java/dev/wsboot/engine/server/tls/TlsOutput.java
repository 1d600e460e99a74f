/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.io.IOException;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.transport.SocketTransport;
import dev.wsboot.engine.server.memory.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * The output of one TLS connection: encrypts the bytes of the writer, and sends the
 * messages of the engine itself, such as handshake, key updates, alerts and close_notify.
 * <p>
 * Safe to use from any thread; the lock is held while bytes are encrypted and given to
 * the socket, which never blocks. Plain bytes that were encrypted, but that the socket
 * did not take, count as not written, so that their sender is notified as late as without
 * TLS: the writer passes them again, and they are skipped then.
 */
final class TlsOutput {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final TlsLoop tls;

	private final SocketTransport socket;

	private final SSLEngine engine;

	/** Counts {@link #pending}. */
	private final MemoryAccount memory;

	/** Encrypted bytes that the socket has not taken yet. Guarded by this. */
	private @Nullable ByteBuffer pending;

	/**
	 * The number of plain bytes in {@link #pending} that were not reported as written.
	 * Guarded by this.
	 */
	private int owed;

	/** True if the output of the socket ends after {@link #pending}. Guarded by this. */
	private boolean ending;

	/** True if the output of the socket has ended. Guarded by this. */
	private boolean ended;

	/** True if the socket is closed, so that nothing is kept. Guarded by this. */
	private boolean closed;

	TlsOutput(TlsLoop tls, SocketTransport socket, SSLEngine engine, MemoryAccount memory) {
		this.tls = tls;
		this.socket = socket;
		this.engine = engine;
		this.memory = memory;
	}

	/**
	 * Encrypts and writes bytes, until the socket is full. The position of the buffers
	 * moves after the written bytes; the rest must be passed again, and nothing before
	 * it.
	 * @return the number of plain bytes that are written
	 */
	synchronized long write(ByteBuffer... plain) throws IOException {
		if (this.ending) {
			throw new SSLException("Output is closed");
		}
		long before = remaining(plain);
		flush();
		settle(plain);
		if (this.owed == 0 && this.pending == null && remaining(plain) > 0) {
			ByteBuffer buffer = borrow();
			try {
				encrypt(plain, buffer);
			}
			finally {
				giveBack(buffer);
			}
		}
		return before - remaining(plain);
	}

	/** Skips those of the owed bytes that are written now. */
	private void settle(ByteBuffer[] plain) {
		// a record is never smaller than its content, so the last byte is not reported
		// before all is written
		int unwritten = (this.pending != null) ? Math.min(this.owed, this.pending.remaining()) : 0;
		this.owed -= skip(plain, this.owed - unwritten);
	}

	private void encrypt(ByteBuffer[] plain, ByteBuffer buffer) throws IOException {
		int[] positions = new int[plain.length];
		do {
			for (int i = 0; i < plain.length; i++) {
				positions[i] = plain[i].position();
			}
			this.owed = wrap(plain, buffer.clear());
			transmit(buffer.flip());
			for (int i = 0; i < plain.length; i++) {
				plain[i].position(positions[i]);
			}
			settle(plain);
		}
		while (this.pending == null && remaining(plain) > 0);
	}

	/** Fills a buffer with records. */
	private int wrap(ByteBuffer[] plain, ByteBuffer buffer) throws SSLException {
		int taken = 0;
		do {
			SSLEngineResult result = this.engine.wrap(plain, buffer);
			taken += result.bytesConsumed();
			if (result.getStatus() == Status.BUFFER_OVERFLOW && buffer.position() > 0) {
				return taken;
			}
			if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
				throw new SSLException("Cannot encrypt: " + result);
			}
		}
		while (remaining(plain) > 0);
		return taken;
	}

	/**
	 * Writes the messages of the engine itself, unless earlier bytes wait.
	 * @return whether the socket has taken all
	 */
	synchronized boolean writeOwn() throws IOException {
		flush();
		if (this.pending == null) {
			wrapOwn();
		}
		return this.pending == null;
	}

	private void wrapOwn() throws IOException {
		ByteBuffer buffer = borrow();
		try {
			SSLEngineResult result;
			do {
				result = this.engine.wrap(NOTHING, buffer.clear());
				transmit(buffer.flip());
			}
			while (result.bytesProduced() > 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
					&& this.pending == null);
		}
		finally {
			giveBack(buffer);
		}
	}

	/**
	 * Writes the pending bytes.
	 * @return whether no bytes are pending any more
	 */
	synchronized boolean flush() throws IOException {
		ByteBuffer waiting = this.pending;
		if (waiting != null) {
			writeToSocket(waiting);
			if (waiting.hasRemaining()) {
				return false;
			}
			keep(null);
		}
		if (this.ending && !this.ended) {
			end();
		}
		return this.pending == null;
	}

	/** Writes encrypted bytes, and keeps those that the socket does not take. */
	private void transmit(ByteBuffer encrypted) throws IOException {
		writeToSocket(encrypted);
		if (encrypted.hasRemaining() && !this.closed) {
			keep(ByteBuffer.allocate(encrypted.remaining()).put(encrypted).flip());
		}
	}

	private void keep(@Nullable ByteBuffer encrypted) {
		ByteBuffer before = this.pending;
		this.pending = encrypted;
		this.memory.release((before != null) ? Footprint.buffer(before.capacity()) : 0);
		this.memory.charge((encrypted != null) ? Footprint.buffer(encrypted.capacity()) : 0);
	}

	/** Drops the pending bytes, as the socket is closed. */
	synchronized void close() {
		this.closed = true;
		keep(null);
	}

	/**
	 * Writes through a direct buffer. The JDK would otherwise create a large one for each
	 * thread, and keep it.
	 */
	private void writeToSocket(ByteBuffer encrypted) throws IOException {
		boolean inLoop = this.tls.loop.inLoop();
		ByteBuffer direct = inLoop ? this.tls.tlsBuffers.direct() : this.tls.writeBuffers.borrow();
		if (direct == null) {
			// the loop continues with its own
			return;
		}
		try {
			int written;
			int length;
			do {
				length = Math.min(direct.capacity(), encrypted.remaining());
				direct.clear().limit(length).put(0, encrypted, encrypted.position(), length);
				written = this.socket.write(direct);
				encrypted.position(encrypted.position() + written);
			}
			while (written == length && encrypted.hasRemaining());
		}
		finally {
			if (!inLoop) {
				this.tls.writeBuffers.giveBack(direct);
			}
		}
	}

	/**
	 * Sends close_notify, or an alert after a failure (RFC 8446 6.1), and ends the output
	 * of the socket after that.
	 * @return whether that is done; if not, {@link #flush} continues
	 */
	synchronized boolean end() throws IOException {
		this.ending = true;
		if (this.pending != null || this.ended) {
			return this.ended;
		}
		this.engine.closeOutbound();
		for (int attempt = 0; !this.engine.isOutboundDone() && this.pending == null && attempt < 3; attempt++) {
			try {
				wrapOwn();
			}
			catch (SSLException ex) {
				// the failure is known already; the alert comes next
			}
		}
		if (this.pending == null) {
			this.ended = true;
			this.socket.endOutput();
		}
		return this.ended;
	}

	private ByteBuffer borrow() {
		return this.tls.loop.inLoop() ? this.tls.tlsBuffers.output() : this.tls.server.buffers.borrow();
	}

	private void giveBack(ByteBuffer buffer) {
		if (!this.tls.loop.inLoop()) {
			this.tls.server.buffers.giveBack(buffer);
		}
	}

	private static long remaining(ByteBuffer[] buffers) {
		long sum = 0;
		for (ByteBuffer buffer : buffers) {
			sum += buffer.remaining();
		}
		return sum;
	}

	private static int skip(ByteBuffer[] buffers, int bytes) {
		int rest = bytes;
		for (ByteBuffer buffer : buffers) {
			int here = Math.min(rest, buffer.remaining());
			buffer.position(buffer.position() + here);
			rest -= here;
		}
		return bytes - rest;
	}

}
