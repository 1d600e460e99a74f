/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;

import org.jspecify.annotations.Nullable;

/**
 * A socket on which another server has answered a handshake with 101, and which that
 * server neither reads nor writes any more.
 *
 * @param channel the channel, which does not block
 * @param owner closes the channel, and has the other server forget the connection. Called
 * once, on an event loop or, after the stop, on any thread
 * @param received the bytes after the request that the other server has read, and
 * decrypted if there is TLS; perhaps none
 * @param tls the engine of the TLS handshake, which is complete; {@code null} without TLS
 * @param encrypted the bytes that the other server has read after {@code received}, and
 * not decrypted; perhaps none
 */
public record MountedSocket(SocketChannel channel, Closeable owner, ByteBuffer received, @Nullable SSLEngine tls,
		ByteBuffer encrypted) {

}
