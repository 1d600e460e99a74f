/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted.tomcat;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;

import dev.wsboot.engine.server.MountedSocket;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * A socket that Tomcat has accepted, and forgets when it is closed. Safe to use from any
 * thread.
 */
final class TomcatSocket implements Closeable {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/**
	 * The field with the bytes that Tomcat has read and not decrypted, for which there is
	 * no method; {@code null} if it is not accessible.
	 */
	private static final @Nullable Field ENCRYPTED = encryptedField();

	private final SocketWrapperBase<?> wrapper;

	private TomcatSocket(SocketWrapperBase<?> wrapper) {
		this.wrapper = wrapper;
	}

	/**
	 * Takes over a socket. Called on the thread of Tomcat that has sent the 101.
	 * @param wrapper the socket as Tomcat knows it
	 * @return the socket with the bytes that Tomcat has read beyond the request
	 * @throws IOException if the 101 could not be sent, or the connector does not use
	 * selectors
	 */
	static MountedSocket takeOver(SocketWrapperBase<?> wrapper) throws IOException {
		if (!(wrapper.getSocket() instanceof NioChannel channel)) {
			throw new IOException("Sockets can be taken over from Tomcat's NIO connector only");
		}
		if (wrapper.hasDataToWrite()) {
			wrapper.flush(true);
		}
		SSLEngine tls = null;
		ByteBuffer encrypted = NOTHING;
		if (channel instanceof SecureNioChannel secure) {
			tls = secure.getSslEngine();
			encrypted = encrypted(secure);
		}
		ByteBuffer received = received(wrapper.getSocketBufferHandler());
		UnbufferedChannel.replaceChannelOf(wrapper);
		return new MountedSocket(channel.getIOChannel(), new TomcatSocket(wrapper), received, tls, encrypted);
	}

	/**
	 * Returns whether sockets with TLS can be taken over. A JVM in which Tomcat is a
	 * module may deny access to the bytes that Tomcat has not decrypted.
	 */
	static boolean isTlsSupported() {
		return ENCRYPTED != null;
	}

	private static ByteBuffer received(SocketBufferHandler buffers) {
		buffers.configureReadBufferForRead();
		return copy(buffers.getReadBuffer());
	}

	private static ByteBuffer encrypted(SecureNioChannel secure) throws IOException {
		if (ENCRYPTED == null) {
			throw new IOException("The TLS input of Tomcat is not accessible");
		}
		try {
			ByteBuffer buffer = (ByteBuffer) ENCRYPTED.get(secure);
			return copy(buffer.duplicate().flip());
		}
		catch (IllegalAccessException ex) {
			throw new IOException(ex);
		}
	}

	private static @Nullable Field encryptedField() {
		try {
			Field field = SecureNioChannel.class.getDeclaredField("netInBuffer");
			field.setAccessible(true);
			return field;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

	private static ByteBuffer copy(ByteBuffer bytes) {
		return bytes.hasRemaining() ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip() : NOTHING;
	}

	/**
	 * Closes the socket, under the lock under which Tomcat works on it: Tomcat registers
	 * the upgraded connection after the hand-over, and would keep it otherwise.
	 */
	@Override
	public void close() {
		ReentrantLock lock = this.wrapper.getLock();
		if (lock.tryLock()) {
			try {
				this.wrapper.close();
			}
			finally {
				lock.unlock();
			}
			return;
		}
		try {
			// an event loop must not wait
			this.wrapper.execute(this::closeLater);
		}
		catch (RejectedExecutionException ex) {
			// Tomcat stops
			this.wrapper.close();
		}
	}

	private void closeLater() {
		ReentrantLock lock = this.wrapper.getLock();
		lock.lock();
		try {
			this.wrapper.close();
		}
		finally {
			lock.unlock();
		}
	}

}
