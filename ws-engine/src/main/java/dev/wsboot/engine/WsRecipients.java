package dev.wsboot.engine;

import java.util.Collection;
import java.util.function.Predicate;

/**
 * Open sessions that a message can be sent to: a live view that cannot be written to,
 * weakly consistent, as those of a concurrent map. Safe to use from any thread. A
 * narrowed view looks at its sessions anew each time it is used.
 */
public interface WsRecipients extends Collection<WsSession> {

	/**
	 * Returns these sessions without one.
	 * @param session the session, which need not be among them
	 * @return a live view
	 */
	WsRecipients except(WsSession session);

	/**
	 * Returns those of these sessions that have a property.
	 * @param predicate tells whether a session has it; called at each use
	 * @return a live view
	 */
	WsRecipients filter(Predicate<? super WsSession> predicate);

	/**
	 * Returns those of these sessions that are in a group of their endpoint.
	 * @param group the group's name
	 * @return a live view
	 * @see WsSession#join
	 */
	WsRecipients inGroup(String group);

	/**
	 * Sends one message to each of these sessions. A receiver that fails or is slow does
	 * not keep the others from it.
	 * @param message a text, bytes or a message, which are sent as they are, or any other
	 * object, which is encoded as {@link WsSession#send(Object)} does: once for each
	 * endpoint, and not at all where no session is open
	 */
	void broadcast(Object message);

	/**
	 * Closes each of these sessions, as {@link WsSession#close(CloseStatus)} does, and
	 * also those whose handshake is under way: of the handshakes that the application has
	 * been asked about before this call, those that become one of these sessions are
	 * closed right after the 101, before {@link SessionHandler#onOpen} is called. Such a
	 * session is in no group yet. A handshake that begins later is not affected, so
	 * whoever shuts somebody out first sees to it that new handshakes are rejected, and
	 * then calls this method.
	 * <p>
	 * For handshakes under way, predicates of {@link #filter} are called on event loops,
	 * so they must not block.
	 * @param status a status whose code may be sent
	 * @throws IllegalArgumentException for a code that may not be sent, such as 1006
	 */
	void close(CloseStatus status);

}
