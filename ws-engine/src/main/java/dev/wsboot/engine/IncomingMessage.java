package dev.wsboot.engine;

import java.io.InputStream;

/**
 * A message that is read while it comes in (RFC 6455 5.4). Only for the callback that it
 * was given to, and for one thread at a time.
 *
 * @see SessionHandler#onStream
 */
public interface IncomingMessage {

	/**
	 * Whether this is a text message.
	 * @return {@code false} for a binary message
	 */
	boolean isText();

	/**
	 * Returns the payload, as it comes. That of a text message is UTF-8, of which every
	 * byte was checked before it can be read, and may be read as text by an
	 * {@link java.io.InputStreamReader}.
	 * <p>
	 * Reading blocks until there is something to read. It throws an
	 * {@link IncompleteMessageException} as soon as it is clear that the rest will not
	 * come, and an {@link java.io.InterruptedIOException} if the thread is interrupted
	 * while it waits. Closing the stream discards the rest.
	 * @return the same stream at each call
	 */
	InputStream stream();

}
