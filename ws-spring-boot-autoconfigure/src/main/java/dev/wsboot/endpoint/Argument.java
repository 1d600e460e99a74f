package dev.wsboot.endpoint;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Fills one parameter of a handler method; planned at startup.
 */
@FunctionalInterface
interface Argument {

	/**
	 * Returns the argument of a call.
	 * @param session the session
	 * @param values what the session's handshake was bound to
	 * @param event the message, close status or error that the call is about, or
	 * {@code null} at open
	 * @return the argument
	 */
	@Nullable Object resolve(WsSession session, @Nullable Object[] values, @Nullable Object event);

}
