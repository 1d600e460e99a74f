package dev.wsboot.engine;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The open sessions of a server. Safe to use from any thread; views are live and weakly
 * consistent, as those of a concurrent map. A session is among them from before its
 * client receives the 101 and before {@link SessionHandler#onOpen} is called until its
 * connection has ended. To close sessions, {@link WsRecipients#close} reaches those whose
 * handshake is under way as well.
 */
public interface WsSessions {

	/**
	 * Returns all open sessions.
	 * @return a live view that cannot be written to
	 */
	WsRecipients all();

	/**
	 * Returns the open sessions of one endpoint.
	 * @param endpoint its name, such as a path template
	 * @return a live view that cannot be written to
	 */
	WsRecipients of(String endpoint);

	/**
	 * Returns the open sessions of the endpoint that a class declares.
	 * @param endpoint the class of the endpoint, or a supertype of several
	 * @return a live view that cannot be written to; its use fails with an
	 * {@link IllegalArgumentException} while the server has no such endpoint
	 * @throws UnsupportedOperationException where endpoints are no classes, as with the
	 * engine alone
	 */
	default WsRecipients of(Class<?> endpoint) {
		throw new UnsupportedOperationException("Endpoints of this server are no classes: name them as texts");
	}

	/**
	 * Returns the open sessions that have joined a group.
	 * @param endpoint the name of their endpoint, which groups belong to
	 * @param group the group's name
	 * @return a live view that cannot be written to
	 * @see WsSession#join
	 */
	WsRecipients inGroup(String endpoint, String group);

	/**
	 * Returns the session of that id.
	 * @param id the id
	 * @return the session, or {@code null} if it is not open
	 */
	@Nullable WsSession find(String id);

	/**
	 * Returns the names of endpoints that have open sessions.
	 * @return a live view that cannot be written to
	 */
	Set<String> endpoints();

	/**
	 * Returns the number of open sessions.
	 * @return the number
	 */
	int count();

	/**
	 * Returns the number of open sessions of one endpoint.
	 * @param endpoint its name
	 * @return the number
	 */
	int count(String endpoint);

	/**
	 * Sends one message to every session of an endpoint. A receiver that fails or is slow
	 * does not keep the others from it.
	 * @param endpoint its name
	 * @param message the message, or an object that is encoded once, as
	 * {@link WsRecipients#broadcast} says
	 */
	void broadcast(String endpoint, Object message);

	/**
	 * Sends one message to every session of a group, as
	 * {@link #broadcast(String, Object)} does to every session of an endpoint.
	 * @param endpoint the name of the endpoint, which the group belongs to
	 * @param group the group's name; one that nobody is in gets nothing
	 * @param message the message, or an object that is encoded once, as
	 * {@link WsRecipients#broadcast} says
	 * @see WsSession#join
	 */
	void broadcast(String endpoint, String group, Object message);

}
