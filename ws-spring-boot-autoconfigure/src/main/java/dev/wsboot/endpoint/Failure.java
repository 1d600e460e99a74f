package dev.wsboot.endpoint;

import java.nio.ByteBuffer;

import dev.wsboot.engine.WsMessage;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link dev.wsboot.annotation.OnError} method is called for. Used by one thread
 * at a time.
 *
 * @param error the error
 * @param event what the call that failed was about, or {@code null}
 */
record Failure(Throwable error, @Nullable Object event) {

	/**
	 * Returns the message that could not be handled.
	 * @return the message, or {@code null} if there was none
	 */
	@Nullable WsMessage message() {
		if (this.event instanceof ByteBuffer buffer) {
			byte[] copy = new byte[buffer.remaining()];
			buffer.get(buffer.position(), copy);
			return WsMessage.ofBinary(copy);
		}
		return (this.event instanceof WsMessage message) ? message : null;
	}

}
