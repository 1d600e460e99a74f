/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.net.ProtocolFamily;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A selector of {@link MemoryChannel}s, at most one, for models. As with the kernel's, a
 * change of interest while a thread selects has no effect before the next time, and there
 * is no timeout.
 */
final class MemorySelector extends AbstractSelector {

	private Key key;

	/** Guarded by this. */
	private boolean woken;

	/** What the thread that selects waits for; guarded by this. */
	private int interest;

	private MemorySelector(SelectorProvider provider) {
		super(provider);
	}

	static SelectorProvider nio() {
		return new Provider();
	}

	Key key() {
		return this.key;
	}

	@Override
	protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
		this.key = new Key((MemoryChannel) channel, this, operations);
		this.key.attach(attachment);
		((MemoryChannel) channel).selector = this;
		return this.key;
	}

	@Override
	public Set<SelectionKey> keys() {
		return (this.key != null && this.key.isValid()) ? Set.of(this.key) : Set.of();
	}

	@Override
	public Set<SelectionKey> selectedKeys() {
		throw new UnsupportedOperationException();
	}

	@Override
	public int select(Consumer<SelectionKey> action, long timeout) {
		synchronized (this) {
			this.interest = interest();
			try {
				while (!this.woken && ready() == 0) {
					wait();
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return found(action);
	}

	@Override
	public int selectNow(Consumer<SelectionKey> action) {
		synchronized (this) {
			this.interest = interest();
		}
		return found(action);
	}

	private int interest() {
		return (this.key != null && this.key.isValid()) ? this.key.interest : 0;
	}

	private int ready() {
		return (this.key != null && this.key.isValid()) ? this.interest & this.key.channel.ready() : 0;
	}

	private int found(Consumer<SelectionKey> action) {
		synchronized (this) {
			this.woken = false;
			int ready = ready();
			if (ready == 0) {
				return 0;
			}
			this.key.ready = ready;
		}
		action.accept(this.key);
		return 1;
	}

	/** What the channel is ready for has changed. */
	synchronized void look() {
		notifyAll();
	}

	@Override
	public synchronized Selector wakeup() {
		this.woken = true;
		notifyAll();
		return this;
	}

	@Override
	protected void implCloseSelector() {
		wakeup();
	}

	@Override
	public int selectNow() {
		throw new UnsupportedOperationException();
	}

	@Override
	public int select(long timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int select() {
		throw new UnsupportedOperationException();
	}

	static final class Key extends AbstractSelectionKey {

		private final MemoryChannel channel;

		private final MemorySelector selector;

		private volatile int interest;

		private int ready;

		private Key(MemoryChannel channel, MemorySelector selector, int interest) {
			this.channel = channel;
			this.selector = selector;
			this.interest = interest;
		}

		@Override
		public SelectableChannel channel() {
			return this.channel;
		}

		@Override
		public Selector selector() {
			return this.selector;
		}

		@Override
		public int interestOps() {
			return this.interest;
		}

		@Override
		public synchronized SelectionKey interestOps(int operations) {
			this.interest = operations;
			return this;
		}

		@Override
		public synchronized int interestOpsOr(int operations) {
			return change(this.interest | operations);
		}

		@Override
		public synchronized int interestOpsAnd(int operations) {
			return change(this.interest & operations);
		}

		private int change(int operations) {
			if (!isValid()) {
				throw new CancelledKeyException();
			}
			int before = this.interest;
			this.interest = operations;
			return before;
		}

		@Override
		public int readyOps() {
			return this.ready;
		}

	}

	private static final class Provider extends SelectorProvider {

		@Override
		public AbstractSelector openSelector() {
			return new MemorySelector(this);
		}

		@Override
		public SocketChannel openSocketChannel() {
			return new MemoryChannel(this);
		}

		@Override
		public DatagramChannel openDatagramChannel() {
			throw new UnsupportedOperationException();
		}

		@Override
		public DatagramChannel openDatagramChannel(ProtocolFamily family) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Pipe openPipe() {
			throw new UnsupportedOperationException();
		}

		@Override
		public ServerSocketChannel openServerSocketChannel() {
			throw new UnsupportedOperationException();
		}

	}

}
