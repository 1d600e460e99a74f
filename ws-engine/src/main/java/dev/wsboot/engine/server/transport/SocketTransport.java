/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.transport;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.function.Predicate;

import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.loop.Selectable;
import dev.wsboot.engine.server.memory.DirectMemory;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is registered with an event loop, and read and written without TLS.
 * Confined to the event loop, except for methods that say otherwise.
 */
public final class SocketTransport implements Transport {

	private final SocketChannel channel;

	/** The owner of the channel, which closes it: the channel itself, or its server. */
	private final Closeable owner;

	private final SelectionKey key;

	private final PlainSide plain;

	/**
	 * Registers a channel with an event loop.
	 * @param channel a channel that does not block
	 * @param loop the loop
	 * @param connection gets the events of the channel, and its input
	 * @param <T> the type of the connection
	 * @throws IOException if the channel is closed
	 */
	public <T extends Selectable & PlainSide> SocketTransport(SocketChannel channel, EventLoop loop, T connection)
			throws IOException {
		this(channel, channel, loop, connection);
	}

	/**
	 * Registers a channel that another server has accepted with an event loop.
	 * @param channel a channel that does not block
	 * @param owner closes the channel, and has the other server forget it
	 * @param loop the loop
	 * @param connection gets the events of the channel, and its input
	 * @param <T> the type of the connection
	 * @throws IOException if the channel is closed
	 */
	public <T extends Selectable & PlainSide> SocketTransport(SocketChannel channel, Closeable owner, EventLoop loop,
			T connection) throws IOException {
		this.channel = channel;
		this.owner = owner;
		this.plain = connection;
		this.key = loop.register(channel, SelectionKey.OP_READ, connection);
	}

	@Override
	public void onReadable() {
		ByteBuffer buffer = this.plain.inputBuffer();
		int start = buffer.position();
		int length = read(buffer);
		if (length > 0) {
			this.plain.receive(buffer.limit(start + length).position(start));
		}
	}

	/**
	 * Reads into a buffer, and notifies the plain side if reading is no longer possible.
	 * @return the number of bytes; 0 or fewer if there are none
	 */
	public int read(ByteBuffer buffer) {
		int length;
		try {
			length = this.channel.read(buffer);
		}
		catch (IOException ex) {
			this.plain.end();
			return 0;
		}
		if (length < 0) {
			this.plain.inputEnded();
		}
		return length;
	}

	@Override
	public void onWritable() {
		this.key.interestOpsAnd(~SelectionKey.OP_WRITE);
	}

	@Override
	public void awaitReadable() {
		this.key.interestOpsOr(SelectionKey.OP_READ);
	}

	@Override
	public void pause() {
		this.key.interestOpsAnd(~SelectionKey.OP_READ);
	}

	@Override
	public void resume() {
		// the kernel has kept it
	}

	@Override
	public int write(ByteBuffer buffer) throws IOException {
		// in this method, as each call in the way of a write counts
		try {
			return this.channel.write(buffer);
		}
		catch (OutOfMemoryError ex) {
			DirectMemory.ofJvm().onWriteFailure(buffer, ex);
			return 0;
		}
	}

	@Override
	public long write(ByteBuffer[] buffers) throws IOException {
		return this.channel.write(buffers);
	}

	@Override
	public void awaitWritable() {
		try {
			this.key.interestOpsOr(SelectionKey.OP_WRITE);
			this.plain.wakeLoop();
		}
		catch (CancelledKeyException ex) {
			this.plain.failed(ex);
		}
	}

	@Override
	public void endOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	@Override
	public void close() {
		this.key.cancel();
		close(this.owner);
	}

	/** Closes a socket that is of no use any more. */
	public static void close(Closeable socket) {
		try {
			socket.close();
		}
		catch (IOException | RuntimeException ex) {
			Log.log(Level.DEBUG, "Socket did not close", ex);
		}
	}

	@Override
	public boolean isSecure() {
		return false;
	}

	@Override
	public boolean isSecuring() {
		return false;
	}

	@Override
	public @Nullable Principal principal() {
		return null;
	}

	@Override
	public boolean serves(String host) {
		return true;
	}

	@Override
	public int loopbackPort(Predicate<InetAddress> isProxy) {
		try {
			if (this.channel.getRemoteAddress() instanceof InetSocketAddress peer && !isProxy.test(peer.getAddress())
					&& this.channel.getLocalAddress() instanceof InetSocketAddress local
					&& peer.getAddress().isLoopbackAddress() && local.getAddress().isLoopbackAddress()) {
				return local.getPort();
			}
		}
		catch (IOException ex) {
			Log.log(Level.DEBUG, "Addresses of a socket are not known", ex);
		}
		return -1;
	}

	@Override
	public int heldBytes(boolean connecting) {
		return 0;
	}

}
