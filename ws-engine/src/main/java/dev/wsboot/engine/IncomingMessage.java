/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.io.InputStream;

/**
 * A message that is read while it arrives (RFC 6455 5.4). Valid only during the callback
 * that receives the message, and used by one thread at a time.
 *
 * @see SessionHandler#onStream
 */
public interface IncomingMessage {

	/**
	 * Returns whether this is a text message.
	 * @return {@code false} for a binary message
	 */
	boolean isText();

	/**
	 * Returns the payload as a stream. The payload of a text message is UTF-8 that is
	 * validated before it can be read, so an {@link java.io.InputStreamReader} may decode
	 * it.
	 * <p>
	 * Reading blocks until bytes are available. Reading throws an
	 * {@link IncompleteMessageException} as soon as the rest is known not to arrive, and
	 * an {@link java.io.InterruptedIOException} if the waiting thread is interrupted.
	 * Closing the stream discards the rest.
	 * @return the same stream at each call
	 */
	InputStream stream();

}
