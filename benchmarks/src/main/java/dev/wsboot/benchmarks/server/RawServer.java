/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The lower bound: plain TCP, one selector, one shared direct buffer, no protocol. One
 * port echoes its input, the other sends its input to all connections of that port.
 * Belongs to the thread that runs the server; only {@link #close()} may be called by
 * another thread.
 */
public final class RawServer implements Runnable, AutoCloseable {

	private static final int BACKLOG = 4096;

	private final Selector selector = Selector.open();

	private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);

	private final List<Connection> receivers = new ArrayList<>();

	private final int port;

	private final int fanOutPort;

	/**
	 * Binds two ports.
	 * @param port the port that echoes, or 0 for a free port
	 * @param fanOutPort the port that sends each message to all connections, or 0 for a
	 * free port
	 * @throws IOException if a port cannot be bound
	 */
	public RawServer(int port, int fanOutPort) throws IOException {
		this.port = bind(port, false);
		this.fanOutPort = bind(fanOutPort, true);
	}

	/**
	 * Runs a server until its process is ended.
	 * @param args the port that echoes; the next port is that of the fan-out
	 * @throws IOException if a port cannot be bound
	 */
	public static void main(String[] args) throws IOException {
		int port = Integer.parseInt(args[0]);
		new RawServer(port, port + 1).run();
	}

	private int bind(int wanted, boolean fanOut) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open();
		server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
		server.configureBlocking(false);
		server.register(this.selector, SelectionKey.OP_ACCEPT, new Listener(server, fanOut));
		return server.socket().getLocalPort();
	}

	/**
	 * Returns the port that echoes.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Returns the port that sends each message to all connections.
	 * @return the port
	 */
	public int fanOutPort() {
		return this.fanOutPort;
	}

	@Override
	public void run() {
		try {
			while (this.selector.isOpen()) {
				this.selector.select((key) -> ((Ready) key.attachment()).ready());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		List<SelectionKey> keys = List.copyOf(this.selector.keys());
		this.selector.close();
		for (SelectionKey key : keys) {
			key.channel().close();
		}
	}

	private interface Ready {

		void ready();

	}

	private final class Listener implements Ready {

		private final ServerSocketChannel server;

		private final boolean fanOut;

		Listener(ServerSocketChannel server, boolean fanOut) {
			this.server = server;
			this.fanOut = fanOut;
		}

		@Override
		public void ready() {
			try {
				SocketChannel channel = this.server.accept();
				while (channel != null) {
					new Connection(channel, this.fanOut);
					channel = this.server.accept();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	private final class Connection implements Ready {

		private final SocketChannel channel;

		private final SelectionKey key;

		private final boolean fanOut;

		/** Bytes that the socket has not accepted yet. */
		private @Nullable ByteBuffer rest;

		Connection(SocketChannel channel, boolean fanOut) throws IOException {
			this.channel = channel;
			this.fanOut = fanOut;
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			this.key = channel.register(RawServer.this.selector, SelectionKey.OP_READ, this);
			if (fanOut) {
				RawServer.this.receivers.add(this);
			}
		}

		@Override
		public void ready() {
			try {
				if (this.rest != null && this.key.isWritable()) {
					writeRest(this.rest);
				}
				if (this.key.isReadable()) {
					read();
				}
			}
			catch (IOException ex) {
				end();
			}
		}

		private void read() throws IOException {
			ByteBuffer input = RawServer.this.input.clear();
			if (this.channel.read(input) < 0) {
				end();
				return;
			}
			input.flip();
			if (this.fanOut) {
				for (Connection receiver : RawServer.this.receivers) {
					receiver.write(input.duplicate());
				}
			}
			else {
				write(input);
			}
		}

		private void write(ByteBuffer data) throws IOException {
			if (this.rest == null) {
				this.channel.write(data);
			}
			if (data.hasRemaining()) {
				keep(data);
			}
		}

		private void keep(ByteBuffer data) {
			ByteBuffer before = (this.rest != null) ? this.rest : ByteBuffer.allocate(0);
			this.rest = ByteBuffer.allocateDirect(before.remaining() + data.remaining()).put(before).put(data).flip();
			// a pending echo pauses reading, so TCP slows down the client
			this.key.interestOps(this.fanOut ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_WRITE);
		}

		private void writeRest(ByteBuffer data) throws IOException {
			this.channel.write(data);
			if (!data.hasRemaining()) {
				this.rest = null;
				this.key.interestOps(SelectionKey.OP_READ);
			}
		}

		private void end() {
			RawServer.this.receivers.remove(this);
			try {
				this.channel.close();
			}
			catch (IOException ex) {
				// the connection is closed in any case
				this.key.cancel();
			}
		}

	}

}
