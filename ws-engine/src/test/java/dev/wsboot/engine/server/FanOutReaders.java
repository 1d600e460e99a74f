/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many receivers of broadcasts, read by one thread: each notes how long a message took,
 * and that it is the next one. A message is binary, {@link #PAYLOAD} bytes long, and
 * begins with its number and the time at which it was sent.
 */
final class FanOutReaders implements AutoCloseable {

	static final int PAYLOAD = 1000;

	/** Of the server's frame: two bytes, and two of extended length. */
	private static final int FRAME = 4 + PAYLOAD;

	private final Selector selector = Selector.open();

	private final int count;

	private final Thread thread = new Thread(this::run, "readers");

	private volatile Round round;

	FanOutReaders(int port, int count) throws IOException {
		this.count = count;
		for (int i = 0; i < count; i++) {
			SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			channel.write(ByteBuffer.wrap(Peer.REQUEST.getBytes(StandardCharsets.US_ASCII)));
			StringBuilder response = new StringBuilder();
			ByteBuffer one = ByteBuffer.allocate(1);
			while (response.indexOf("\r\n\r\n") < 0) {
				assertThat(channel.read(one.clear())).isOne();
				response.append((char) one.get(0));
			}
			assertThat(response.toString()).startsWith("HTTP/1.1 101 ");
			channel.configureBlocking(false);
			channel.register(this.selector, SelectionKey.OP_READ, new Receiver());
		}
		this.thread.start();
	}

	/** Expects so many messages for each, numbered from 0. */
	void begin(int messages) {
		this.round = new Round(new long[messages * this.count]);
		this.selector.keys().forEach((key) -> ((Receiver) key.attachment()).next = 0);
	}

	/**
	 * Returns how many nanoseconds each message took to each receiver, when all have
	 * come.
	 */
	long[] awaitAll() throws Exception {
		Await.end(this.round.done);
		return this.round.nanos;
	}

	private void run() {
		try {
			while (this.selector.isOpen()) {
				this.selector.select((key) -> {
					try {
						read((SocketChannel) key.channel(), (Receiver) key.attachment());
					}
					catch (IOException | AssertionError ex) {
						key.cancel();
						this.round.done.completeExceptionally(ex);
					}
				});
			}
		}
		catch (Exception ex) {
			this.round.done.completeExceptionally(ex);
		}
	}

	private void read(SocketChannel channel, Receiver receiver) throws IOException {
		ByteBuffer frames = receiver.frames;
		assertThat(channel.read(frames)).isNotNegative();
		long now = System.nanoTime();
		frames.flip();
		while (frames.remaining() >= FRAME) {
			assertThat(frames.getInt()).isEqualTo(0x827E_0000 | PAYLOAD);
			assertThat(frames.getInt()).isEqualTo(receiver.next++);
			this.round.note(now - frames.getLong());
			frames.position(frames.position() + PAYLOAD - 12);
		}
		frames.compact();
	}

	@Override
	public void close() throws Exception {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
		this.selector.close();
		Await.end(this.thread);
	}

	private static final class Receiver {

		private final ByteBuffer frames = ByteBuffer.allocate(8 * FRAME);

		private volatile int next;

	}

	private static final class Round {

		private final long[] nanos;

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		/** The readers' thread owns this. */
		private int noted;

		Round(long[] nanos) {
			this.nanos = nanos;
		}

		void note(long took) {
			this.nanos[this.noted++] = took;
			if (this.noted == this.nanos.length) {
				this.done.complete(null);
			}
		}

	}

}
