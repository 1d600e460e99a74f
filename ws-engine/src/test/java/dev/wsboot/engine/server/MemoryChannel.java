/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.function.BooleanSupplier;

import dev.wsboot.engine.server.connection.Connection;

/**
 * A socket without a kernel, for models: bytes that are written pile up on its wire as
 * far as there is room. Safe to use from any thread; methods that begin with {@code peer}
 * are the other side's.
 */
final class MemoryChannel extends SocketChannel {

	volatile MemorySelector selector;

	private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

	private final ArrayDeque<byte[]> input = new ArrayDeque<>();

	private int room = Integer.MAX_VALUE;

	private boolean peerEnded;

	private boolean closed;

	MemoryChannel(SelectorProvider provider) {
		super(provider);
	}

	/** The connection that it is registered for. */
	Connection connection() {
		return (Connection) this.selector.key().attachment();
	}

	/** What it is ready for, as in {@link SelectionKey}. */
	synchronized int ready() {
		boolean readable = !this.input.isEmpty() || this.peerEnded;
		return ((this.room > 0) ? SelectionKey.OP_WRITE : 0) | (readable ? SelectionKey.OP_READ : 0);
	}

	/** There is room for so many bytes from now on. */
	void peerMakesRoom(int bytes) {
		synchronized (this) {
			this.room = bytes;
		}
		this.selector.look();
	}

	/** The peer sends a frame. Frames of several calls may be read in one. */
	void peerSends(int opcode, String payload) {
		byte[] text = payload.getBytes(StandardCharsets.UTF_8);
		byte[] frame = new byte[6 + text.length];
		frame[0] = (byte) (0x80 | opcode);
		// masked with zeros
		frame[1] = (byte) (0x80 | text.length);
		System.arraycopy(text, 0, frame, 6, text.length);
		synchronized (this) {
			this.input.add(frame);
		}
		this.selector.look();
	}

	/** The other side says FIN. */
	void peerEnds() {
		synchronized (this) {
			this.peerEnded = true;
		}
		this.selector.look();
	}

	/** Waits for something on the wire. */
	synchronized void awaitWritten(BooleanSupplier condition) {
		try {
			while (!condition.getAsBoolean()) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** All bytes that were written, whether the peer has read them or not. */
	synchronized byte[] wire() {
		return this.wire.toByteArray();
	}

	@Override
	public synchronized int write(ByteBuffer source) throws IOException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
		int bytes = Math.min(this.room, source.remaining());
		byte[] taken = new byte[bytes];
		source.get(taken);
		this.wire.write(taken, 0, bytes);
		this.room -= bytes;
		notifyAll();
		return bytes;
	}

	@Override
	public synchronized int read(ByteBuffer target) throws IOException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
		int length = 0;
		for (byte[] bytes = this.input.poll(); bytes != null; bytes = this.input.poll()) {
			target.put(bytes);
			length += bytes.length;
		}
		return (length == 0 && this.peerEnded) ? -1 : length;
	}

	@Override
	protected void implCloseSelectableChannel() {
		synchronized (this) {
			this.closed = true;
		}
	}

	@Override
	protected void implConfigureBlocking(boolean block) {
	}

	@Override
	public SocketChannel shutdownOutput() {
		return this;
	}

	@Override
	public SocketChannel shutdownInput() {
		return this;
	}

	@Override
	public SocketChannel bind(SocketAddress local) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> SocketChannel setOption(SocketOption<T> name, T value) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T getOption(SocketOption<T> name) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket socket() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isConnected() {
		return true;
	}

	@Override
	public boolean isConnectionPending() {
		return false;
	}

	@Override
	public boolean connect(SocketAddress remote) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean finishConnect() {
		return true;
	}

	@Override
	public SocketAddress getRemoteAddress() {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketAddress getLocalAddress() {
		throw new UnsupportedOperationException();
	}

	@Override
	public long read(ByteBuffer[] targets, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) {
		throw new UnsupportedOperationException();
	}

}
