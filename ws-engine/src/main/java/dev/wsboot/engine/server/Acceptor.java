/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.loop.EventLoop;
import dev.wsboot.engine.server.loop.Selectable;
import dev.wsboot.engine.server.transport.SocketTransport;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections and distributes them among the loops. Runs on the first loop.
 */
final class Acceptor extends Selectable {

	/** The most connections accepted in a row, before others of this loop are served. */
	private static final int MAX_PER_ROUND = 64;

	private final ServerSocketChannel channel;

	private final EventLoops loops;

	private final ServerContext context;

	/** The index of the loop of the next connection. */
	private int next;

	/** True if the last attempt to accept a connection has failed. */
	private boolean backingOff;

	private volatile @Nullable SelectionKey key;

	private Acceptor(ServerSocketChannel channel, EventLoops loops, ServerContext context) {
		this.channel = channel;
		this.loops = loops;
		this.context = context;
	}

	static Acceptor bind(WsServerOptions options, EventLoops loops, ServerContext context) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			InetSocketAddress address = (options.address() != null)
					? new InetSocketAddress(options.address(), options.port()) : new InetSocketAddress(options.port());
			channel.bind(address, options.tcp().backlog());
			channel.configureBlocking(false);
			return new Acceptor(channel, loops, context);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	int port() {
		return this.channel.socket().getLocalPort();
	}

	/** Accepts connections on a loop: the first one, or its replacement. */
	void register(EventLoop loop) throws IOException {
		this.key = loop.register(this.channel, SelectionKey.OP_ACCEPT, this);
	}

	@Override
	public void onReady(int operations) {
		for (int i = 0; i < MAX_PER_ROUND; i++) {
			SocketChannel accepted;
			try {
				accepted = this.channel.accept();
			}
			catch (IOException ex) {
				backOff(ex);
				return;
			}
			if (accepted == null) {
				return;
			}
			assign(accepted);
		}
	}

	/**
	 * Accepts nothing until the next tick. Most likely there are no file descriptors
	 * left, and the connection that cannot be accepted keeps the channel ready.
	 */
	private void backOff(IOException cause) {
		SelectionKey key = this.key;
		if (key != null) {
			key.interestOps(0);
		}
		if (!this.backingOff) {
			this.backingOff = true;
			Log.log(Level.WARNING,
					"Cannot accept connections at the moment (" + cause.getMessage() + "), trying again");
		}
	}

	@Override
	public void onTick(long now) {
		this.context.rejections.onTick();
		SelectionKey key = this.key;
		if (key != null && key.interestOps() == 0) {
			key.interestOps(SelectionKey.OP_ACCEPT);
		}
	}

	private void assign(SocketChannel accepted) {
		if (this.backingOff) {
			this.backingOff = false;
			Log.log(Level.INFO, "Accepting connections again");
		}
		try {
			accepted.configureBlocking(false);
			accepted.setOption(StandardSocketOptions.TCP_NODELAY, this.context.options.tcp().noDelay());
			accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, this.context.options.tcp().keepAlive());
			InetSocketAddress remote = (InetSocketAddress) accepted.getRemoteAddress();
			LoopParts parts = this.loops.get(this.next);
			this.next = (this.next + 1) % this.loops.count();
			boolean admitted = this.context.proxies.contains(remote.getAddress())
					? this.context.admission.enterUnidentified()
					: this.context.admission.enter(remote.getAddress(), parts.loop.now());
			if (!admitted) {
				this.context.counters.rejected(RejectReason.OVERLOAD);
				this.context.rejections.rejected(RejectReason.OVERLOAD);
				if (!this.context.admission.enterRejected()) {
					SocketTransport.close(accepted);
					return;
				}
			}
			if (parts.loop.inLoop()) {
				ConnectionFactory.open(accepted, remote, parts, admitted);
			}
			else {
				parts.loop.execute(() -> ConnectionFactory.open(accepted, remote, parts, admitted));
			}
		}
		catch (IOException ex) {
			// reset before anything was read, as some load balancers probe
			this.context.counters.increment(WsCounter.PROBES);
			SocketTransport.close(accepted);
		}
		catch (RuntimeException ex) {
			this.context.counters.rejected(RejectReason.DISCONNECTED);
			SocketTransport.close(accepted);
		}
	}

	@Override
	public void onFailure(Throwable failure) {
		Log.log(Level.ERROR, "Accepting failed", failure);
	}

	@Override
	public void onStop() {
		close();
	}

	@Override
	public void onDeath() {
		// another loop takes over
	}

	void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			Log.log(Level.DEBUG, "Server socket did not close", ex);
		}
	}

}
