/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted.tomcat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The channel of a socket that has been taken over, in place of Tomcat's own with its
 * read and write buffers, 16 KB by default, which nobody needs any more. Tomcat keeps the
 * channel for another socket when this one is closed; it has its buffers again by then.
 */
final class UnbufferedChannel extends NioChannel {

	private static final @Nullable Field SOCKET = field("socket");

	private static final @Nullable Field BUFFERS = field("socketBufferHandler");

	/** The size of each buffer for another socket, in bytes. */
	private final int size;

	private UnbufferedChannel(NioChannel replaced, NioSocketWrapper wrapper) {
		super(new SocketBufferHandler(0, 0, false));
		SocketBufferHandler buffers = replaced.getBufHandler();
		this.size = Math.max(buffers.getReadBuffer().capacity(), buffers.getWriteBuffer().capacity());
		this.sc = replaced.getIOChannel();
		this.socketWrapper = wrapper;
	}

	/**
	 * Replaces the channel of a socket without TLS, from whose buffers all has been taken
	 * out. Does nothing if Tomcat's fields are not accessible, or if the buffers are not
	 * on the heap. Called on the thread of Tomcat that has sent the 101.
	 * @param wrapper the socket as Tomcat knows it
	 */
	static void replaceChannelOf(SocketWrapperBase<?> wrapper) {
		if (SOCKET == null || BUFFERS == null || !(wrapper instanceof NioSocketWrapper nio)
				|| nio.getSocket().getClass() != NioChannel.class
				|| nio.getSocket().getBufHandler().getReadBuffer().isDirect()) {
			return;
		}
		UnbufferedChannel channel = new UnbufferedChannel(nio.getSocket(), nio);
		try {
			SOCKET.set(nio, channel);
			BUFFERS.set(nio, channel.getBufHandler());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void reset(@Nullable SocketChannel channel, @Nullable NioSocketWrapper wrapper) throws IOException {
		if (channel != null) {
			getBufHandler().expand(this.size);
		}
		super.reset(channel, wrapper);
	}

	private static @Nullable Field field(String name) {
		try {
			Field field = SocketWrapperBase.class.getDeclaredField(name);
			field.setAccessible(true);
			return field;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

}
