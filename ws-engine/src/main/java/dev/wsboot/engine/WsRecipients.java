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

}
